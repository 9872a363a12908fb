from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Document, Kind, Table, Text
from pipeline.normalise.text import squeeze
from pipeline.read import read_bytes
from tests.samples import ooxml
from tests.samples.ooxml import W, cell, level, numbering, package, paragraph, run
from tests.samples.papers import PAPERS


def texts(document: Document) -> list[str]:
    return [t.text for t in document.texts()]


def labels(document: Document) -> list[str | None]:
    return [t.label for t in document.texts()]


def item(text: str, depth: int = 0, num: int = 1) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>')


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_every_word_that_python_docx_sees_is_read(name: str) -> None:
    data = PAPERS[name]()
    oracle = docx.Document(io.BytesIO(data))
    words = [w for p in oracle.element.body.iter(f"{{{W}}}t") for w in (p.text or "").split()]
    ours = squeeze("".join(t.shown for t in read_bytes(data).texts()))
    assert words and all(squeeze(w) in ours for w in words)


def test_insertions_are_read_and_deletions_are_not() -> None:
    body = paragraph(
        "Kept ",
        "<w:ins><w:r><w:t>added </w:t></w:r></w:ins>",
        "<w:del><w:r><w:delText>gone </w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom>",
        "end",
    )
    assert texts(read_bytes(package(body))) == ["Kept added end"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_a_deleted_row_is_gone() -> None:
    joined = paragraph("First ", properties="<w:rPr><w:del/></w:rPr>") + paragraph("second")
    table = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cell('gone')}</w:tr><w:tr>{cell('kept')}</w:tr></w:tbl>"
    document = read_bytes(package(joined + table))
    assert texts(document) == ["First second", "kept"]


def test_hidden_text_is_not_read_by_run_or_by_style() -> None:
    styles = f'<w:styles xmlns:w="{W}"><w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    body = paragraph("Seen ", run("unseen ", "<w:vanish/>"), run("unseen ", '<w:rStyle w:val="Secret"/>'), run("shown", '<w:vanish w:val="0"/>'))
    assert texts(read_bytes(package(body, parts={"styles": styles}))) == ["Seen shown"]


def test_links_by_relationship_by_field_and_by_simple_field() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://b.example/x" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>two</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = paragraph(
        '<w:hyperlink r:id="a"><w:r><w:t>one</w:t></w:r></w:hyperlink>',
        " ",
        field,
        " ",
        "<w:fldSimple w:instr='HYPERLINK \"http://c.example\"'><w:r><w:t>three</w:t></w:r></w:fldSimple>",
    )
    block = next(read_bytes(package(body, links={"a": "http://a.example"})).texts())
    assert block.text == "one two three"
    assert [(block.text[m.start : m.end], m.target) for m in block.links] == [
        ("one", "http://a.example"),
        ("two", "http://b.example/x"),
        ("three", "http://c.example"),
    ]


def test_field_instructions_are_no_text_and_page_numbers_are() -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(read_bytes(package(paragraph("Page ", field)))) == ["Page 7"]


def test_spans_in_both_directions_and_skipped_grid_columns() -> None:
    wide, first, more, before = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    rows = f"<w:tr>{cell('a', wide)}{cell('b', first)}</w:tr><w:tr>{cell('c')}{cell('d')}{cell('', more)}</w:tr><w:tr>{before}{cell('e')}{cell('f')}</w:tr>"
    table = read_bytes(package(f"<w:tbl>{rows}</w:tbl>")).tables[0]
    grid = [[c.text if c else None for c in row] for row in table.grid()]
    assert grid == [["a", "a", "b"], ["c", "d", "b"], ["", "e", "f"]]
    assert table.rows[0][1].rowspan == 2 and table.rows[0][0].colspan == 2


def test_nested_tables_content_controls_and_text_boxes_are_read_where_they_stand() -> None:
    nested = f"<w:tbl><w:tr>{cell('<w:p><w:r><w:t>outer</w:t></w:r></w:p><w:tbl><w:tr>' + cell('inner') + '</w:tr></w:tbl><w:p/>')}</w:tr></w:tbl>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('controlled')}</w:sdtContent></w:sdt>"
    placeholder = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('Click here')}</w:sdtContent></w:sdt>"
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    drawn = f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    document = read_bytes(package(nested + control + placeholder + paragraph("before ", drawn, "after")))
    assert texts(document) == ["outer", "inner", "controlled", "before after", "boxed"]
    assert document.find("table 1, row 1, column 1, table 1, row 1, column 1") == "inner"
    assert document.find("text box 1, paragraph 1") == "boxed"


def test_notes_comments_headers_and_footers_are_kept_apart() -> None:
    def note(kind: str, text: str) -> str:
        return f'<w:{kind}s xmlns:w="{W}"><w:{kind} w:type="separator" w:id="0">{paragraph("---")}</w:{kind}><w:{kind} w:id="1">{paragraph(text)}</w:{kind}></w:{kind}s>'

    parts = {
        "footnotes": note("footnote", "below"),
        "endnotes": note("endnote", "behind"),
        "comments": f'<w:comments xmlns:w="{W}"><w:comment w:id="1">{paragraph("remark")}</w:comment></w:comments>',
        "header": f'<w:hdr xmlns:w="{W}">{paragraph("above")}</w:hdr>',
        "footer": f'<w:ftr xmlns:w="{W}">{paragraph("Version 3")}</w:ftr>',
    }
    document = read_bytes(package(paragraph("Text", '<w:r><w:footnoteReference w:id="1"/></w:r>'), parts=parts))
    assert texts(document) == ["Text"]
    assert [n.text for n in document.notes] == ["below", "behind"] and [c.text for c in document.comments] == ["remark"]
    assert [f.text for f in document.furniture] == ["above", "Version 3"]
    assert document.find("footnote 1, paragraph 1") == "below"


