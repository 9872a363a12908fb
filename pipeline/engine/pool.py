"""Processes that read documents: one that hangs or dies costs its own document and no other."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.config import Settings
from pipeline.engine.document import failed, process_file, warm, write_result

# So many documents wait at each process: enough to keep it busy, few enough to hold in memory.
_AHEAD = 4


def read_all(jobs: Iterable[tuple[Path, Path]], settings: Settings, done: Callable[[str], None]) -> None:
    """Make the result file of each document.

    Args:
        jobs: the document and its result file.
        settings: how many processes, and how long a document may take.
        done: called with each document's status, in the order in which they end.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["pipeline.engine.document", "pipeline.read", "pipeline.extract", "pipeline.read.docx", "pipeline.read.html", "pipeline.tag.names"]
    )
    waiting: dict[ProcessFuture[str], Path] = {}
    with ProcessPool(max_workers=settings.workers, context=context, initializer=warm, initargs=(settings.ner.model,)) as pool:
        for source, target in jobs:
            future = pool.schedule(process_file, args=(source, target, settings.limits, settings.ner.model), timeout=settings.timeout_seconds)
            waiting[future] = target
            if len(waiting) >= settings.workers * _AHEAD:
                for status in _collect(waiting, settings):
                    done(status)
        while waiting:
            for status in _collect(waiting, settings):
                done(status)


def _collect(waiting: dict[ProcessFuture[str], Path], settings: Settings) -> Iterator[str]:
    """The statuses of documents that have ended; one that did not end well gets a result that says so."""
    ended, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in ended:
        target, passing = waiting.pop(future), False  # type: ignore[call-overload]
        try:
            yield str(future.result())
            continue
        except TimeoutError:
            passing = True
            result = failed("timeout", f"reading it took more than {settings.timeout_seconds} s", "application/octet-stream")
        except ProcessExpired:
            passing = True
            result = failed("crashed", "the process that read it died", "application/octet-stream")
        except OSError as error:
            result = failed("unreadable_file", f"it cannot be opened ({error.strerror})", "application/octet-stream")
        except Exception as error:  # whatever a worker raises must not end the run
            result = failed("crashed", f"the program failed on it ({type(error).__name__})", "application/octet-stream")
        write_result(target, result, passing=passing)
        yield str(result["status"])
