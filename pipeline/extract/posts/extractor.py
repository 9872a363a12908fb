"""One post at a time: its row, its sections and points, and the record its kind asks for."""

from __future__ import annotations

from pipeline.extract.harvest import Harvest, Quote, Row, stable_id
from pipeline.extract.pieces import Piece
from pipeline.extract.posts.drivers import add_driver
from pipeline.extract.posts.kinds import driver_labels, kind_of, story_labels
from pipeline.extract.posts.references import add_references
from pipeline.extract.posts.sections import Divider, Section
from pipeline.extract.posts.stories import add_story
from pipeline.model import Article, Document, walk_texts
from pipeline.normalise.dates import parse_date
from pipeline.normalise.text import slug


def extract_posts(document: Document, harvest: Harvest) -> None:
    """Add the posts of a document."""
    seen: set[str] = set()
    for article in document.articles:
        if article.title is None and not article.blocks:
            continue
        _post(article, harvest, seen)


def _identity(article: Article, title: str) -> str:
    """A post's id: its own address where it has one, else its title and day."""
    if article.url:
        return stable_id("pst", article.url.split("#")[0].rstrip("/").removeprefix("https://").removeprefix("http://").removeprefix("www."))
    return stable_id("pst", slug(title), article.published.text if article.published else None)


def _post(article: Article, harvest: Harvest, seen: set[str]) -> None:
    texts = list(walk_texts(article.blocks))
    title = article.title.text if article.title else texts[0].text.split("\n")[0][:200]
    post_id = _identity(article, title)
    if post_id in seen:
        harvest.issue("duplicate_record", f"the post “{title}” stands on the page twice; the first is kept", quote=Quote(article.locator, title))
        return
    seen.add(post_id)
    vocabularies = (driver_labels(), story_labels())
    sections = Divider(vocabularies).divide(article)
    kind = kind_of(article, [s.heading for s in sections if s.heading])
    if kind == "story":
        sections = Divider((vocabularies[1], vocabularies[0])).divide(article)
    row = harvest.row("posts", post_id=post_id, position=article.number, kind=kind, is_protected=article.is_protected)
    row.values["categories"] = []
    row.put("title", title, Quote(article.title.locator if article.title else texts[0].locator, title))
    _facts(article, row, harvest)
    row.put("text", "\n".join(t.text for t in texts if t.text), *(Quote(t.locator, t.text) for t in texts if t.text))
    harvest.within(post_id, [article.locator])
    _sections(sections, row, harvest, kind)
    if article.is_protected:
        return
    if kind in ("driver", "hot_topic"):
        add_driver(sections, row, harvest)
    elif kind == "story":
        add_story(sections, row, harvest)
    add_references(sections, row, harvest)


def _facts(article: Article, row: Row, harvest: Harvest) -> None:
    if article.published is not None:
        evidence = Quote(article.published.locator, article.published.text)
        found = parse_date(article.published.text)
        if found is not None and found.is_day:
            row.put("published_on", found.first, evidence)
        else:
            harvest.date(row, "published_on", article.published.text, evidence)
    if article.author is not None:
        row.put("author", article.author.text, Quote(article.author.locator, article.author.text))
    if article.url:
        row.put("url", article.url, Quote(f"{article.locator}, address", article.url))
    row.put("categories", [c.text for c in article.categories], *(Quote(c.locator, c.text) for c in article.categories))


def _sections(sections: list[Section], row: Row, harvest: Harvest, kind: str) -> None:
    points = 0
    for number, section in enumerate(sections, 1):
        entry = harvest.row("post_sections", post_id=row["post_id"], position=number)
        field = section.field if section.field != "reference_list" else None
        if field and kind in ("driver", "hot_topic", "story", "project_plan"):
            entry.values["field"] = field
        if section.heading:
            entry.put("heading", section.heading, *([section.where] if section.where else []))
        entry.put("text", section.text, *section.evidence)
        points = _points(section, number, points, row, harvest)
        if section.heading and section.field is None and kind in ("driver", "story"):
            harvest.issue(
                "unknown_field_label",
                f"the label “{section.heading}” is in no vocabulary of a {kind}",
                row=entry,
                field="field",
                quote=section.where,
            )


def _points(section: Section, number: int, count: int, row: Row, harvest: Harvest) -> int:
    """Bullets and numbered lines, each under the nearest one of a lower level before it."""
    open_points: list[tuple[int, int]] = []
    for piece in section.pieces:
        if not piece.is_point or not piece.text:
            if not piece.is_point and not _continues(piece):
                open_points.clear()
            continue
        count += 1
        level = piece.block.level
        while open_points and open_points[-1][0] >= level:
            open_points.pop()
        parent = open_points[-1][1] if open_points else None
        point = harvest.row("post_points", post_id=row["post_id"], position=count, section_position=number, level=level, parent_position=parent)
        point.put("text", piece.text, piece.quote)
        open_points.append((level, count))
    return count


def _continues(piece: Piece) -> bool:
    return piece.block.kind == "list_item"
