"""The verbs of unattended work: ``update`` fetches, reads and publishes; ``status``, ``accept`` and ``schedule`` are for its steward.

Door: ``COMMANDS``, which the command line takes in; ``journalled`` keeps the summary of a run.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.config import ConfigError, Settings, load_settings
from pipeline.scheduling.timer import cron, install, service, timer

__all__ = ["COMMANDS", "journalled"]

_RAW = click.option("--raw", type=click.Path(path_type=Path), default=Path("raw"), show_default=True, help="The folder of documents.")
_EXTRACTED = click.option(
    "--extracted", type=click.Path(path_type=Path, file_okay=False), default=Path("extracted"), show_default=True, help="Where releases lie."
)
_CONFIG = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), default=Path("pipeline.toml"), show_default=True, help="Settings, if the file is there."
)


def journalled(verb: str, extracted: Path, work: Callable[[], tuple[Any, Sequence[Any]]], *, tell: Settings | None = None) -> tuple[Any, int]:
    """Do a run, keep its summary, and tell those who want to know of a failure.

    Args:
        verb: what the run is called.
        extracted: where the summary goes.
        work: the run; it gives its outcome and how fetching went.
        tell: the settings that say who is told; None for nobody.

    Returns:
        The outcome (None where the run could not be done) and the exit status: 0 published, 1 a document failed,
        2 it could not be done, 3 the release is held back.
    """
    from pipeline.engine import LockHeldError
    from pipeline.engine.journal import line_of, summary_of, write_summary
    from pipeline.fetch import SourceError
    from pipeline.reference import BadReferenceError
    from pipeline.resolve import LookupFileError
    from pipeline.scheduling.notify import notify
    from pipeline.tag.names.backend import MissingModelError

    started = dt.datetime.now(dt.UTC)
    fetched: Sequence[Any] = ()
    outcome, error = None, None
    try:
        outcome, fetched = work()
        status = 3 if outcome.held else 1 if outcome.failed else 0
    except LockHeldError as problem:
        click.echo(f"nhs-pipeline: {problem}", err=True)
        return None, 2  # the run that works keeps the journal
    except (BadReferenceError, ConfigError, LookupFileError, MissingModelError, OSError, SourceError) as problem:
        status, error = 2, str(problem)
        click.echo(f"nhs-pipeline: {error}", err=True)
    summary = summary_of(verb, started, status, outcome, fetched, error)
    line = line_of(summary)
    if extracted.is_dir():
        write_summary(extracted, summary)
    if tell is not None and (status or any(r.problems for r in fetched)):
        for failed in notify(tell.notify, summary, line):
            click.echo(f"nhs-pipeline: {failed}", err=True)
    if verb == "update":
        for reason in outcome.held if outcome is not None else ():
            click.echo(f"  held back: {reason}", err=True)
        click.echo(line + ("; look at nhs-pipeline status, then nhs-pipeline accept" if status == 3 else ""))
    return outcome, status


@click.command()
@_RAW
@_EXTRACTED
@_CONFIG
@click.option("--all", "everything", is_flag=True, help="Look at every source that is enabled, due or not.")
@click.option("--source", "only", multiple=True, help="Look at this source alone, due or not (may be given several times).")
@click.option("--quiet", is_flag=True, help="Print the last line alone.")
def update(raw: Path, extracted: Path, config: Path, everything: bool, only: tuple[str, ...], quiet: bool) -> None:
    """Fetch what the sources have, read it and publish the release; made for a scheduler.

    Each source of sources/*.toml is asked when it is due. Exit status: 0 published or nothing new; 1 published, and a document
    failed; 2 it could not be done (another run works, settings are wrong); 3 the release is held back until
    `nhs-pipeline accept`. Each run leaves one line here and one JSON file under extracted/runs/.
    """
    from pipeline.engine import locked, run
    from pipeline.fetch import SourceError, fetch_sources, load_sources

    try:
        settings = load_settings(config)
    except ConfigError as error:
        click.echo(f"nhs-pipeline: {error}", err=True)
        sys.exit(2)

    def work() -> tuple[Any, Sequence[Any]]:
        sources = load_sources(settings.sources)
        unknown = set(only) - {s.id for s in sources}
        if unknown:
            raise SourceError(f"there is no source {', '.join(sorted(unknown))}; there are {', '.join(s.id for s in sources) or 'none'}")
        wanted = [s for s in sources if s.id in only] if only else sources
        raw.mkdir(parents=True, exist_ok=True)
        with locked(extracted):
            say = (lambda _: None) if quiet else _say
            # Who watches has mended something: what failed is tried at once. A timer waits for its turn.
            fetched = fetch_sources(wanted, extracted, settings.fetch, everything=everything or bool(only), failing=not quiet, say=say)
            if not fetched:
                say("no source is due (--all looks at every one that is enabled)" if any(s.enabled for s in wanted) else "no source is enabled")
            return run(raw, extracted, settings, lock=False), fetched

    sys.exit(journalled("update", extracted, work, tell=settings)[1])


def _say(line: str) -> None:
    click.echo(f"  {line}", err=True)


@click.command()
@_EXTRACTED
@_CONFIG
def status(extracted: Path, config: Path) -> None:
    """Say how each source does, what is overdue, what failed and why, and what the last run did.

    Exit status 1 where a source is overdue or failing, or a release is held back.
    """
    from pipeline.report import print_status

    try:
        settings = load_settings(config)
        sys.exit(0 if print_status(extracted, settings.sources) else 1)
    except Exception as error:
        if isinstance(error, SystemExit):
            raise
        click.echo(f"nhs-pipeline: {error}", err=True)
        sys.exit(2)


@click.command()
@_RAW
@_EXTRACTED
@_CONFIG
def accept(raw: Path, extracted: Path, config: Path) -> None:
    """Publish the release that the guards hold back, after you looked at why."""
    from pipeline.engine import run
    from pipeline.engine.guards import accept as note_accepted

    try:
        settings = load_settings(config)
        for reason in note_accepted(extracted):
            click.echo(f"accepted: {reason}")
    except (ConfigError, FileNotFoundError) as error:
        click.echo(f"nhs-pipeline: {error}", err=True)
        sys.exit(2)
    outcome, exit_status = journalled("accept", extracted, lambda: (run(raw, extracted, settings), ()))
    if outcome is not None:
        click.echo(f"release {outcome.release_id} {'held back' if outcome.held else 'published'}")
    sys.exit(exit_status)


@click.command()
@click.option("--every", default="hourly", show_default=True, help="When, in systemd's words: hourly, daily, Mon 06:00 …")
@click.option("--install", "write", is_flag=True, help="Write the timer for this user and start it.")
def schedule(every: str, write: bool) -> None:
    """Print, or install, what makes a scheduler run `nhs-pipeline update`.

    Every hour is right for most: a source is asked only when it is due by its own `every`, so that a run with nothing due
    costs a second. One run works at a time; a second one ends at once with status 2.
    """
    folder = Path.cwd()
    if not write:
        click.echo(f"# systemd: ~/.config/systemd/user/nhs-pipeline.service\n{service(folder, ['--quiet'])}")
        click.echo(f"# systemd: ~/.config/systemd/user/nhs-pipeline.timer\n{timer(every)}")
        click.echo(f"# or cron: put this line into `crontab -e`\n{cron(folder, ['--quiet'])}\n")
        click.echo("# install the systemd timer: nhs-pipeline schedule --install")
        return
    for path in install(folder, ["--quiet"], every):
        click.echo(f"written: {path}")
    if shutil.which("systemctl") is None:
        click.echo("there is no systemctl here: put this line into `crontab -e` instead")
        click.echo(cron(folder, ["--quiet"]))
        return
    for command in (["daemon-reload"], ["enable", "--now", "nhs-pipeline.timer"]):
        done = subprocess.run(["systemctl", "--user", *command], check=False, capture_output=True, text=True)
        if done.returncode:
            click.echo(f"systemctl --user {' '.join(command)} failed: {done.stderr.strip()}", err=True)
            click.echo("put this line into `crontab -e` instead:", err=True)
            click.echo(cron(folder, ["--quiet"]))
            sys.exit(2)
    click.echo("the timer runs; `systemctl --user list-timers nhs-pipeline.timer` says when, `nhs-pipeline status` how it went")


@click.command()
@click.argument("release")
@_EXTRACTED
@_CONFIG
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where to put it; by default reproduced/RELEASE under extracted/.")
def reproduce(release: str, extracted: Path, config: Path, output: Path | None) -> None:
    """Make an old release again from the inputs that its manifest names, and compare it byte for byte.

    Exit status 0 where every file is the same, 1 where one differs, 2 where it cannot be made.
    """
    from pipeline.engine import locked
    from pipeline.engine.lock import LockHeldError
    from pipeline.engine.reproduce import NotReproducibleError
    from pipeline.engine.reproduce import reproduce as make_again

    target = output or extracted / "reproduced" / release
    try:
        with locked(extracted):
            differing = make_again(extracted, release, target, dataclasses.replace(load_settings(config)))
    except (ConfigError, LockHeldError, NotReproducibleError, OSError) as error:
        click.echo(f"nhs-pipeline: {error}", err=True)
        sys.exit(2)
    for name in differing:
        click.echo(f"differs: {name}")
    click.echo(f"{'differs from' if differing else 'the same as'} release {release}, byte for byte: {target}/")
    sys.exit(1 if differing else 0)


COMMANDS = (update, status, accept, schedule, reproduce)
