"""``python -m training.evaluate``: judge the whole pass over names, and say how sure each kind of name is."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click

from pipeline.tag.names.backend import backend
from pipeline.tag.names.confidence import kind_of
from pipeline.tag.names.spans import Name
from pipeline.tag.names.tagger import NameTagger
from training.corpus import GOLD, Line, annotated, data_folder, read_lines
from training.scoring import score

FLOORS = Path(__file__).parents[1] / "tests/ner_floors.json"
CONFIDENCE = Path(__file__).parents[1] / "pipeline/tag/names/confidence.toml"
# A kind that was seen seldom is drawn towards what all names of its label reach.
_PRIOR = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """A name that the pass found: its kind, its confidence and whether it is right."""

    name: Name
    kind: str
    right: bool


def tag_documents(tagger: NameTagger, lines: list[Line]) -> list[list[Name]]:
    """The names of each line; lines of one document are tagged together."""
    documents: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        documents.setdefault(line.document, []).append(number)
    found: list[list[Name]] = [[] for _ in lines]
    for numbers in documents.values():
        for number, names in zip(numbers, tagger.tag([lines[n].text for n in numbers]), strict=True):
            found[number] = names
    return found


def _spans(names: list[Name]) -> list[tuple[int, int, str]]:
    return [(n.start, n.end, n.label) for n in names]


def _judged(lines: list[Line], found: list[list[Name]]) -> list[Judged]:
    return [Judged(n, kind_of(n, line.text), (n.start, n.end, n.label) in set(line.spans)) for line, names in zip(lines, found, strict=True) for n in names]


def _print_scores(title: str, lines: list[Line], found: list[list[Name]]) -> dict[str, float]:
    scores = score((n.spans, _spans(f)) for n, f in zip(lines, found, strict=True))
    for label, value in scores.items():
        click.echo(f"{title:22} {label:7} {value}")
    return {label: value.f1 for label, value in scores.items()}


def _print_methods(judged: list[Judged]) -> None:
    click.echo("\nby kind: right of found")
    counts = Counter(j.kind for j in judged)
    right = Counter(j.kind for j in judged if j.right)
    for kind, count in sorted(counts.items()):
        click.echo(f"  {kind:30} {right[kind]:5} of {count}")
    click.echo("\ncalibration: mean confidence, share that is right")
    for low in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        high = {0.0: 0.5, 0.9: 0.95, 0.95: 1.01}.get(low, low + 0.1)
        inside = [j for j in judged if low <= j.name.confidence < high]
        if inside:
            mean, share = sum(j.name.confidence for j in inside) / len(inside), sum(j.right for j in inside) / len(inside)
            click.echo(f"  {low:.2f} to {min(high, 1):.2f}: {mean:.3f} {share:.3f} ({len(inside)} names)")


def _print_errors(lines: list[Line], found: list[list[Name]], limit: int) -> None:
    confused: Counter[str] = Counter()
    shown = 0
    for line, names in zip(lines, found, strict=True):
        got, want = set(_spans(names)), set(line.spans)
        labels = {(s, e): label for s, e, label in got}
        for start, end, label in sorted(want - got):
            confused[f"{label} taken for {labels.get((start, end), 'nothing')}"] += 1
        confused.update(f"nothing taken for {label}" for s, e, label in got - want if not any(s == a and e == b for a, b, _ in want))
        for kind, spans in (("missed", want - got), ("wrong", got - want)):
            for start, end, label in sorted(spans):
                if shown < limit:
                    click.echo(f"  {kind:7} {label:7} {line.text[start:end]!r} in {line.text[max(0, start - 40) : end + 30]!r} ({line.ident})")
                shown += 1
    click.echo(f"  {shown} errors in all; " + "; ".join(f"{n} × {what}" for what, n in confused.most_common()))


def write_confidence(judged: list[Judged], path: Path = CONFIDENCE) -> None:
    """Write the share of right names of each kind, drawn towards its label's where few were seen."""
    labels = {label: [j.right for j in judged if j.kind.startswith(label)] for label in ("PERSON", "ORG")}
    overall = {label: sum(rights) / len(rights) if rights else 0.5 for label, rights in labels.items()}
    kinds = Counter(j.kind for j in judged)
    right = Counter(j.kind for j in judged if j.right)
    rows = {k: (right[k] + _PRIOR * overall[k.split(".")[0]]) / (n + _PRIOR) for k, n in kinds.items()}
    rows |= overall | {"PERSON.structure": 0.99, "ORG.structure": 0.98}
    text = "# The share of names of each kind that were right on annotated papers (make train writes it).\n[precision]\n"
    path.write_text(text + "".join(f'"{k}" = {v:.3f}\n' for k, v in sorted(rows.items())), encoding="utf-8")


def _judged_rules(folder: Path) -> list[Judged]:
    """What the rules alone find in the lines that the model was trained on: they never saw them, so these count too."""
    lines = annotated(folder)[0]
    return [j for j in _judged(lines, tag_documents(NameTagger(backend("none")), lines)) if j.name.source != "repeat"]


def figures(folder: Path, model: str = "builtin") -> dict[str, tuple[list[Line], list[list[Name]]]]:
    """The judging sets with what the pass finds in them."""
    tagger = NameTagger(backend(model))
    sets = {"held_out": annotated(folder)[1], "gold_dev": read_lines(folder / GOLD)}
    return {name: (lines, tag_documents(tagger, lines)) for name, lines in sets.items()}


def gold_hash(folder: Path) -> str:
    """SHA-256 of the development gold."""
    return hashlib.sha256((folder / GOLD).read_bytes()).hexdigest()


@click.command()
@click.option("--model", default="builtin", show_default=True, help="What finds names beside the rules: builtin, none, a spaCy package or folder.")
@click.option("--errors", default=40, show_default=True, help="How many errors to list for each set.")
@click.option("--calibrate", is_flag=True, help="Write confidence.toml from the documents that are held out of training.")
def main(model: str, errors: int, calibrate: bool) -> None:
    """Precision, recall and F1 of the whole pass by label, kind and set, with the errors; exit 1 below a floor."""
    try:
        folder = data_folder()
    except FileNotFoundError as error:
        click.echo(f"training.evaluate: {error}", err=True)
        sys.exit(2)
    below = []
    floors = json.loads(FLOORS.read_text()) if FLOORS.is_file() else {}
    for name, (lines, found) in figures(folder, model).items():
        click.echo(f"\n== {name}: {len(lines)} lines")
        reached = _print_scores(name, lines, found)
        for group in sorted({n.ident.split(":")[0] for n in lines}):
            part = [n for n, line in enumerate(lines) if line.ident.startswith(f"{group}:")]
            _print_scores(f"  {group}"[-22:], [lines[n] for n in part], [found[n] for n in part])
        judged = _judged(lines, found)
        _print_methods(judged)
        _print_errors(lines, found, errors)
        if calibrate and name == "held_out":
            write_confidence([*judged, *_judged_rules(folder)])
        same = name != "gold_dev" or floors.get("gold_sha256") == gold_hash(folder)
        if model == "builtin" and same:
            below += [f"{name} {label}: {reached[label]:.3f} < {least}" for label, least in floors.get(name, {}).items() if reached[label] < least]
    for line in below:
        click.echo(f"below its floor: {line}", err=True)
    sys.exit(1 if below else 0)


if __name__ == "__main__":
    main()
