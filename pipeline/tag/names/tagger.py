"""The pass over names: rules and gazetteer, the model, what of it may stand, and the document as a whole."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import spacy
from spacy.language import Language

from pipeline.tag.names.backend import Backend, backend
from pipeline.tag.names.confidence import confidence_of
from pipeline.tag.names.document_pass import document_pass
from pipeline.tag.names.organisations import Gazetteer, by_form
from pipeline.tag.names.people import by_bracket, by_citation, by_email, by_given_name, by_label, by_title
from pipeline.tag.names.screen import screened
from pipeline.tag.names.spans import ORG, Name, Words, without_overlap


def tokeniser() -> Language:
    """English tokens as spaCy makes them; a bracket that no space parts from a word is a token of its own too."""
    nlp = spacy.blank("en")
    infixes = [*(nlp.Defaults.infixes or ()), r"(?<=[A-Za-z])[()\[\]](?=[A-Za-z])"]
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer  # type: ignore[union-attr]
    return nlp


_LONGEST = 8000  # characters; the longest paragraph of the corpus has a third of it


class NameTagger:
    """Finds the names of people and organisations in the texts of a document."""

    def __init__(self, model: Backend) -> None:
        self._model = model
        self._nlp = tokeniser()
        self._gazetteer = Gazetteer(self._nlp)

    def tag(self, texts: Sequence[str], people: Sequence[str] = (), declared: dict[str, str] | None = None) -> list[list[Name]]:
        """The names of each text, in order, none overlapping another.

        Args:
            texts: the texts of one document.
            people: full names that the document's structure gives.
            declared: takes the abbreviations of bodies that the document declares, each with its name.
        """
        pieces = [(number, start, text[start:end]) for number, text in enumerate(texts) for start, end in _pieces(text)]
        found: list[list[Name]] = [[] for _ in texts]
        for (number, start, _), names in zip(pieces, self._tag([p for _, _, p in pieces], people, declared), strict=True):
            for name in names:
                name.start, name.end = name.start + start, name.end + start
            found[number].extend(names)
        return found

    def _tag(self, texts: Sequence[str], people: Sequence[str], declared: dict[str, str] | None) -> list[list[Name]]:
        docs = [self._nlp.make_doc(t.replace("\u00a0", " ")) for t in texts]  # as long as before: offsets stay
        passages = []
        for doc, found in zip(docs, self._model.find(docs), strict=True):
            words = Words(doc)
            names = self._by_rule(words) if len(words) else []
            for name in screened(found, doc.text):
                _merge(names, name)
            passages.append((words, names))
        abbreviations = document_pass(passages, self._nlp, people)
        if declared is not None:
            declared.update(abbreviations)
        for words, names in passages:
            names.sort(key=lambda n: n.start)
            for name in names:
                name.confidence = confidence_of(name, words.text)
        return [names for _, names in passages]

    def _by_rule(self, words: Words) -> list[Name]:
        known = self._gazetteer.find(words)
        # A known body's full name ends where the form ends: what stands before it is somebody's name, or a heading.
        ends = {n.end: n.start for n in known if n.label == ORG and words.text[n.start : n.end].count(" ") >= 3}
        found = [
            *(n for n in by_form(words) if n.start >= ends.get(n.end, -1)),
            *known,
            *by_title(words),
            *by_given_name(words),
            *by_citation(words),
            *by_email(words),
            *by_label(words),
            *by_bracket(words),
        ]
        return without_overlap(found)


# A known name of no more characters may be a part of a longer one; a longer one is whole.
_SHORT = 24


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """A text as it is, or a very long one in pieces: the work on a text grows faster than its length."""
    start = 0
    while len(text) - start > _LONGEST:
        ends = [text.rfind(stop, start + _LONGEST // 2, start + _LONGEST) for stop in ("\n", ". ", "; ", ", ", " ")]
        end = next((e + 1 for e in ends if e >= 0), start + _LONGEST)  # behind a sentence, or else an entry, or else a word
        yield start, end
        start = end
    yield start, len(text)


def _merge(names: list[Name], new: Name) -> None:
    """Add a name of the model's; a rule's name wins where they meet, unless it is a known short name inside a longer one."""
    met = [n for n in names if n.meets(new)]
    if met and all(
        n.method == "gazetteer"
        and n.label == new.label
        and n.end - n.start <= _SHORT
        and new.start <= n.start
        and n.end <= new.end
        and new.end - new.start > n.end - n.start
        for n in met
    ):
        names[:] = [n for n in names if n not in met]
        met = []
    if not met:
        names.append(new)


@functools.lru_cache(maxsize=2)
def name_tagger(model: str) -> NameTagger:
    """The tagger with the model of that name; it is made once for each process.

    Raises:
        MissingModelError: the model is not installed.
    """
    return NameTagger(backend(model))
