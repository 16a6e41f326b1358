"""The invented reports as rows of an EST list, and the truth that the product never reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tryggve.domain.calendar_days import day_date
from tryggve.domain.coverage import reporting_units
from tryggve.example.events import Event, draw_events
from tryggve.example.municipality import Municipality
from tryggve.example.organisations import Organisation, load_organisations
from tryggve.example.presence import present
from tryggve.example.randomness import stream
from tryggve.example.rhythm import FIRST_DAY, LAST_DAY, category_rhythms
from tryggve.example.stories import load_stories, story_events
from tryggve.example.texts import compose, fill, load_phrases, pick
from tryggve.example.twins import draw_twins

COLUMNS = (
    "rapport_id", "rapporttyp", "organisation", "organisationstyp", "fran", "till", "kategori", "omrade", "plats",
    "platsprecision", "x", "y", "allvarlighet", "iakttagelse", "antal", "beskrivning",
)  # fmt: skip
TRUTH_COLUMNS = ("rapport_id", "berattelse", "omrade", "x", "y", "tidpunkt", "samma_handelse_som")

PRECISIONS = ("punkt", "gata", "område", "kommun", "okänd")
PUBLIC = (0.665, 0.24, 0.02, 0.035, 0.04)
"""Share of each precision among reports of public bodies; companies give the area alone."""

NO_AREA = 0.3  # share of reports with coordinates that leave the area to the map
AREA_IN_TEXT = 0.5  # share of texts without a place where the area is named and no precision is filled in
SAYS_NOTHING = 0.8  # share of periods without events in which an organisation says so
UNKNOWN_OBSERVATION = 0.08
TWICE, AMENDED = 14, 6  # rows whose id stands twice in the file; so many of them with another text

Row = dict[str, str]


@dataclass(frozen=True)
class Reports:
    """Rows by column name, in the order of the file, and the truth about those of stories and twins."""

    rows: tuple[Row, ...]
    truth: tuple[Row, ...]


def make_reports(municipality: Municipality, seed: int) -> Reports:
    """All reports of the four years, told as their organisations tell them."""
    events: list[Event] = []
    for organisation in load_organisations():
        events += draw_events(municipality, organisation, seed)
    for story in load_stories():
        events += story_events(municipality, story, seed)
    events += draw_twins(municipality, events, seed)
    events.sort(key=lambda event: (event.end or event.start, event.organisation.name, event.x, event.y))
    tellers = {organisation.name: stream(seed, "rows", organisation.name) for organisation in load_organisations()}
    rows = [_row(municipality, event, tellers[event.organisation.name]) for event in events]
    _plant_personal_data(events, rows, stream(seed, "personal data"))
    told = [(event.last_day, row) for event, row in zip(events, rows, strict=True)]
    told += _nothing_rows(events, seed)
    told.sort(key=lambda pair: pair[0])
    for number, (_day, row) in enumerate(told, start=1):
        row["rapport_id"] = f"R{number:05d}"
    truth = _truth(events, rows)
    return Reports((*(row for _day, row in told), *_repeated(rows, stream(seed, "twice"))), truth)


def _row(municipality: Municipality, event: Event, rng: np.random.Generator) -> Row:
    organisation, habits = event.organisation, event.organisation.habits
    rhythm = category_rhythms()[event.category]
    precision = "område" if organisation.private else PRECISIONS[rng.choice(len(PUBLIC), p=PUBLIC)]
    row = dict.fromkeys(COLUMNS, "")
    row |= _place(municipality, event, precision, rng)
    row |= {
        "rapporttyp": "händelse",
        "organisation": organisation.name,
        "organisationstyp": organisation.kind_name,
        "fran": event.start.strftime("%Y-%m-%d" if event.day_only else "%Y-%m-%d %H:%M"),
        "till": event.end.strftime("%Y-%m-%d %H:%M") if event.end else "",
        "kategori": event.category,
        "antal": str(int(rng.integers(2, 5)) if rng.random() < rhythm.several else 1),
    }
    severity = np.array(event.severity or rhythm.severity, dtype=float)
    if rng.random() >= (0.0 if event.severity else rhythm.unknown):
        row["allvarlighet"] = str(1 + int(rng.choice(5, p=severity / severity.sum())))
    if rng.random() >= UNKNOWN_OBSERVATION:
        own = event.category != "rykten" and rng.random() < habits.own
        row["iakttagelse"] = "egen" if own else "andrahand"
    if not organisation.private and rng.random() < habits.text:
        named = precision == "okänd" and rng.random() < AREA_IN_TEXT
        row["beskrivning"] = _text(municipality, event, precision, named, rng)
        row["platsprecision"] = "" if named else precision
    return row


def _place(municipality: Municipality, event: Event, precision: str, rng: np.random.Generator) -> Row:
    """The columns of place, no closer than the precision says. Companies write names, public bodies codes."""
    area = municipality.plan.area(event.area)
    row = {"platsprecision": precision}
    if precision == "område":
        return row | {"omrade": area.name if event.organisation.private else area.code}
    if precision not in ("punkt", "gata"):
        return row
    x, y, words = event.x, event.y, event.spot.place
    if precision == "gata":
        other = municipality.spots[event.area].on_street(event.spot)
        spot = other[int(rng.integers(len(other)))]
        x, y, words = spot.x, spot.y, spot.street
    code = "" if rng.random() < NO_AREA else area.code
    return row | {"x": str(x), "y": str(y), "plats": words, "omrade": code}


def _text(
    municipality: Municipality, event: Event, precision: str, named: bool, rng: np.random.Generator
) -> str:  # fmt: skip
    area = municipality.plan.area(event.area)
    in_area = f"{area.in_or_on} {area.name}"
    places = {"punkt": event.spot.phrase, "gata": event.spot.street_phrase, "område": in_area}
    text = compose(event.category, places.get(precision, ""), rng, event.texts)
    return f"{text} {fill(pick(load_phrases()['in_area'], rng), in_area, rng)}" if named else text


def _plant_personal_data(events: list[Event], rows: list[Row], rng: np.random.Generator) -> None:
    """Give a handful of reports a text with fake personal data, so that masking has something to mask."""
    for planted in load_phrases()["personal_data"]:
        fitting = [
            number
            for number, (event, row) in enumerate(zip(events, rows, strict=True))
            if event.category == planted["category"] and not event.story and row["x"] and row["beskrivning"]
        ]
        if fitting:
            number = fitting[int(rng.integers(len(fitting)))]
            rows[number]["beskrivning"] = fill(planted["text"], events[number].spot.street_phrase, rng)


def _nothing_rows(events: list[Event], seed: int) -> list[tuple[int, Row]]:
    """A row "nothing to report" for most of the expected reports of a present organisation that met no event."""
    days: dict[str, set[int]] = {}
    for event in events:
        days.setdefault(event.organisation.name, set()).add(event.last_day)
    rows = []
    for organisation in load_organisations():
        rng = stream(seed, "nothing", organisation.name)
        there = present(organisation, seed)
        for unit in reporting_units(organisation.reporter(), FIRST_DAY, LAST_DAY):
            says_so = rng.random() < SAYS_NOTHING
            told = days.get(organisation.name, set())
            fridays = [
                day
                for day in range(max(unit.first_day, FIRST_DAY), unit.last_day + 1)
                if (day + 3) % 7 == 4 and there[(day - FIRST_DAY) // 7]
            ]
            if says_so and fridays and not any(unit.first_day <= day <= unit.last_day for day in told):
                rows.append((fridays[-1], _nothing(organisation, fridays[-1])))
    return rows


def _nothing(organisation: Organisation, day: int) -> Row:
    return dict.fromkeys(COLUMNS, "") | {
        "rapporttyp": "inget_att_rapportera",
        "organisation": organisation.name,
        "organisationstyp": organisation.kind_name,
        "fran": day_date(day).isoformat(),
    }


def _repeated(rows: list[Row], rng: np.random.Generator) -> list[Row]:
    """Rows that stand once more at the end of the file, as when somebody presses send twice or adds to a report."""
    fitting = [row for row in rows if row["beskrivning"]]
    chosen = rng.choice(len(fitting), size=min(TWICE, len(fitting)), replace=False)
    again = [dict(fitting[int(number)]) for number in sorted(chosen)]
    for row in again[:AMENDED]:
        row["beskrivning"] += " Kompletterat dagen efter."
    return again


def _truth(events: list[Event], rows: list[Row]) -> tuple[Row, ...]:
    ids = {id(event): row["rapport_id"] for event, row in zip(events, rows, strict=True)}
    truth = []
    for event in events:
        if not event.story and event.twin_of is None:
            continue
        true_moment: dt.datetime | None = event.moment
        truth.append(
            {
                "rapport_id": ids[id(event)],
                "berattelse": event.story,
                "omrade": event.area,
                "x": str(event.x),
                "y": str(event.y),
                "tidpunkt": true_moment.strftime("%Y-%m-%d %H:%M") if true_moment else "",
                "samma_handelse_som": "" if event.twin_of is None else ids[id(event.twin_of)],
            }
        )
    return tuple(sorted(truth, key=lambda row: row["rapport_id"]))
