"""The command line: a thin door to each verb."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pipeline import __version__
from pipeline.config import ConfigError, load_settings
from pipeline.normalise.jsonl import BadLineError
from pipeline.scheduling import COMMANDS, journalled

_FORMATS = click.Choice(["json", "markdown", "html"])
_EXTRACTED = click.option(
    "--extracted", type=click.Path(path_type=Path, file_okay=False), default=Path("extracted"), show_default=True, help="Where releases lie."
)
_CONFIG = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), default=Path("pipeline.toml"), show_default=True, help="Settings, if the file is there."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="nhs-pipeline")
def main() -> None:
    """Read NHS library and knowledge papers and publish what they record as one dataset.

    \b
    A first run:   nhs-pipeline run                    (raw/ to extracted/curated/)
    What failed:   nhs-pipeline issues --severity error
    Why a cell?:   nhs-pipeline evidence meetings mtg-…
    One document:  nhs-pipeline read FILE --format markdown
    Misread?:      nhs-pipeline show FILE              (its pages beside what was read)
    Which names?:  nhs-pipeline show FILE --entities   (people and organisations marked)
    New papers:    nhs-pipeline update                 (fetch, read, publish; nhs-pipeline schedule)

    Exit status: 0 all is well; 1 a document failed, or an issue asked for was found; 2 it could not be done.
    """  # noqa: D301 - click reads the backspace as "do not wrap"


for _command in COMMANDS:
    main.add_command(_command)


@main.command()
@click.option("--raw", type=click.Path(path_type=Path), default=Path("raw"), show_default=True, help="The folder of documents.")
@_EXTRACTED
@_CONFIG
@click.option("--lookups", type=click.Path(path_type=Path, file_okay=False), help="Your decisions; by default what pipeline.toml says, or lookups/.")
@click.option("--reference", type=click.Path(path_type=Path, file_okay=False), help="Imported reference data; by default reference/.")
@click.option("--fresh", is_flag=True, help="Read every document again with today's code, whatever was read before.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
def run(raw: Path, extracted: Path, config: Path, lookups: Path | None, reference: Path | None, fresh: bool, quiet: bool) -> None:
    """Run every stage over the raw folder and publish the release.

    Only what is new or changed is read again. Exit status 0: published, no document failed; 1: published,
    at least one document failed; 2: the run could not be done and nothing is published; 3: the release is held
    back because a source collapsed (`nhs-pipeline accept` publishes it).
    """
    from pipeline.engine import run as run_engine
    from pipeline.report import Progress, print_summary
    from pipeline.tag.names.backend import check_model

    def work() -> tuple[Any, tuple[()]]:
        settings = load_settings(config)
        settings = dataclasses.replace(settings, lookups=lookups or settings.lookups, reference=reference or settings.reference)
        check_model(settings.ner.model)
        with Progress(quiet=quiet) as progress:
            return run_engine(raw, extracted, settings, progress.update, fresh=fresh), ()

    outcome, exit_status = journalled("run", extracted, work)
    if outcome is not None and not quiet:
        print_summary(outcome)
    sys.exit(exit_status)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "form", type=_FORMATS, default="markdown", show_default=True, help="How to print it.")
def read(file: Path, form: str) -> None:
    """Print the document model of one file; nothing is stored.

    The JSON has the blocks in reading order, each with its locator; the HTML shows locators as tooltips.
    """
    from pipeline.model.render import to_html, to_json, to_markdown
    from pipeline.read import read as read_file

    with _reading(file):
        document = read_file(file)
    if form == "json":
        click.echo(json.dumps(to_json(document), ensure_ascii=False, indent=1))
    else:
        click.echo(to_markdown(document) if form == "markdown" else to_html(document), nl=False)


@main.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--model", help="builtin, none, a spaCy package or folder; by default what pipeline.toml says.")
@_CONFIG
def tag(file: Any, model: str | None, config: Path) -> None:
    """Tag the names of people and organisations in lines of JSON; "-" is standard input.

    A line in is {"id": …, "text": "…", "doc": "…"}; lines with the same doc are one document. A line out
    is {"id": …, "spans": [{"start", "end", "label", "text", "method", "confidence", "entity_id"}]}, the last for
    organisations that are known.
    """
    from pipeline.reference import BadReferenceError, organisations
    from pipeline.resolve import LookupFileError, organisation_links, read_lookups
    from pipeline.tag.names import name_tagger
    from pipeline.tag.names.backend import MissingModelError
    from pipeline.tag.names.jsonl import tag_lines

    try:
        settings = load_settings(config)
        link = organisation_links(organisations(settings.reference), read_lookups(settings.lookups))
        for line in tag_lines(file, name_tagger(model or settings.ner.model), link):
            click.echo(line)
    except (BadLineError, UnicodeDecodeError) as error:
        _stop(f"{file.name}: {error}")
    except (BadReferenceError, ConfigError, LookupFileError, MissingModelError) as error:
        _stop(str(error))


@main.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@_CONFIG
def resolve(file: Any, config: Path) -> None:
    """Resolve names of organisations and people in lines of JSON; "-" is standard input.

    A line in is {"id": …, "name": "…", "label": "ORG" or "PERSON", "date": "…", "context": "…"}, the last two optional:
    the day of the paper, and what it says beside the name (an organisation, an e-mail address, a role). A line out is
    {"id": …, "entity_id", "name", "ods_code", "score", "method"}; what is not known has no entity_id.
    """
    from pipeline.reference import BadReferenceError, organisations
    from pipeline.resolve import Entities, LookupFileError, read_lookups
    from pipeline.resolve.jsonl import resolve_lines

    try:
        settings = load_settings(config)
        for line in resolve_lines(file, Entities(organisations(settings.reference), read_lookups(settings.lookups))):
            click.echo(line)
    except (BadLineError, UnicodeDecodeError) as error:
        _stop(f"{file.name}: {error}")
    except (BadReferenceError, ConfigError, LookupFileError) as error:
        _stop(str(error))


@main.command()
@click.argument("decision", type=click.Choice(["same", "different", "alias", "rename", "suppress"]))
@click.argument("label", type=click.Choice(["ORG", "PERSON"]))
@click.argument("a")
@click.argument("b", required=False, default="")
@click.option("--note", default="", help="Why, for whoever reads the file later.")
@_CONFIG
def decide(decision: str, label: str, a: str, b: str, note: str, config: Path) -> None:
    """Write a decision about names or ids into lookups/decisions.csv; the next run applies it.

    \b
    nhs-pipeline decide same ORG NGH "Northmere General Hospital"
    nhs-pipeline decide different PERSON per-0a1b2c3d4e5f per-1b2c3d4e5f6a
    nhs-pipeline decide rename ORG "Wealdshire Lks" "Wealdshire Library and Knowledge Service"
    nhs-pipeline decide suppress ORG Updates

    A and B are ids, names as written, or a name in one file: "Jane Ember @ minutes/june.docx".
    """  # noqa: D301 - click reads the backspace as "do not wrap"
    from pipeline.resolve.lookups import LookupFileError, write_decision

    try:
        path = write_decision(load_settings(config).lookups, decision, label, a, b, note)
    except (ConfigError, LookupFileError, OSError) as error:
        _stop(str(error))
    click.echo(f"written: {path} (the next run applies it)")


@main.command()
@click.option("--etr", type=click.Path(path_type=Path, dir_okay=False), help="NHS trusts: ODS etr.csv, or its zip.")
@click.option("--eccg", type=click.Path(path_type=Path, dir_okay=False), help="CCGs and their successors: ODS eccg.csv, or its zip.")
@click.option("--succ", type=click.Path(path_type=Path, dir_okay=False), help="Successions: ODS succ.csv, or its zip.")
@click.option("--download", metavar="ADDRESS", help="Fetch etr.zip, eccg.zip and succ.zip from under this address instead.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the snapshot; by default today.")
@_CONFIG
def reference(etr: Path | None, eccg: Path | None, succ: Path | None, download: str | None, day: Any, config: Path) -> None:
    """Import files of the NHS Organisation Data Service as reference data, and say what they change.

    The snapshot is written to the reference folder (reference/ods-YEAR-MONTH-DAY.csv); the next run uses the newest one.
    """
    import datetime as dt

    from pipeline.reference import BadReferenceError
    from pipeline.reference.ods import import_files

    if not (etr or eccg or succ or download):
        _stop("name at least one file: --etr etr.csv --eccg eccg.csv --succ succ.csv, or --download with the address they lie under")
    try:
        folder = load_settings(config).reference
        path, changed = import_files(folder, {"etr": etr, "eccg": eccg, "succ": succ}, download, day.date() if day else dt.date.today())
    except (BadReferenceError, ConfigError, OSError) as error:
        _stop(str(error))
    for line in changed[:60]:
        click.echo(line)
    click.echo(f"{f'{len(changed) - 60} more; ' if len(changed) > 60 else ''}{len(changed)} changes; written: {path} (the next run uses it)")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the page; by default FILE.view.html in this folder.")
@click.option("--entities", is_flag=True, help="The text with its names of people and organisations marked, instead of its pages.")
@_CONFIG
def show(file: Path, output: Path | None, entities: bool, config: Path) -> None:
    """Write a web page with each page of one file beside what was read from it.

    Pages of PDF are drawn as they are, those of Word and PowerPoint by way of LibreOffice where it is
    installed; otherwise the page holds what was read alone. Each text has its locator as tooltip.
    """
    from pipeline.show import write_entities, write_view
    from pipeline.tag.names.backend import MissingModelError

    target = output or Path(f"{file.name}.view.html")
    try:
        with _reading(file):
            if entities:
                write_entities(file, target, load_settings(config).ner.model)
            else:
                write_view(file, target)
    except (ConfigError, MissingModelError) as error:
        _stop(str(error))
    click.echo(f"written: {target} (open it in a browser)")


@main.command()
@_EXTRACTED
@click.option("--code", help="Only issues of this code.")
@click.option("--severity", type=click.Choice(["error", "warning", "info"]), help="Only issues as grave as this.")
@click.option("--document", help="Only issues of files whose name holds this.")
@click.option("--limit", default=40, show_default=True, help="How many to print at most.")
def issues(extracted: Path, code: str | None, severity: str | None, document: str | None, limit: int) -> None:
    """List what a steward should look at in the current release, the gravest first."""
    from pipeline.report import print_issues

    found = _frame(extracted, "issues").merge(_frame(extracted, "documents")[["document_id", "file_name"]], on="document_id", how="left")
    for column, value in (("code", code), ("severity", severity)):
        if value:
            found = found[found[column] == value]
    if document:
        found = found[found["file_name"].str.contains(document, regex=False, na=False)]
    print_issues(found, limit)


@main.command()
@click.argument("table")
@click.argument("record")
@_EXTRACTED
def evidence(table: str, record: str, extracted: Path) -> None:
    """Say where each value of a row comes from.

    RECORD is the row's primary key, its parts joined by "/": mtg-9c1f0e2b7d44/3
    """
    from pipeline.report import print_evidence

    rows = _frame(extracted, "evidence")
    rows = rows[(rows["table_name"] == table) & (rows["record_id"] == record)]
    if rows.empty:
        _stop(f"no evidence for the row {record} of {table}: see `nhs-pipeline issues` and the tables under {extracted}/curated")
    print_evidence(rows.merge(_frame(extracted, "documents")[["document_id", "file_name"]], on="document_id", how="left"))


@main.command()
@click.option("--raw", type=click.Path(path_type=Path, file_okay=False), default=Path("raw"), show_default=True, help="The folder of documents.")
@_EXTRACTED
def verify(raw: Path, extracted: Path) -> None:
    """Prove the current release: keys, schemas, and every quote at its locator in the documents."""
    from pipeline.check.verify import verify_release
    from pipeline.report import print_verdict

    try:
        verdict = verify_release(raw, extracted)
    except OSError as error:
        _stop(str(error))
    print_verdict(verdict)
    sys.exit(0 if verdict.holds else 1)


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 where a file differs.")
def schemas(only_check: bool) -> None:
    """Write schemas/ and docs/issues.md from the definitions of tables and codes."""
    from pipeline.report import write_generated

    stale = write_generated(Path(), write=not only_check)
    for path in stale:
        click.echo(f"{'differs' if only_check else 'written'}: {path}")
    sys.exit(1 if only_check and stale else 0)


def _frame(extracted: Path, table: str) -> Any:
    from pipeline.publish import open_release

    try:
        return open_release(extracted).table(table)
    except FileNotFoundError as error:
        _stop(str(error))


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[None]:
    """End with what is wrong where a file cannot be read, or what is made of it cannot be written."""
    from pipeline.read import ReadError

    try:
        yield
    except ReadError as error:
        _stop(f"{file}: {error.message} [{error.code}]")
    except OSError as error:
        _stop(f"{error.filename or file}: {error.strerror or error}")


def _stop(message: str) -> Any:
    """End with what is wrong and exit status 2."""
    click.echo(f"nhs-pipeline: {message}", err=True)
    sys.exit(2)
