"""The published shape of a lägesbild: plain dicts and lists, the same for JSON, web page, PDF and spreadsheet."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any, SupportsFloat

from tryggve.domain.language import use_language
from tryggve.reports import labels
from tryggve.reports.readable import encodable, readable
from tryggve.reports.tree import (
    Audience,
    Block,
    Bullets,
    Cell,
    Figure,
    Finding,
    Findings,
    Heading,
    Meta,
    Paragraph,
    Questions,
    Section,
    Situation,
    Table,
    Trace,
)

FORMAT = "tryggve-lagesbild-1"
SCHEMA = Path(__file__).parent / "schema" / "lagesbild.schema.json"

Node = dict[str, Any]

_NAMES = re.compile(r"\borganisation\b\s*(NOT\s+IN|IN|LIKE|=|<)", re.IGNORECASE)
"""Where SQL says which organisations are meant; their kind is another column."""


def render(situation: Situation) -> str:
    """The lägesbild as JSON text with sorted keys and a line feed at the end; figures without their drawings."""
    return json.dumps(document(situation), ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1) + "\n"


def document(situation: Situation) -> Node:
    """The lägesbild as plain dicts and lists with cleaned texts.

    NaN and infinity become null. Only the internal version carries SQL that lists rows or names organisations. Raises
    ValueError where a table's rows do not fit its columns or a block names a finding that does not exist.
    """
    public = situation.meta.audience is not Audience.INTERNAL
    with use_language(situation.meta.language):
        return {
            "format": FORMAT,
            "title": readable(situation.title),
            "subtitle": readable(situation.subtitle),
            "banner": readable(situation.banner),
            "meta": _meta(situation.meta),
            "findings": [_finding(finding, public) for finding in situation.findings],
            "sections": [_section(section, situation, public) for section in situation.sections],
            "methods": [
                {"key": readable(key), "title": readable(title or key), "text": readable(text)}
                for key, title, text in situation.methods
            ],
        }


def number(value: SupportsFloat | None) -> float | int | None:
    """A number JSON can carry; None for what is not a finite one."""
    if value is None or isinstance(value, int):
        return None if value is None else int(value)
    plain = float(value)
    if not math.isfinite(plain):
        return None
    # Integers of numpy are no int, yet a count is written without a decimal point.
    return int(plain) if not isinstance(value, float) and plain.is_integer() else plain


def _meta(meta: Meta) -> Node:
    return {
        "version": readable(meta.version),
        "language": readable(meta.language),
        "audience": meta.audience.value,
        "period": readable(meta.period),
        "first_date": readable(meta.first_date),
        "last_date": readable(meta.last_date),
        "scope": readable(meta.scope),
        "municipality": readable(meta.municipality),
        "seed": int(meta.seed),
        "fingerprint": readable(meta.fingerprint),
        "crs": readable(meta.crs),
        "time_zone": readable(meta.time_zone),
        "sources": [readable(source) for source in meta.sources],
        "left_out": [{"reason": readable(reason), "number": int(n)} for reason, n in meta.left_out],
    }


def _finding(finding: Finding, public: bool) -> Node:
    return {
        "id": readable(finding.id),
        "key": readable(finding.key),
        "kind": finding.kind.value,
        "text": readable(finding.text),
        "value": number(finding.value),
        "value_text": readable(labels.value_text(finding)),
        "interval": None if finding.interval is None else [number(end) for end in finding.interval],
        "interval_text": readable(labels.interval_text(finding)),
        "reference": readable(finding.reference),
        "certainty": finding.certainty.value,
        "method": readable(finding.method),
        "trace": _trace(finding.trace, public),
    }


def _trace(trace: Trace | None, public: bool) -> Node | None:
    if trace is None:
        return None
    shown = {
        "sql": "" if public and _NAMES.search(trace.sql) else encodable(trace.sql),
        "filter": readable(trace.filter),
        "method": readable(trace.method),
        "call": readable(trace.call),
    }
    return shown if public else shown | {"rows_sql": encodable(trace.rows_sql)}


def _section(section: Section, situation: Situation, public: bool) -> Node:
    return {
        "key": readable(section.key),
        "title": readable(section.title or section.key),
        "lead": readable(section.lead),
        "blocks": [_block(block, situation, public) for block in section.blocks],
    }


def _block(block: Block, situation: Situation, public: bool) -> Node:
    match block:
        case Heading():
            return {"type": "heading", "text": readable(block.text)}
        case Paragraph():
            return {"type": "paragraph", "text": readable(block.text), "strong": block.strong}
        case Bullets():
            return {"type": "bullets", "items": [readable(item) for item in block.items]}
        case Questions():
            return {"type": "questions", "items": [readable(item) for item in block.items]}
        case Findings():
            missing = set(block.ids) - {finding.id for finding in situation.findings}
            if missing:
                raise ValueError(f"a section names findings that do not exist: {', '.join(sorted(missing))}")
            return {"type": "findings", "ids": [readable(finding_id) for finding_id in block.ids]}
        case Table():
            return {"type": "table"} | _table(block, public)
        case Figure():
            return {
                "type": "figure",
                "id": readable(block.id),
                "title": readable(block.title),
                "alt": readable(block.alt),
                "note": readable(block.note),
                "table": None if block.table is None else _table(block.table, public),
            }


def _table(table: Table, public: bool) -> Node:
    for i, row in enumerate(table.rows):
        if len(row) != len(table.columns):
            raise ValueError(f"table {table.id}: row {i} has {len(row)} cells for {len(table.columns)} columns")
    return {
        "id": readable(table.id),
        "title": readable(table.title),
        "columns": [
            {"key": readable(column.key), "title": readable(column.title or column.key), "kind": column.kind.value}
            for column in table.columns
        ],
        "rows": [[_cell(cell, public) for cell in row] for row in table.rows],
        "note": readable(table.note),
        "source": readable(table.source),
        "empty": readable(table.empty),
    }


def _cell(cell: Cell, public: bool) -> Node:
    value = readable(cell.value) if isinstance(cell.value, str) else number(cell.value)
    return {"id": readable(cell.id), "text": readable(cell.text), "value": value, "trace": _trace(cell.trace, public)}
