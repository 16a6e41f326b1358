"""Reports with words, a decision on retention, and its carrying out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.engines.tables import incidents, lines, table
from tests.stores import BY
from tryggve.domain.incident_table import Coded, IncidentTable
from tryggve.store.database.actions.retention import record_decision, run_retention
from tryggve.store.database.connect import Database
from tryggve.store.database.retention_plan import Amounts

CANARY = "Kanariefågeln Ferdinand bor på Påhittade gränden 7"
TODAY = dt.date(2026, 3, 31)
NOW = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)
WORLD = """
time             | category     | source | n | left_out          | @district | text
2024-01-05       | klotter      | est    | 1 | -                 | A         | CANARY ett
2024-01-31 23:00 | klotter      | est    | 2 | -                 | B         | CANARY två
2024-01          | skadegorelse | est    | 1 | -                 | -         | CANARY tre
2024-01-09       | klotter      | fel    | 3 | -                 | A         | -
2024-01-09       | klotter      | est    | 1 | rumour            | A         | CANARY rykte
2024-01-10       | -            | est    | 0 | nothing_to_report | A         | -
2024-02-29       | klotter      | est    | 1 | -                 | A         | CANARY skott
2025-03-30       | klotter      | est    | 1 | -                 | A         | CANARY dagen före
2025-03-31       | klotter      | est    | 1 | -                 | A         | behålls
2026-03-30       | klotter      | est    | 4 | -                 | B         | behålls också
"""


def told(drawn: str) -> IncidentTable:
    """Reports with words: a column `text` of the drawn table, and the same as the place where there is one."""
    texts = [row["text"].replace("CANARY", CANARY).removeprefix("-") for row in lines(drawn)]
    return replace(table(incidents(drawn)), text=Coded.of(texts), said_place=Coded.of(texts))


def decide(database: Database, text_months: int = 12, facts_months: int | None = 25) -> None:
    record_decision(
        database, reference="KS 2026/1", decided_by="Kommunstyrelsen", decided_on=dt.date(2026, 1, 15),
        text_months=text_months, facts_months=facts_months, note="", by=BY, at=NOW,
    )  # fmt: skip


def run(database: Database, today: dt.date = TODAY) -> Amounts:
    return run_retention(database, today=today, by=BY, why="", at=NOW).total
