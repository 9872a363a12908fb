"""The quality rules of rules.toml, applied to one document's records."""

from __future__ import annotations

import functools
import tomllib
from decimal import Decimal
from importlib.resources import files
from typing import Any

from pipeline.extract import Harvest, Quote, Row
from pipeline.normalise.contacts import email_contradicts
from pipeline.normalise.names import parse_name
from pipeline.tables import table


@functools.cache
def rules() -> dict[str, list[dict[str, Any]]]:
    """The rules by kind."""
    with (files("pipeline.check") / "rules.toml").open("rb") as handle:
        return tomllib.load(handle)


def apply_rules(harvest: Harvest) -> None:
    """Raise an issue for every record that breaks a rule."""
    for rule in rules().get("required", []):
        _required(rule, harvest)
    for rule in rules().get("email", []):
        _email(rule, harvest)
    for rule in rules().get("total", []):
        _total(rule, harvest)
    for rule in rules().get("order", []):
        _order(rule, harvest)


def _fill(message: str, row: Row) -> str:
    values = {k: str(v)[:120] for k, v in row.values.items()}
    names = {field.name: values.get(field.name, "?") for field in table(row.table).fields}
    return message.format(**names)


def _where(row: Row, field: str) -> Quote | None:
    return next((q for name, q in row.evidence if name == field), None)


def _applies(rule: dict[str, Any], row: Row, harvest: Harvest) -> bool:
    for column, wanted in rule.get("where", {}).items():
        other, _, name = column.rpartition(".")
        value = row[name] if not other else next((r[name] for r in harvest.of(other) if r.record_id == row.record_id), None)
        if value != wanted:
            return False
    excuses = rule.get("unless_issue", [])
    return not any(f.code in excuses and f.record_id == row.record_id and f.field == rule["field"] for f in harvest.findings)


def _required(rule: dict[str, Any], harvest: Harvest) -> None:
    children = rule.get("children")
    root = table(rule["table"]).root
    present = {r[root] for r in harvest.of(children)} if children and root else set()
    if rule.get("if_others") and not (present if children else any(r[rule["field"]] not in (None, []) for r in harvest.of(rule["table"]))):
        return
    raised = {(f.record_id, f.field) for f in harvest.findings if f.code == "missing_field"}
    for row in harvest.of(rule["table"]):
        missing = row[root] not in present if children and root else row[rule["field"]] in (None, [])
        if missing and (row.record_id, rule["field"]) not in raised and _applies(rule, row, harvest):
            first = row.evidence[0][1] if row.evidence else None
            harvest.issue("missing_field", _fill(rule["message"], row), row=row, field=rule["field"], quote=first)


def _email(rule: dict[str, Any], harvest: Harvest) -> None:
    for row in harvest.of(rule["table"]):
        name, email = row[rule["name"]], row[rule["email"]]
        if not name or not email:
            continue
        person = parse_name(name)
        if email_contradicts(email, person.family, person.given):
            harvest.issue(
                "email_name_mismatch",
                f"the address {email} does not fit the name {name}",
                row=row,
                field=rule["email"],
                quote=_where(row, rule["email"]),
            )


def _total(rule: dict[str, Any], harvest: Harvest) -> None:
    for row in harvest.of(rule["table"]):
        stated, computed = row[rule["stated"]], row[rule["computed"]]
        if not isinstance(stated, Decimal) or not isinstance(computed, Decimal):
            continue
        exponent = stated.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        if abs(stated - computed) > Decimal(1).scaleb(-places):
            harvest.issue(
                "total_mismatch",
                f"“{row[rule['label']]}” states a total of {stated}, and its figures sum to {computed}",
                row=row,
                field=rule["stated"],
                quote=_where(row, rule["stated"]),
            )


def _order(rule: dict[str, Any], harvest: Harvest) -> None:
    for row in harvest.of(rule["table"]):
        first, then = row[rule["first"]], row[rule["then"]]
        # EDTF of one precision compares as text; 2017 before 2017-03 says nothing.
        if first and then and then[:7] < first[: len(then[:7])]:
            harvest.issue(rule["code"], _fill(rule["message"], row), row=row, field=rule["then"], quote=_where(row, rule["then"]))
