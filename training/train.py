"""Training the model from the annotated texts and the sentences that templates generate."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from thinc.api import NumpyOps, set_current_ops

from training.clusters import has_clusters, write_vectors
from training.corpus import Line

CONFIG = Path(__file__).with_name("config.cfg")


def as_doc(nlp: Language, line: Line) -> Doc:
    """A text with its names as a spaCy document; a name that ends inside a token takes in the whole tokens it covers."""
    doc = nlp.make_doc(line.text)
    spans = [doc.char_span(s, e, label, alignment_mode="contract") for s, e, label in line.spans]
    doc.ents = spacy.util.filter_spans([s for s in spans if s is not None and len(s)])
    return doc


def write_docs(lines: Iterable[Line], path: Path) -> int:
    """Write texts as spaCy reads them in training; how many."""
    nlp = spacy.blank("en")
    bin_ = DocBin(attrs=["ENT_IOB", "ENT_TYPE"])
    count = 0
    for line in lines:
        if line.text.strip():
            bin_.add(as_doc(nlp, line))
            count += 1
    bin_.to_disk(path)
    return count


def train_model(
    train: list[Line],
    dev: list[Line],
    target: Path,
    *,
    seed: int = 11,
    steps: int | None = None,
    blis: bool = False,
    overrides: dict[str, object] | None = None,
) -> None:
    """Train and write the pipeline to a folder; without the word classes where they are not installed, for a trial."""
    order = list(train)
    random.Random(seed).shuffle(order)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_docs(order, work / "train.spacy")
        write_docs(dev, work / "dev.spacy")
        settings: dict[str, object] = {"paths.train": str(work / "train.spacy"), "paths.dev": str(work / "dev.spacy"), "system.seed": seed}
        if has_clusters():
            write_vectors(work / "vectors", seed=seed)
            settings["paths.vectors"] = str(work / "vectors")
        else:
            settings["components.tok2vec.model.embed.include_static_vectors"] = False
        if steps is not None:
            settings["training.max_steps"] = steps
        # numpy's multiplication uses both cores, thinc's own (blis) one; they round otherwise, so that models differ a little
        set_current_ops(NumpyOps(use_blis=blis))
        spacy_train(CONFIG, work / "out", overrides=settings | (overrides or {}))
        nlp = spacy.load(work / "out" / "model-last")
        nlp.config["paths"] = {"train": None, "dev": None, "vectors": None}  # a folder of this moment is nobody's business
        nlp.to_disk(target)
