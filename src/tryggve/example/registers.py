"""Invented tables of counts: frauds without a place, and a police table by month, kind of crime and district."""

from __future__ import annotations

import datetime as dt
import io

import numpy as np

from tryggve.domain.calendar_days import day_date
from tryggve.domain.period import PeriodKind, containing
from tryggve.example.csv_text import csv_bytes
from tryggve.example.municipality import Municipality
from tryggve.example.plan import read_data
from tryggve.example.randomness import stream
from tryggve.example.rhythm import FIRST_DAY, LAST_DAY

FRAUD_COLUMNS = ("kalla", "period", "niva", "omrade", "brottstyp", "antal")
HIDDEN_BELOW = 3
"""Numbers above zero and below this are shown as `..`, as registers do; zero is `-`."""


def months() -> list[str]:
    """The months of the example as 2022-01 … 2025-12."""
    labels = {containing(day, PeriodKind.MONTH).label: None for day in range(FIRST_DAY, LAST_DAY + 1)}
    return list(labels)


def fraud_table(municipality: Municipality, seed: int) -> bytes:
    """Frauds by month and kind for the whole municipality; blank, `..` and `-` are three things."""
    plan = read_data("counts.toml")["frauds"]
    rows = []
    for kind, habit in plan["kinds"].items():
        rng = stream(seed, "frauds", kind)
        for number, month in enumerate(months()):
            drawn = int(rng.poisson(habit["a_month"] * (1 + habit["trend"]) ** (number / 12)))
            shown = "-" if drawn == 0 else ".." if drawn < HIDDEN_BELOW else str(drawn)
            rows.append(
                {
                    "kalla": plan["source"],
                    "period": month,
                    "niva": "kommun",
                    "omrade": municipality.plan.code,
                    "brottstyp": kind,
                    "antal": "" if month in plan["blank"].get(kind, ()) else shown,
                }
            )
    return csv_bytes(FRAUD_COLUMNS, sorted(rows, key=lambda row: row["period"]))


def police_table(municipality: Municipality, seed: int) -> bytes:
    """An XLSX sheet with a row for each district and kind of crime and a column for each month."""
    import xlsxwriter

    plan = read_data("counts.toml")["police"]
    memory = io.BytesIO()
    # No time stamp of the clock, and no text is ever a formula: the same bytes each time.
    book = xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    date = day_date(LAST_DAY)
    book.set_properties({"title": plan["source"], "created": dt.datetime(date.year, date.month, date.day)})  # noqa: DTZ001
    sheet = book.add_worksheet(plan["sheet"])
    sheet.write_row(0, 0, ["kalla", "niva", "omrade", "omradesnamn", "brottstyp", *months()])
    line = 1
    for code, name in municipality.plan.districts:
        for kind, habit in plan["kinds"].items():
            rng = stream(seed, "police table", code, kind)
            share = _share(municipality, code, habit["by_people"])
            trend = (1 + habit["trend"]) ** (np.arange(len(months())) / 12)
            counts = rng.poisson(habit["a_month"] * share * trend).tolist()
            sheet.write_row(line, 0, [plan["source"], "kommundel", code, name, kind, *counts])
            line += 1
    book.close()
    return memory.getvalue()


def _share(municipality: Municipality, district: str, by_people: float) -> float:
    """The district's share of a kind of crime: partly by its people, the rest as the town's core draws it."""
    areas = municipality.plan.areas
    people = sum(area.population for area in areas if area.district == district) / sum(a.population for a in areas)
    core = float(district == municipality.plan.districts[0][0])
    return by_people * people + (1 - by_people) * core
