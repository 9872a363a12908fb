"""What a post is: driver, hot topic, story, project plan, meeting or news."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

from pipeline.model import Article
from pipeline.normalise.labels import Vocabulary, vocabulary

_PACKAGE = "pipeline.extract.posts"
# Fields that a post of another kind does not have by chance.
_DRIVER_FIELDS = frozenset({"library_impact", "summary", "key_features", "published", "primary_audience", "review_due", "publication_format", "responsible"})
_STORY_FIELDS = frozenset({"project_team", "resources_required", "timeframe", "story", "alignment", "lessons_learned", "organisation_impact", "sustainability"})


def driver_labels() -> Vocabulary:
    """Labels of drivers and hot topics."""
    return vocabulary(_PACKAGE, "drivers.toml")


def story_labels() -> Vocabulary:
    """Labels of stories."""
    return vocabulary(_PACKAGE, "stories.toml")


@functools.cache
def _rules() -> list[tuple[str, list[re.Pattern[str]], list[re.Pattern[str]]]]:
    with (files(_PACKAGE) / "kinds.toml").open("rb") as handle:
        data = tomllib.load(handle)
    return [
        (kind, [re.compile(p, re.IGNORECASE) for p in rule["categories"]], [re.compile(p, re.IGNORECASE) for p in rule["titles"]])
        for kind, rule in data.items()
    ]


def kind_of(article: Article, labels: list[str]) -> str:
    """What a post is.

    Args:
        article: the post.
        labels: its labels and headings as written.
    """
    title = article.title.text if article.title else ""
    categories = [c.text for c in article.categories]
    for by_title in (True, False):
        for kind, category_rules, title_rules in _rules():
            if kind == "meeting" and by_title:
                continue  # "Meeting the challenge, 2016" in the category Drivers is a driver
            if by_title and any(r.search(title) for r in title_rules):
                return kind
            if not by_title and any(r.search(c) for r in category_rules for c in categories):
                return kind
    driver = len({f for f in map(driver_labels().match, labels) if f} & _DRIVER_FIELDS)
    story = len({f for f in map(story_labels().match, labels) if f} & _STORY_FIELDS)
    if max(driver, story) >= 2:
        return "driver" if driver >= story else "story"
    meeting = next(r for r in _rules() if r[0] == "meeting")
    return "meeting" if any(r.search(title) for r in meeting[2]) else "news"
