"""Writes the invented municipality to a folder: the files that a real one would have, and a truth that none has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tryggve.domain.calendar_days import day_date
from tryggve.example.csv_text import csv_bytes
from tryggve.example.faults import faulty_rows
from tryggve.example.municipality import Municipality, areas_geojson, build_municipality
from tryggve.example.organisations import load_organisations
from tryggve.example.plan import read_text
from tryggve.example.registers import fraud_table, police_table
from tryggve.example.reports import COLUMNS, TRUTH_COLUMNS, Row, make_reports

REPORTER_COLUMNS = ("organisation", "organisationstyp", "omraden", "fran", "till", "takt")
PLACE_COLUMNS = ("namn", "typ", "omrade", "x", "y", "skyddad")


@dataclass(frozen=True)
class ExampleFiles:
    """Where each file of the invented municipality was written. `truth` is for judging, never for the product."""

    folder: Path
    readme: Path
    areas: Path
    places: Path
    reporters: Path
    reports: Path
    faulty_reports: Path
    frauds: Path
    police_table: Path
    truth: Path


def example_files(folder: Path) -> ExampleFiles:
    """The names that the files of the example have in a folder."""
    return ExampleFiles(
        folder=folder,
        readme=folder / "LÄS MIG.txt",
        areas=folder / "omraden.geojson",
        places=folder / "platser.csv",
        reporters=folder / "rapportorer.csv",
        reports=folder / "rapporter.csv",
        faulty_reports=folder / "rapporter_med_fel.csv",
        frauds=folder / "bedragerier.csv",
        police_table=folder / "polisens_tabell.xlsx",
        truth=folder / "facit.csv",
    )


def write_example(
    folder: Path, *, seed: int = 1, progress: Callable[[int, int], None] | None = None
) -> ExampleFiles:  # fmt: skip
    """Write the invented municipality; the same seed gives the same bytes. Files of those names are replaced.

    `progress` is called with the number of files written and their total. ValueError for a negative seed, OSError
    where the folder cannot be made or written.
    """
    files = example_files(folder)
    municipality = build_municipality(seed)
    reports = make_reports(municipality, seed)
    contents = {
        files.readme: read_text("readme.txt").encode("utf-8"),
        files.areas: areas_geojson(municipality).encode("utf-8"),
        files.places: csv_bytes(PLACE_COLUMNS, place_rows(municipality)),
        files.reporters: csv_bytes(REPORTER_COLUMNS, reporter_rows()),
        files.reports: csv_bytes(COLUMNS, reports.rows),
        files.faulty_reports: csv_bytes(COLUMNS, faulty_rows(reports)),
        files.frauds: fraud_table(municipality, seed),
        files.police_table: police_table(municipality, seed),
        files.truth: csv_bytes(TRUTH_COLUMNS, reports.truth),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for number, (path, content) in enumerate(contents.items(), start=1):
        path.write_bytes(content)
        if progress is not None:
            progress(number, len(contents))
    return files


def place_rows(municipality: Municipality) -> list[Row]:
    """The named places; `skyddad` marks those that no shared version may show."""
    return [
        {
            "namn": place.name,
            "typ": place.kind,
            "omrade": place.area,
            "x": str(municipality.places[place.name][0]),
            "y": str(municipality.places[place.name][1]),
            "skyddad": "ja" if place.protected else "nej",
        }
        for place in municipality.plan.places
    ]


def reporter_rows() -> list[Row]:
    """Who is expected to report, where, from when to when and how often."""
    return [
        {
            "organisation": organisation.name,
            "organisationstyp": organisation.kind_name,
            "omraden": "|".join(organisation.areas),
            "fran": day_date(organisation.first_day).isoformat(),
            "till": "" if organisation.last_day is None else day_date(organisation.last_day).isoformat(),
            "takt": organisation.cadence,
        }
        for organisation in load_organisations()
    ]
