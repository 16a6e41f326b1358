"""The two examples that everybody sees first: what they say, that every number holds, and that they never mix."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft202012Validator

from tests.acceptance import reading
from tryggve.domain.language import use_language
from tryggve.reports.evidence import views_sql
from tryggve.reports.json_out import SCHEMA
from tryggve.reports.municipal.evidence import views_sql as figures_sql

CATALOG = Path(__file__).resolve().parents[2] / "src" / "tryggve" / "catalog"
INVENTED = {"vecka": "2025-W40", "manad": "2025-10", "ar": "2025"}
BANNER = "påhittad kommun, påhittade händelser"
SAMPLE = 120
"""So many cells of each document are counted again; every finding is."""

Read = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def in_swedish() -> Iterator[None]:
    with use_language("sv"):
        yield


@pytest.fixture(scope="module")
def folders(demo: Path) -> dict[str, Path]:
    """The folder of each of the four documents."""
    return {name: demo / "exempelkommunen" / name for name in INVENTED} | {"umea": _public_folder(demo)}


@pytest.fixture(scope="module")
def read(folders: dict[str, Path]) -> dict[str, Read]:
    """The four documents as JSON."""
    return {name: reading.document(folder) for name, folder in folders.items()}


def _public_folder(demo: Path) -> Path:
    """The second example: named after the municipality whose figures the catalog holds."""
    (found,) = [one for one in demo.iterdir() if one.is_dir() and one.name != "exempelkommunen"]
    return found


def _cells(document: Read) -> list[Read]:
    return [one for found in reading.tables(document) for row in found["rows"] for one in row]


# --- the stories ------------------------------------------------------------------------------------------------------


def _truth(demo: Path, story: str, first: str, last: str) -> int:
    """How many events of a story truly happened in the days."""
    with (demo / "exempelkommunen" / "data" / "facit.csv").open(encoding="utf-8-sig", newline="") as file:
        dialect = csv.Sniffer().sniff(file.readline())
        file.seek(0)
        rows = list(csv.DictReader(file, dialect=dialect))
    return sum(one["berattelse"] == story and first <= one["tidpunkt"][:10] <= last for one in rows)


def test_the_week_has_a_signal_where_the_story_goes_on(read: dict[str, Read]) -> None:
    """Learnt from the years before alone: the school yard, in the week in which it gathers there."""
    (signals,) = [one for one in read["vecka"]["sections"] if one["key"] == "signals"]
    found = [one["id"] for one in read["vecka"]["findings"] if one["id"].startswith("signal.")]
    assert 1 <= len(found) <= 5
    assert any(one.endswith("s402") for one in found), found
    assert "Tillbakablick från grova händelser" in json.dumps(signals, ensure_ascii=False)


def test_the_school_yard_in_the_week_it_happened(demo: Path, read: dict[str, Read]) -> None:
    week = read["vecka"]
    assert _truth(demo, "skolgarden", "2025-09-29", "2025-10-05") >= 5
    kinds, areas = (reading.table(week, key) for key in ("kinds.est", "areas.est"))
    vandalism = reading.cell(kinds, "Skadegörelse", "n")["value"]
    assert vandalism == max(row[1]["value"] for row in kinds["rows"][:-1])
    assert vandalism > reading.cell(kinds, "Skadegörelse", "before")["value"]
    # The school lies in Timotejen, and its area heads the table although others are larger.
    assert areas["rows"][0][0]["text"] == "Timotejen"
    assert areas["rows"][0][1]["value"] >= 2 * areas["rows"][1][1]["value"]


def test_the_car_fires_in_the_month(demo: Path, read: dict[str, Read]) -> None:
    assert _truth(demo, "bilbrander", "2025-09-29", "2025-10-12") >= 7
    kinds = reading.table(read["manad"], "kinds.est")
    now, before = (reading.cell(kinds, "Anlagd brand", key)["value"] for key in ("n", "before"))
    highest = int(reading.cell(kinds, "Anlagd brand", "expected")["text"].split("–")[1])
    assert now > highest
    assert now > 2 * before


def test_the_dealing_at_the_square_over_the_year(demo: Path, read: dict[str, Read]) -> None:
    year = read["ar"]
    truth = _truth(demo, "torghandel", "2025-01-01", "2025-12-31")
    kinds = reading.table(year, "kinds.est")
    now, before = (reading.cell(kinds, "Narkotikahantering", key)["value"] for key in ("n", "before"))
    assert truth / 2 < now - before < 2 * truth
    change = reading.cell(kinds, "Narkotikahantering", "change")
    assert change["value"] > 1.2
    assert re.search(r"\(\+\d+ till \+\d+", reading.plain(change["text"])), "the whole interval is above nothing"
    areas = reading.table(year, "areas.est")
    assert areas["rows"][0][0]["text"] == "Klockarhagen", "the square lies there"
    assert areas["rows"][0][1]["value"] > areas["rows"][0][-1]["value"]


def test_at_most_seven_stand_out_and_all_kinds_compared_are_in_the_table(read: dict[str, Read]) -> None:
    for name, document in read.items():
        (shown,) = [one for one in reading.section(document, "standing-out")["blocks"] if one["type"] == "findings"]
        assert 1 <= len(shown["ids"]) <= 7, name
        assert shown["ids"] == [one["id"] for one in document["findings"]][: len(shown["ids"])], name


def test_every_finding_has_a_number_a_comparison_and_a_grade(read: dict[str, Read]) -> None:
    for name, document in read.items():
        for one in document["findings"]:
            assert one["text"].endswith("."), (name, one["id"])
            assert one["reference"], (name, one["id"])
            assert one["certainty"] in ("high", "moderate", "low", "unknown"), (name, one["id"])
            assert any(method["key"] == one["method"] for method in document["methods"]), (name, one["id"])
            if one["kind"] in ("change", "trend", "density", "time_profile"):
                assert one["interval_text"], (name, one["id"])
                assert one["interval"] is not None or one["value"] is None, (name, one["id"])


def test_tables_add_up(read: dict[str, Read]) -> None:
    for name in INVENTED:
        document = read[name]
        total = reading.finding(document, "level.est.total")["value"]
        rows = reading.table(document, "kinds.est")["rows"]
        assert sum(row[1]["value"] for row in rows[:-1]) == rows[-1][1]["value"] == total, name
        severity = reading.table(document, "severity.est")["rows"]
        assert sum(row[1]["value"] for row in severity) == total, name
        areas = reading.table(document, "areas.est")["rows"]
        assert sum(row[1]["value"] or 0 for row in areas) <= total, name
        share = reading.finding(document, "coverage.share")["value"]
        groups = reading.table(document, "coverage.kinds")["rows"]
        assert sum(row[3]["value"] for row in groups) / sum(row[2]["value"] for row in groups) == pytest.approx(share)


# --- every number leads back to its rows ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*INVENTED, "umea"])
def test_numbers_are_what_their_sql_gives(name: str, folders: dict[str, Path], read: dict[str, Read]) -> None:
    numbers = [
        one for one in _cells(read[name]) if one["id"] and one["trace"] and isinstance(one["value"], int | float)
    ]
    step = max(1, len(numbers) // SAMPLE)
    chosen = [one for one in read[name]["findings"] if one["trace"]] + numbers[::step]
    assert len(chosen) >= SAMPLE
    checked = 0
    with duckdb.connect() as connection:
        views = figures_sql if name == "umea" else views_sql
        connection.execute(views(str(folders[name] / "underlag")))
        for one in chosen:
            answer = connection.execute(one["trace"]["sql"]).fetchall()
            assert answer, one["id"]
            if len(answer) == len(answer[0]) == 1 and isinstance(one["value"], int | float):
                assert float(answer[0][0]) == pytest.approx(float(one["value"]), abs=1e-6), one["id"]
                checked += 1
    assert checked >= 0.8 * len(numbers[::step])


@pytest.mark.parametrize("name", INVENTED)
def test_rows_behind_a_count_are_as_many_as_the_count(
    name: str, folders: dict[str, Path], read: dict[str, Read]
) -> None:
    counts = [
        one for one in _cells(read[name]) if one["id"].endswith(".n") and one["trace"] and one["trace"]["rows_sql"]
    ]
    counts = [
        one for one in counts if one["trace"]["method"] == "count" and "incident_fact" in one["trace"]["rows_sql"]
    ]
    assert len(counts) >= 20
    with duckdb.connect() as connection:
        connection.execute(views_sql(str(folders[name] / "underlag")))
        for one in counts[:: max(1, len(counts) // 40)]:
            rows = connection.execute(f"SELECT SUM(n) FROM ({one['trace']['rows_sql']})").fetchone()
            assert rows is not None
            assert (rows[0] or 0) == one["value"], one["id"]


# --- one tree, all formats --------------------------------------------------------------------------------------------


def test_the_four_formats_say_the_same(folders: dict[str, Path], read: dict[str, Read]) -> None:
    folder, month = folders["manad"], read["manad"]
    page, pages = reading.html_text(folder), reading.packed("".join(reading.pdf_pages(folder)))
    books = reading.sheets(folder)
    book = {reading.plain(str(one)) for rows in books.values() for row in rows for one in row}
    (shown,) = [one for one in reading.section(month, "standing-out")["blocks"] if one["type"] == "findings"]
    for finding_id in shown["ids"]:
        text = reading.plain(reading.finding(month, finding_id)["text"])
        assert text in page, finding_id
        assert reading.packed(text) in pages, finding_id
        assert text in book, finding_id
    for one in [text for part in month["sections"] for block in part["blocks"] if block["type"] == "bullets"
                for text in block["items"]]:  # fmt: skip
        assert reading.plain(one) in page
        assert reading.packed(one) in pages


def test_tables_hold_the_same_cells_in_every_format(folders: dict[str, Path], read: dict[str, Read]) -> None:
    folder, month = folders["manad"], read["manad"]
    rows_of_page = reading.html_rows(folder)
    pages = reading.packed("".join(reading.pdf_pages(folder)))
    books = reading.sheets(folder)
    first_cells = {name: [reading.plain(str(row[0])) for row in rows if row] for name, rows in books.items()}
    compared = 0
    for number, found in enumerate(reading.tables(month), start=1):
        sheet = next(name for name in books if name.startswith(f"{number} "))
        for row in found["rows"]:
            texts = tuple(reading.plain(one["text"]) for one in row)
            assert texts in rows_of_page, (found["id"], texts)
            assert reading.packed("".join(texts[:2])) in pages, (found["id"], texts)
            assert texts[0] in first_cells[sheet], (found["id"], texts)
            compared += len(row)
        for row in found["rows"][:3]:
            at = first_cells[sheet].index(reading.plain(row[0]["text"]))
            values = [one for one in books[sheet][at] if isinstance(one, float)]
            whole = [
                one["value"] for one in row if type(one["value"]) is int and one["text"].replace("\u00a0", "").isdigit()
            ]
            assert [one for one in whole if one not in values] == [], (found["id"], row[0]["text"])
    assert compared > 1000


def test_every_document_fits_the_schema(read: dict[str, Read]) -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for document in read.values():
        validator.validate(document)


def test_ids_are_unique(read: dict[str, Read]) -> None:
    for document in read.values():
        ids = [one["id"] for one in [*document["findings"], *_cells(document)] if one["id"]]
        assert len(ids) == len(set(ids))


def test_every_page_says_that_it_is_invented(folders: dict[str, Path]) -> None:
    for name in INVENTED:
        folder = folders[name]
        for number, page in enumerate(reading.pdf_pages(folder), start=1):
            assert BANNER in reading.plain(page), (name, number)
        assert BANNER in reading.html_text(folder), name
        for sheet, rows in reading.sheets(folder).items():
            assert any(BANNER in str(one) for row in rows[:4] for one in row), (name, sheet)


def test_no_text_of_a_report_is_in_any_file(demo: Path, folders: dict[str, Path]) -> None:
    with (demo / "exempelkommunen" / "data" / "rapporter.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = {one["beskrivning"] for one in csv.DictReader(file, delimiter=";") if one["beskrivning"]}
    wanted = sorted(texts)[::40]
    assert len(wanted) > 50
    for name in INVENTED:
        for file_name, held in reading.all_texts(folders[name]).items():
            assert [one for one in wanted if one in held] == [], (name, file_name)


def test_protected_places_are_named_nowhere(demo: Path, folders: dict[str, Path]) -> None:
    with (demo / "exempelkommunen" / "data" / "platser.csv").open(encoding="utf-8-sig", newline="") as file:
        places = [one["namn"] for one in csv.DictReader(file, delimiter=";") if one["skyddad"] == "ja"]
    assert places
    for name in INVENTED:
        for file_name, held in reading.all_texts(folders[name]).items():
            assert [one for one in places if one in held] == [], (name, file_name)


# --- public figures ---------------------------------------------------------------------------------------------------


def test_what_drug_offences_follow_stands_beside_every_curve_and_finding_of_them(read: dict[str, Read]) -> None:
    said = "hur mycket polisen letar"
    document = read["umea"]
    curves = [block for one in document["sections"] for block in one["blocks"] if block["type"] == "figure"]
    of_drugs = [block["note"] for block in curves if "Narkotika" in block["title"]]
    of_drugs += [finding["text"] for finding in document["findings"] if "Narkotika" in finding["text"]]
    assert of_drugs
    assert all(said in text for text in of_drugs)
    assert not [block for block in curves if "Folkmängd" in block["title"] and said in block["note"]]


def test_the_public_example_holds_no_event_plan_or_law_answer(folders: dict[str, Path], read: dict[str, Read]) -> None:
    document = read["umea"]
    keys = {one["key"] for one in document["sections"]}
    assert not keys & {"extent", "when", "where", "harm", "coverage", "list"}
    assert {"alike", "small-areas", "typed", "ground", "unknown", "analysis"} <= keys
    assert not [
        block for one in document["sections"] for block in one["blocks"] if block.get("id", "").startswith("map")
    ]
    assert {one["kind"] for one in document["findings"]} <= {"level", "change", "trend"}
    behind = {one.name for one in (folders["umea"] / "underlag").iterdir()}
    assert "figures.parquet" in behind
    assert not [name for name in behind if "incident" in name or "reporter" in name]
    for file_name, held in reading.all_texts(folders["umea"]).items():
        assert not re.search(r"påhitt|exempelkommun|lagenlig|åtgärdsplan|uppfyll", held, re.IGNORECASE), file_name


def _catalog(name: str, place: str) -> list[dict[str, str]]:
    with (CATALOG / place / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OFFENCES = ("reported_offences.csv", "reported_offences_peers.csv", "reported_offences_quarters.csv")


def test_each_offence_count_is_the_one_in_the_catalog(folders: dict[str, Path], read: dict[str, Read]) -> None:
    place = folders["umea"].name
    cells = [value for name in OFFENCES for one in _catalog(name, place) for value in one.values()]
    figures = {int(value) for value in cells if value and value.isdigit()}
    assert len(figures) > 200
    series = [found for found in reading.tables(read["umea"]) if found["id"].startswith("series.bra-")]
    shown = [one for found in series for row in found["rows"] for one in row if isinstance(one["value"], float)]
    assert len(shown) > 7 * 30, "thirty years of six groups and of all per inhabitant, and the quarters"
    assert [one["id"] for one in shown if one["value"] not in figures] == []


def test_a_quarter_that_its_source_lacks_is_a_gap(read: dict[str, Read]) -> None:
    rows = {row[0]["text"]: row[1] for row in reading.table(read["umea"], "series.bra-totalt-kvartal.table")["rows"]}
    assert [rows[f"2014K{quarter}"]["text"] for quarter in (3, 4)] == ["saknas", "saknas"]
    assert [rows[f"2014K{quarter}"]["value"] for quarter in (3, 4)] == [None, None]
    assert rows["2014K2"]["value"] == 2748


def test_those_alike_stand_beside_with_intervals_and_the_others_as_unknown(read: dict[str, Read]) -> None:
    rows = {row[0]["text"]: row for row in reading.table(read["umea"], "alike.bra-totalt-invanare")["rows"]}
    known = {name: row[1]["value"] for name, row in rows.items() if row[1]["value"] is not None}
    assert known == {"Umeå": 9210, "Luleå": 10493, "Karlstad": 9960, "Örebro": 13915}
    assert reading.plain(rows["Umeå"][1]["text"]) == "9 210 (9 049–9 373)"
    assert all(
        "till" in row[2]["text"] and row[2]["value"] for name, row in rows.items() if name in known.keys() - {"Umeå"}
    )
    assert len(rows) == 8
    assert {row[1]["text"] for name, row in rows.items() if name not in known} == {"inget tal"}


def test_population_and_areas_are_those_of_the_catalog(folders: dict[str, Path], read: dict[str, Read]) -> None:
    document, place = read["umea"], folders["umea"].name
    populations = {row[0]["text"]: row[1] for row in reading.table(document, "series.folkmangd.table")["rows"]}
    for one in _catalog("population.csv", place):
        sure = one["grade"] == "källa"
        assert populations[one["year"]]["value"] == (int(one["population"]) if sure else None), one["year"]
    areas = {row[1]["text"]: row for row in reading.table(document, "typed.cartogram.table")["rows"]}
    catalog = _catalog("regso.csv", place)
    assert len(catalog) == len(areas) == 42
    for one in catalog:
        row = areas[one["code"]]
        assert (row[2]["value"], row[3]["value"]) == (int(one["population_2023"]), int(one["area_type_2022"]))
        assert bool(row[4]["text"]) == (one["students"] == "yes")


def test_the_cartogram_says_that_it_is_none(folders: dict[str, Path], read: dict[str, Read]) -> None:
    (figure,) = [
        block for one in read["umea"]["sections"] for block in one["blocks"] if block.get("id") == "typed.cartogram"
    ]
    assert "Inte en karta" in figure["alt"]
    page = (folders["umea"] / "lagesbild.html").read_text(encoding="utf-8")
    assert re.search(r"<text[^>]*>[^<]*Inte en karta\.</text>", page), "said in the drawing itself"
    assert "Inte en karta" in figure["note"]


def test_no_document_looks_at_a_clock(read: dict[str, Read]) -> None:
    today = dt.date.today().isoformat()  # noqa: DTZ011, TID251
    for document in read.values():
        assert today not in json.dumps(document)
