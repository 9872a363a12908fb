"""The reference table, and importing the files of ODS."""

from __future__ import annotations

import datetime as dt
import functools
import threading
import zipfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.reference import BadReferenceError, footprints, organisations, packaged, read_table
from pipeline.reference.ods import import_files, named, read_bodies, read_successions
from pipeline.tables.entities import ORGANISATION_KINDS


def row(code: str, name: str, opened: str = "20010401", closed: str = "") -> str:
    return ",".join(f'"{c}"' for c in (code, name, "Y62", "QOP", "A ROAD", "", "", "ATOWN", "", "A1 1AA", opened, closed, *[""] * 15)) + "\r\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path | None]:
    (tmp_path / "etr.csv").write_text(
        row("RMC", "BOLTON NHS FOUNDATION TRUST", "19940401")
        + row("RY2", "BRIDGEWATER COMMUNITY HEALTHCARE NHS FOUNDATION TRUST", "20101101", "20270331")
        + row("ZZ9", "ALL SAINTS' & ST. ANNE'S-ON-SEA NHS TRUST", "20260401")
        + row("RAX", "KINGSTON UPON ALL NHS FOUNDATION TRUST", "19910401")
    )
    with zipfile.ZipFile(tmp_path / "eccg.zip", "w") as archive:
        archive.writestr("eccg.csv", row("00T", "NHS BOLTON CCG", "20130401", "20220630") + row("13Q", "NATIONAL COMMISSIONING HUB 1"))
    (tmp_path / "succ.csv").write_text('"RY2","RMC","C","20270401","1"\r\n"RY2","ZZ9","C","20250101","1"\r\n')
    return {"etr": tmp_path / "etr.csv", "eccg": tmp_path / "eccg.zip", "succ": tmp_path / "succ.csv"}


def test_every_row_of_the_table_is_sound() -> None:
    assert len(packaged()) > 1000 and len(footprints()) == 44
    for body in packaged():
        assert body.kind in ORGANISATION_KINDS and body.source and body.name == " ".join(body.name.split())
        assert not (body.opened_on and body.closed_on) or body.opened_on < body.closed_on, body
        assert all(a == a.strip() and a != body.name for a in body.abbreviations), body
    keys = [(b.ods_code, b.name) for b in packaged()]
    assert len(set(keys)) == len(keys)


def test_names_in_capitals_are_written_as_bodies_write_them() -> None:
    assert named("ALDER HEY CHILDREN'S NHS FOUNDATION TRUST") == "Alder Hey Children's NHS Foundation Trust"
    assert named("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST") == "Guy's and St Thomas' NHS Foundation Trust"
    assert named("NHS STOKE-ON-TRENT CCG") == "NHS Stoke-on-Trent CCG"
    assert named("THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN, NHS FOUNDATION TRUST") == "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust"


def test_an_import_says_what_changed_and_the_next_one_nothing(files: dict[str, Path | None], tmp_path: Path) -> None:
    path, changed = import_files(tmp_path / "reference", files, None, dt.date(2026, 5, 1))
    assert path.name == "ods-2026-05-01.csv"
    assert any(c.startswith("new      ZZ9") and "All Saints' & St. Anne's-on-Sea NHS Trust" in c for c in changed)
    assert any("Bridgewater" in c and "closed unknown → 2027-03-31" in c for c in changed) and any("successor unknown → Bolton" in c for c in changed)
    bodies = {b.name: b for b in organisations(tmp_path / "reference")}
    assert bodies["Bolton NHS Foundation Trust"].abbreviations  # what ODS does not know stays
    assert bodies["Bridgewater Community Healthcare NHS Foundation Trust"].successor == "Bolton NHS Foundation Trust"
    assert bodies["Kingston and Richmond NHS Foundation Trust"].successor == "Kingston upon All NHS Foundation Trust"  # a new name of a known code
    assert "National Commissioning Hub 1" not in bodies and bodies["NHS Bolton CCG"].closed_on == dt.date(2022, 6, 30)
    assert import_files(tmp_path / "reference", files, None, dt.date(2026, 6, 1))[1] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [("a,b\n", "line 1"), (row("RMC", "X", "1994"), "is no day"), (row("bolton", "X"), "line 1"), ("PK\x03\x04", "cannot be read|line 1")],
)
def test_a_file_of_another_layout_is_refused_with_its_line(text: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "etr.csv").write_text(text)
    with pytest.raises(BadReferenceError, match=word):
        list(read_bodies(tmp_path / "etr.csv", "etr"))


def test_successions_take_the_latest(files: dict[str, Path | None]) -> None:
    assert files["succ"] and read_successions(files["succ"]) == {"RY2": "RMC"}


def test_a_damaged_snapshot_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadReferenceError, match="lacks the columns"):
        read_table("a,b\n", "x.csv")
    (tmp_path / "ods-2026-01-01.csv").write_text("name,kind,ods_code,abbreviations,opened_on,closed_on,successor,source\nA,ccg,,,yesterday,,,x\n")
    with pytest.raises(BadReferenceError, match=r"ods-2026-01-01\.csv, line 2"):
        organisations(tmp_path)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "www").mkdir()
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "www"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()


def test_download_and_the_command(server: str, files: dict[str, Path | None], tmp_path: Path) -> None:
    config = tmp_path / "pipeline.toml"
    config.write_text(f'reference = "{tmp_path / "reference"}"\n')
    missing = CliRunner().invoke(main, ["reference", "--download", server, "--config", str(config)])
    assert missing.exit_code == 2 and "etr.zip cannot be fetched" in missing.output and "--etr" in missing.output
    for which in ("etr", "succ"):
        with zipfile.ZipFile(tmp_path / f"www/{which}.zip", "w") as archive:
            archive.write(str(files[which]), f"{which}.csv")
    (tmp_path / "www/eccg.zip").write_bytes((tmp_path / "eccg.zip").read_bytes())
    done = CliRunner().invoke(main, ["reference", "--download", server, "--date", "2026-05-01", "--config", str(config)])
    assert done.exit_code == 0 and "new      ZZ9" in done.output and (tmp_path / "reference/ods-2026-05-01.csv").is_file()
    assert CliRunner().invoke(main, ["reference", "--config", str(config)]).exit_code == 2


def test_the_real_files_of_ods_are_read(shared: Path, tmp_path: Path) -> None:
    folder = shared / "reference"
    bodies = [*read_bodies(folder / "jhau_etr.csv", "etr"), *read_bodies(folder / "openprescribing_hist_2018_11_eccg.csv", "eccg")]
    assert len(bodies) > 400 and {b.ods_code: b.name for b in bodies}["RMC"] == "Bolton NHS Foundation Trust"
    _, changed = import_files(
        tmp_path, {"etr": folder / "nhsx_etr.csv", "eccg": folder / "openprescribing_hist_2018_11_eccg.csv", "succ": None}, None, dt.date(2022, 1, 1)
    )
    assert not any("closed 2" in c for c in changed)  # an older file does not open again what is known to have closed