def test_numbers_count_restart_and_print_their_parents() -> None:
    part = numbering(level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "%3)"))
    body = item("a") + item("b", 1) + item("c", 1) + item("d", 2) + item("e") + item("f", 1) + paragraph("plain") + item("g", 2)
    assert labels(read_bytes(package(body, parts={"numbering": part}))) == ["1.", "1.1", "1.2", "a)", "2.", "2.1", None, "a)"]


def test_an_instance_restarts_where_it_says_and_goes_on_where_it_does_not() -> None:
    extra = '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    part = numbering(level(0, "upperRoman", "%1"), extra)
    body = item("a") + item("b", num=2) + item("c", num=2) + item("d", num=3)
    assert labels(read_bytes(package(body, parts={"numbering": part}))) == ["I", "V", "VI", "VII"]


def test_bullets_have_levels_and_no_glyph_in_their_text() -> None:
    part = numbering(level(0, "bullet", "\uf0b7") + level(1, "bullet", "o"))
    blocks = list(
        read_bytes(
            package(item("a") + item("b", 1) + paragraph("•\u00a0 typed") + paragraph("- dashed") + paragraph("-5 degrees"), parts={"numbering": part})
        ).texts()
    )
    assert [(b.kind, b.level, b.text) for b in blocks] == [
        (Kind.LIST_ITEM, 0, "a"), (Kind.LIST_ITEM, 1, "b"), (Kind.LIST_ITEM, 0, "typed"), (Kind.LIST_ITEM, 0, "dashed"), (Kind.PARAGRAPH, 0, "-5 degrees"),
    ]  # fmt: skip


def test_an_empty_numbered_cell_shows_its_number() -> None:
    part = numbering(level(0, "decimal", "%1."))
    empty = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    rows = "".join(f"<w:tr>{cell(empty)}{cell(t)}</w:tr>" for t in ("Welcome", "Close"))
    table = read_bytes(package(f"<w:tbl>{rows}</w:tbl>", parts={"numbering": part})).tables[0]
    assert [row[0].shown.strip() for row in table.rows] == ["1.", "2."]


def test_headings_by_style_by_outline_and_their_numbers() -> None:
    styles = f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    part = numbering(level(0, "decimal", "%1", more='<w:pStyle w:val="H"/>'))
    body = paragraph("One", properties='<w:pStyle w:val="H"/>') + paragraph("Two", properties='<w:outlineLvl w:val="0"/>')
    found = list(read_bytes(package(body, parts={"styles": styles, "numbering": part})).texts())
    assert [(b.kind, b.level, b.label) for b in found] == [(Kind.HEADING, 2, "1"), (Kind.HEADING, 1, None)]


def test_breaks_tabs_special_hyphens_and_symbols() -> None:
    body = paragraph('<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')
    block = next(read_bytes(package(body)).texts())
    assert block.text == "a\nb c-d✓" and [block.text[t] for t in block.tabs] == [" "]


def test_a_macro_document_is_a_word_document() -> None:
    data = package(paragraph("Hello"), main_type="application/vnd.ms-word.document.macroEnabled.main+xml")
    assert read_bytes(data).media_type == "application/vnd.ms-word.document.macroEnabled.12"
    assert texts(read_bytes(data)) == ["Hello"]


def test_blank_paragraphs_in_a_cell_are_kept_because_they_align_lists() -> None:
    table = read_bytes(package(f"<w:tbl><w:tr>{cell(paragraph('a') + '<w:p/>' + paragraph('b') + '<w:p/>')}</w:tr></w:tbl>")).tables[0]
    assert [t.text for t in table.rows[0][0].texts] == ["a", "", "b"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12), min_size=1, max_size=4), min_size=1, max_size=6))
def test_any_runs_make_text_whose_marks_and_locators_lead_back(paragraphs: list[list[str]]) -> None:
    def escaped(text: str) -> str:
        return "".join(c if c not in "<>&" else "." for c in text if c.isprintable())

    body = "".join(ooxml.paragraph(*(run(escaped(t), "<w:b/>" if n % 2 else "") for n, t in enumerate(runs))) for runs in paragraphs)
    document = read_bytes(package(body))
    for block in document.texts():
        assert isinstance(block, Text) and squeeze(block.text) in squeeze(document.find(block.locator) or "")
        assert all(0 <= m.start <= m.end <= len(block.text) for m in block.marks)
        assert "  " not in block.text and block.text == block.text.strip()


def test_tables_are_blocks_with_a_head() -> None:
    rows = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('No')}{cell('What')}</w:tr><w:tr>{cell('1')}{cell('x')}</w:tr>"
    table = read_bytes(package(f"<w:tbl>{rows}</w:tbl>")).blocks[0]
    assert isinstance(table, Table) and table.header_rows == 1
