"""The claims as pages: Markdown for the documentation, JSON, and the tree that html, pdf and spreadsheet render."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tryggve import __version__
from tryggve.domain.language import _, current_language
from tryggve.reports.claims.record import Claims, Judged, Number
from tryggve.reports.claims.written import interval_written, verdict_words, written
from tryggve.reports.tree import (
    Audience,
    Block,
    Bullets,
    Cell,
    Column,
    ColumnKind,
    Meta,
    Paragraph,
    Section,
    Situation,
    Table,
    Trace,
)

FORMAT = "tryggve-claims-1"
METHOD = "claim"


def as_json(claims: Claims, judged: Sequence[Judged]) -> str:
    """Every claim with verdict, numbers, intervals, SQL, and what data there were; sorted keys."""
    shown = {"format": FORMAT, "title": claims.title, "source": claims.source, "claims": [_node(one) for one in judged]}
    return json.dumps(shown, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1) + "\n"


def as_markdown(claims: Claims, judged: Sequence[Judged]) -> str:
    """The page of the documentation: a table of verdicts, and then each claim whole."""
    head = [_("Claim"), _("Verdict")]
    rows = [f"| {_claim_words(one)} | {verdict_words(one.verdict)} |" for one in judged]
    parts = [
        f"# {claims.title}",
        lead(claims),
        "\n".join((f"| {' | '.join(head)} |", "|---|---|", *rows)),
        *(_chapter(one) for one in judged),
    ]
    return "\n\n".join(parts) + "\n"


def as_text(judged: Sequence[Judged]) -> str:
    """One line for each claim, and what is said of it under it."""
    return "\n".join(f"{verdict_words(one.verdict)}: {_claim_words(one)}\n    {one.text}" for one in judged)


def as_tree(claims: Claims, judged: Sequence[Judged], municipality: str) -> Situation:
    """The tree that the documents render: a chapter for each claim, its numbers with the SQL that gives them."""
    meta = Meta(
        version=__version__, language=current_language(), audience=Audience.INTERNAL, period=claims.reviewed,
        first_date=claims.reviewed, last_date=claims.reviewed, scope=municipality, municipality=municipality, seed=0,
        fingerprint="", crs="", time_zone="Europe/Stockholm",
    )  # fmt: skip
    methods = ((METHOD, _("Claims"), lead(claims)),)
    sections = (_summary(judged), *(_section(one) for one in judged))
    return Situation(claims.title, municipality, _("Public figures only"), meta, (), sections, methods)


def lead(claims: Claims) -> str:
    """Where the words come from, and how a verdict is to be read."""
    return _(
        "The claims come from: {source}. Each is put as a question that data can answer. Where the data at hand cannot "
        "decide it, that is what is said, and what would have to be fetched. What goes together is never taken for "
        "effect."
    ).format(source=claims.source)


def _claim_words(one: Judged) -> str:
    return f"”{one.claim.words}”" if one.claim.exact else one.claim.words


def _facts(one: Judged) -> list[tuple[str, str]]:
    used = "; ".join(", ".join(part for part in found if part) for found in one.used)
    found = [
        (_("What would decide it"), one.claim.decides),
        (_("Data at hand"), used or _("None.")),
        (_("Method"), one.claim.method),
    ]
    return [*found, (_("To fetch"), one.claim.fetch)] if one.claim.fetch else found


def _chapter(one: Judged) -> str:
    """A claim whole, as Markdown."""
    quoted = _("In their words") if one.claim.exact else _("Given again in our words")
    lines = [
        f"## {one.claim.words}",
        f"**{verdict_words(one.verdict)}.** {one.text}",
        "\n".join(f"- {name}: {text}" for name, text in ((_("The words"), quoted), *_facts(one))),
    ]
    if one.numbers:
        rows = [f"| {row.label} | {written(row.value, row.unit)} | {interval_written(row)} |" for row in one.numbers]
        lines.append("\n".join((f"| {_('Number')} | {_('Value')} | {_('Interval')} |", "|---|--:|--:|", *rows)))
    lines.append("\n".join(f"- {text}" for text in one.claim.limits))
    return "\n\n".join(line.strip() for line in lines)


def _summary(judged: Sequence[Judged]) -> Section:
    rows = tuple((Cell(_claim_words(one)), Cell(verdict_words(one.verdict))) for one in judged)
    columns = (Column("claim", _("Claim"), ColumnKind.TEXT), Column("verdict", _("Verdict"), ColumnKind.TEXT))
    return Section("summary", _("Verdicts"), (Table("claims", _("All claims"), columns, rows),))


def _section(one: Judged) -> Section:
    blocks: list[Block] = [Paragraph(f"{verdict_words(one.verdict)}. {one.text}", strong=True)]
    blocks.append(Bullets(tuple(f"{name}: {text}" for name, text in _facts(one))))
    if one.numbers:
        blocks.append(_table(one))
    blocks.append(Bullets(one.claim.limits))
    return Section(one.claim.id, _claim_words(one), tuple(blocks))


def _table(one: Judged) -> Table:
    columns = (
        Column("number", _("Number"), ColumnKind.TEXT),
        Column("value", _("Value")),
        Column("interval", _("Interval")),
    )
    rows = tuple(
        (
            Cell(row.label),
            Cell(written(row.value, row.unit), row.value, number_id(one, row), Trace(row.sql, row.label, METHOD)),
            Cell(interval_written(row)),
        )
        for row in one.numbers
    )
    return Table(f"claim.{one.claim.id}", _("The numbers behind"), columns, rows)


def number_id(one: Judged, number: Number) -> str:
    """The id of a number: claim and key."""
    return f"claim.{one.claim.id}.{number.key.replace(':', '.')}"


def _node(one: Judged) -> dict[str, Any]:
    return {
        "id": one.claim.id,
        "words": one.claim.words,
        "quoted": one.claim.exact,
        "verdict": one.verdict.value,
        "text": one.text,
        "decides": one.claim.decides,
        "method": one.claim.method,
        "limits": list(one.claim.limits),
        "fetch": one.claim.fetch,
        "data": [{"what": what, "period": period, "source": source} for what, period, source in one.used],
        "numbers": [
            {
                "id": number_id(one, row),
                "label": row.label,
                "unit": row.unit,
                "value": row.value,
                "interval": None if row.interval is None else list(row.interval),
                "sql": row.sql,
            }
            for row in one.numbers
        ],
    }
