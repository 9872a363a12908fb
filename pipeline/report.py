"""What the command line prints: progress, the summary of a run, issues, evidence; and generated files."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table as Grid

from pipeline.tables import tables
from pipeline.tables.codes import code, codes
from pipeline.tables.schema import json_schema

if TYPE_CHECKING:
    from pipeline.check.verify import Verdict
    from pipeline.engine import Outcome

_PATIENCE = 2.0
_GRAVITY = {"error": 0, "warning": 1, "info": 2}


class Progress:
    """A bar once reading takes longer than two seconds; plain lines where no terminal shows bars."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._started = time.monotonic()
        self._said = self._started
        self._bar: Bar | None = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        return self

    def update(self, done: int, total: int) -> None:
        """Say that so many documents of so many are read."""
        now = time.monotonic()
        if self._quiet or now - self._started < _PATIENCE:
            return
        if not sys.stderr.isatty():
            if now - self._said > 10 or done == total:
                print(f"read {done} of {total} documents", file=sys.stderr, flush=True)
                self._said = now
            return
        if self._bar is None:
            self._bar = Bar(TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True))
            self._task = self._bar.add_task("", total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()


def _grid(*heads: str) -> Grid:
    grid = Grid(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="bold")
    for number, head in enumerate(heads):
        grid.add_column(head, justify="right" if number and head in ("rows", "documents", "issues", "count") else "left", overflow="fold")
    return grid


def print_summary(outcome: Outcome) -> None:
    """A short table of what was published, and what to look at next."""
    console = Console()
    documents = sum(outcome.statuses.values())
    parts = ", ".join(f"{n} {status}" for status, n in outcome.statuses.items()) or "none"
    console.print(f"[bold]{documents} documents[/]: {parts}  (read now: {outcome.read}, unchanged: {outcome.reused})")
    grid = _grid("table", "rows", "what a row is")
    for name, table in tables().items():
        if outcome.rows.get(name):
            grid.add_row(name, f"{outcome.rows[name]:,}", table.description.rstrip("."))
    console.print(grid)
    empty = [name for name in tables() if not outcome.rows.get(name)]
    if empty:
        console.print(f"[dim]empty: {', '.join(empty)}[/]")
    if outcome.issues:
        console.print("\n[bold]Look at next[/]")
        grid = _grid("issue", "count", "severity", "what to do")
        for name, count in sorted(outcome.issues.items(), key=lambda i: (_GRAVITY[code(i[0]).severity], -i[1]))[:8]:
            grid.add_row(name, str(count), code(name).severity, code(name).remedy)
        console.print(grid)
        console.print("[dim]each with its place: nhs-pipeline issues[/]")
    if outcome.held:
        console.print("\n[bold red]The new release is held back; the one before stands[/]")
        for reason in outcome.held:
            console.print(f"  {reason}", highlight=False, markup=False, soft_wrap=True)
        console.print("look at it, then publish it with: nhs-pipeline accept")
        return
    state = "published" if outcome.published else "unchanged"
    console.print(f"\n[bold]Release {outcome.release_id} {state}[/] in {outcome.seconds:.1f} s: {outcome.release}/", soft_wrap=True)


def print_issues(found: Any, limit: int) -> None:
    """Issues with their files and places, the gravest first."""
    console = Console()
    if found.empty:
        console.print("no issues")
        return
    found = found.assign(_order=found["severity"].map(_GRAVITY)).sort_values(["_order", "code", "file_name", "issue_id"])
    for _, row in found.head(limit).iterrows():
        place = f", {row['locator']}" if isinstance(row["locator"], str) else ""  # pandas may have NaN for a missing one
        console.print(f"[bold]{row['severity']}[/] {row['code']}  {row['file_name']}{place}", highlight=False, soft_wrap=True)
        console.print(f"  {row['message']}", highlight=False, markup=False, soft_wrap=True)
    if len(found) > limit:
        console.print(f"… and {len(found) - limit} more: --limit {len(found)}")


def print_evidence(rows: Any) -> None:
    """Each field's quotes with file and locator."""
    grid = _grid("field", "quote", "where", "file")
    for _, row in rows.iterrows():
        grid.add_row(row["field"], row["quote"], row["locator"], row["file_name"])
    Console().print(grid)


def print_verdict(verdict: Verdict) -> None:
    """What was proved, and what does not hold."""
    console = Console()
    for line in verdict.lines:
        console.print(line, highlight=False, markup=False)
    for fault in verdict.faults[:20]:
        console.print(f"  {fault}", highlight=False, markup=False, soft_wrap=True)
    if len(verdict.faults) > 20:
        console.print(f"  … and {len(verdict.faults) - 20} more")


def _short(time: str | None) -> str:
    """A time as a person reads it, in UTC."""
    return time[:16].replace("T", " ") if time else "never"


def print_status(extracted: Path, folder: Path) -> bool:
    """How each source does, what is held back, what the last run did; whether all is well.

    Raises:
        SourceError: the list of sources cannot be used.
    """
    from pipeline.engine.guards import held
    from pipeline.engine.journal import last_summary, line_of
    from pipeline.fetch import SourceState, is_due, load_sources, source_states
    from pipeline.fetch.poll import utc_now

    console, well = Console(), True
    states, now = source_states(extracted), utc_now()
    grid = _grid("source", "status", "documents", "last checked", "last news")
    reasons = []
    for source in load_sources(folder):
        state = states.get(source.id, SourceState())
        late = source.enabled and is_due(source, state, now)
        word = "disabled" if not source.enabled else "failing" if state.last_error else "overdue" if late else "ok"
        well = well and word in ("ok", "disabled")
        grid.add_row(source.id, word, str(state.current), _short(state.last_checked), _short(state.last_changed))
        if state.last_error:
            reasons.append(f"{source.id}: {state.last_error}{f' ({state.failures} times in a row)' if state.failures > 1 else ''}")
    console.print(grid if grid.row_count else f"no sources are listed in {folder}/: docs/fetching.md says how to add one")
    for reason in reasons:
        console.print(reason, highlight=False, markup=False, soft_wrap=True)
    waiting = held(extracted)
    if waiting is not None:
        well = False
        console.print(f"\n[bold]Release {waiting[0]} is held back[/]: nhs-pipeline accept publishes it")
        for reason in waiting[1]:
            console.print(f"  {reason}", highlight=False, markup=False, soft_wrap=True)
    last = last_summary(extracted)
    if last is not None:
        console.print(f"\nlast run ({last['ended']}, status {last['exit_status']}): {line_of(last)}", highlight=False, markup=False, soft_wrap=True)
    return well


def issues_page() -> str:
    """docs/issues.md: every code with what to do about it."""
    lines = [
        "# Issues: what each code means and what to do",
        "",
        "Made from `pipeline/tables/codes.toml` by `make schemas`. List the issues of a release with `nhs-pipeline issues`.",
        "",
        "| code | severity | what it means | what to do |",
        "| --- | --- | --- | --- |",
        *(f"| `{c.name}` | {c.severity} | {c.meaning} | {c.remedy} |" for c in sorted(codes().values(), key=lambda c: c.name)),
        "",
    ]
    return "\n".join(lines)


def write_generated(root: Path, *, write: bool) -> list[Path]:
    """Bring the generated files up to date; which ones differed."""
    wanted = {root / "schemas" / f"{name}.json": orjson.dumps(json_schema(t), option=orjson.OPT_INDENT_2) + b"\n" for name, t in tables().items()}
    wanted[root / "docs" / "issues.md"] = issues_page().encode()
    stale = [path for path, data in wanted.items() if not path.exists() or path.read_bytes() != data]
    extra = [p for p in (root / "schemas").glob("*.json") if p not in wanted]
    if write:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
        for path in extra:
            path.unlink()
    return sorted([*stale, *extra])
