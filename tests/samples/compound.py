"""Compound files (MS-CFB) written by hand, and messages of Outlook (MS-OXMSG) in them, which no library here writes."""

from __future__ import annotations

import struct

_SECTOR, _END, _FREE, _FAT = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Tree = dict[str, "bytes | Tree"]


def _entries(tree: Tree) -> list[tuple[str, bytes | None, int, int]]:
    """(name, content, right sibling, child) of each entry, the root first; a folder's entries hang on one another."""
    found: list[list[object]] = [["Root Entry", None, _FREE, _FREE]]

    def add(folder: Tree, parent: int) -> None:
        before = None
        for name in sorted(folder, key=lambda n: (len(n), n.upper())):
            index, content = len(found), folder[name]
            found.append([name, content if isinstance(content, bytes) else None, _FREE, _FREE])
            if before is None:
                found[parent][3] = index
            else:
                found[before][2] = index
            before = index
            if not isinstance(content, bytes):
                add(content, index)

    add(tree, 0)
    return [tuple(e) for e in found]  # type: ignore[misc]


def compound_file(tree: Tree) -> bytes:
    """Streams and folders as one compound file of version 3. Streams are padded to 4,096 bytes, past the small-stream limit."""
    entries = _entries(tree)
    count = -(-len(entries) * 128 // _SECTOR)
    chains: list[int] = [n + 1 for n in range(count - 1)] + [_END]
    body, records = b"", b""
    for number, (name, content, right, child) in enumerate(entries):
        start, size = (0 if content is None else _END), 0
        if number == 0:
            start = _END
        if content is not None:
            padded = content.ljust(-(-max(len(content), 4096) // _SECTOR) * _SECTOR, b"\0")
            start, size = len(chains), max(len(content), 4096)
            sectors = len(padded) // _SECTOR
            chains += [start + n + 1 for n in range(sectors - 1)] + [_END]
            body += padded
        encoded = name.encode("utf-16-le") + b"\0\0"
        kind = 5 if number == 0 else 1 if content is None else 2
        records += encoded.ljust(64, b"\0") + struct.pack("<HBBIII16sIQQIQ", len(encoded), kind, 1, _FREE, right, child, b"\0" * 16, 0, 0, 0, start, size)
    directory = records.ljust(count * _SECTOR, b"\0")
    fats = 1
    while fats * 128 < len(chains) + fats:
        fats += 1
    first = len(chains)
    table = chains + [_FAT] * fats
    table += [_FREE] * (fats * 128 - len(table))
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH6sIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fats, 0, 0, 4096, _END, 0, _END, 0)
    )
    header += b"".join(struct.pack("<I", first + n if n < fats else _FREE) for n in range(109))
    return header + directory + body + struct.pack(f"<{len(table)}I", *table)


def outlook_message(subject: str, body: str, attachments: dict[str, bytes]) -> bytes:
    """A message as Outlook saves it: properties in streams named by their tags."""

    def text(value: str) -> bytes:
        return value.encode("utf-16-le")

    def properties(lead: int, values: list[tuple[int, int, int]]) -> bytes:
        return b"\0" * lead + b"".join(struct.pack("<HHIQ", kind, tag, 6, value) for tag, kind, value in values)

    tree: Tree = {
        "__properties_version1.0": properties(32, [(0x0037, 0x1F, len(text(subject)) + 2), (0x1000, 0x1F, len(text(body)) + 2)]),
        "__substg1.0_0037001F": text(subject),
        "__substg1.0_1000001F": text(body),
        "__substg1.0_001A001F": text("IPM.Note"),
    }
    for number, (name, data) in enumerate(attachments.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": properties(8, [(0x3705, 0x03, 1), (0x3701, 0x102, len(data)), (0x3707, 0x1F, len(text(name)) + 2)]),
            "__substg1.0_3701 0102".replace(" ", ""): data,
            "__substg1.0_3707001F": text(name),
        }
    return compound_file(tree)
