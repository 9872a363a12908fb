"""Telling somebody that a scheduled run failed: a webhook, an e-mail."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from typing import Any

import httpx

from pipeline.config import NotifySettings

_SECONDS = 20


def notify(settings: NotifySettings, summary: dict[str, Any], line: str) -> list[str]:
    """Send a run's summary to those who are named in the settings; what could not be sent, a line each."""
    failed = []
    if settings.webhook:
        try:
            httpx.post(settings.webhook, json={"text": line, "run": summary}, timeout=_SECONDS, trust_env=False).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failed.append(f"the webhook was not told ({type(error).__name__})")
    if settings.mail_to:
        try:
            _mail(settings, line, summary)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            failed.append(f"no mail was sent to {settings.mail_to} ({type(error).__name__})")
    return failed


def _mail(settings: NotifySettings, line: str, summary: dict[str, Any]) -> None:
    message = EmailMessage()
    message["Subject"] = f"nhs-pipeline: {line[:150]}"
    message["From"] = settings.mail_from or settings.mail_to
    message["To"] = settings.mail_to
    problems = [p for s in summary["sources"] for p in s["problems"]]
    message.set_content("\n".join([line, "", *problems, *summary.get("held", []), "", "nhs-pipeline status says more."]))
    host, _, port = settings.smtp.partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=_SECONDS) as server:
        server.send_message(message)
