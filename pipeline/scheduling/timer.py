"""Lines for a scheduler: a systemd timer for a user, or cron."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path


def service(folder: Path, arguments: list[str]) -> str:
    """The systemd unit that makes one scheduled run."""
    command = " ".join(shlex.quote(a) for a in (sys.executable, "-m", "pipeline", "update", *arguments))
    return f"""[Unit]
Description=Fetch, read and publish NHS library papers
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
# 1: a document failed; 3: the release is held back. Both are a steward's matter, not the machine's.
SuccessExitStatus=1 3
Nice=10
"""


def timer(every: str) -> str:
    """The systemd timer; a run that the machine slept through is made up for."""
    return f"""[Unit]
Description=Fetch, read and publish NHS library papers, {every}

[Timer]
OnCalendar={every}
Persistent=true
RandomizedDelaySec=10min

[Install]
WantedBy=timers.target
"""


def cron(folder: Path, arguments: list[str]) -> str:
    """A line for crontab; every hour is right, as each source is asked only when it is due."""
    command = " ".join(shlex.quote(a) for a in (sys.executable, "-m", "pipeline", "update", *arguments))
    return f"17 * * * * cd {shlex.quote(str(folder))} && {command} >> {shlex.quote(str(folder / 'extracted/update.log'))} 2>&1"


def install(folder: Path, arguments: list[str], every: str) -> list[Path]:
    """Write the two units for this user's systemd; their paths."""
    target = Path.home() / ".config/systemd/user"
    target.mkdir(parents=True, exist_ok=True)
    written = [target / "nhs-pipeline.service", target / "nhs-pipeline.timer"]
    written[0].write_text(service(folder, arguments), encoding="utf-8")
    written[1].write_text(timer(every), encoding="utf-8")
    return written
