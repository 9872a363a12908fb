"""``python -m training``: train the model of names and write it, with its figures, where the pipeline loads it."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import click
import spacy

from pipeline.tag.names.backend import BUILTIN
from training.clusters import has_clusters
from training.corpus import GOLD, LABELS, PUBLIC_TESTS, Line, annotated, data_folder, hashes, read_lines
from training.mix import Mix, training_lines
from training.scoring import Score, score
from training.train import train_model

_CARD = Path(__file__).with_name("card")


def model_scores(model: Path, lines: list[Line]) -> dict[str, Score]:
    """The model alone on annotated texts."""
    nlp = spacy.load(model)
    docs = nlp.pipe([n.text for n in lines])
    return score((n.spans, [(e.start_char, e.end_char, e.label_) for e in d.ents if e.label_ in LABELS]) for n, d in zip(lines, docs, strict=True))


def test_sets(folder: Path) -> dict[str, list[Line]]:
    """The texts that judge and never train: the development gold, the documents held out, the public tests."""
    sets = {"held_out": annotated(folder)[1]}
    for name in (GOLD, *PUBLIC_TESTS):
        if (folder / name).is_file():
            sets[Path(name).stem] = read_lines(folder / name)
    return sets


@click.command()
@click.option("--output", type=click.Path(path_type=Path), default=BUILTIN, show_default="the package's own", help="Where to write the model.")
@click.option("--seed", default=11, show_default=True, help="The same seed gives the same model, but for rounding.")
@click.option("--steps", type=int, help="Fewer steps, for a trial.")
@click.option("--sentences", type=int, help="How many sentences to generate, for a trial.")
@click.option("--blis", is_flag=True, help="Multiply on one core, as the built-in model was made: half as long again, and rounded otherwise.")
def main(output: Path, seed: int, steps: int | None, sentences: int | None, blis: bool) -> None:
    """Train the model of names on the texts of NER_DATA and on generated sentences (under 30 minutes on two cores)."""
    try:
        folder = data_folder()
    except FileNotFoundError as error:
        click.echo(f"training: {error}", err=True)
        sys.exit(2)
    if not has_clusters() and steps is None:
        click.echo("training: the word classes are not installed: .venv/bin/pip install 'nhs-pipeline[train]'", err=True)
        sys.exit(2)
    started = time.monotonic()
    mix = Mix(seed=seed) if sentences is None else Mix(seed=seed, generated=sentences)
    lines = training_lines(folder, mix)
    click.echo(f"{len(lines):,} texts to train on")
    train_model(lines, annotated(folder)[1], output, seed=seed, steps=steps, blis=blis)
    figures = {
        name: {
            label: {"precision": round(s.precision, 4), "recall": round(s.recall, 4), "f1": round(s.f1, 4)} for label, s in model_scores(output, texts).items()
        }
        for name, texts in test_sets(folder).items()
    }
    record = {
        "minutes": round((time.monotonic() - started) / 60, 1),
        "seed": seed,
        "blis": blis,
        "texts": len(lines),
        "model_alone": figures,
        "data_sha256": hashes(folder),
    }
    (output / "metrics.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    for path in sorted(_CARD.iterdir()):
        shutil.copy(path, output / path.name)
    for name, labels in figures.items():
        click.echo(f"{name:18}" + "  ".join(f"{label} {values['f1']:.3f}" for label, values in labels.items()))


main()
