"""The sentences that the model is trained on besides annotated papers."""

from __future__ import annotations

from training.corpus import Line
from training.sentences import Filler, generate, templates


def test_templates_are_many_and_each_gives_sentences_with_names_in_their_places() -> None:
    assert len(set(templates())) >= 150
    lines = list(generate(3 * len(templates()), 5))
    assert lines == list(generate(3 * len(templates()), 5))
    for line in lines:
        assert "{" not in line.text and line.text.strip()
        limits = [*(n[0] for n in line.spans[1:]), len(line.text)]
        for (start, end, _), limit in zip(line.spans, limits, strict=False):
            shown = line.text[start:end]
            assert shown == shown.strip() and shown and end <= limit
    assert sum(1 for n in lines if not n.spans) > len(lines) / 8  # hard negatives


def test_names_are_swapped_for_others_of_their_shape() -> None:
    line = Line("AB met Ann Bell of the NHS and QRST", ((0, 2, "PERSON"), (7, 15, "PERSON"), (23, 26, "ORG"), (31, 35, "ORG")))
    other = Filler(3).swapped(line)
    shown = [other.text[s:e] for s, e, _ in other.spans]
    assert len(shown[0]) == 2 and " " in shown[1] and shown[2] == "NHS" and shown[3].isupper()
    assert other.text.startswith(shown[0] + " met ") and other.text.endswith(shown[3])
