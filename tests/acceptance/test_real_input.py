"""Four real files, as they are: what the product must make of them, and what it must refuse to say.

The texts of the police's notices are read here and never written: not in a message of a failing test either.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from tests.acceptance import reading
from tryggve.cli import main
from tryggve.domain.language import use_language
from tryggve.ingest import tables
from tryggve.ingest.areas_file import read_areas
from tryggve.ingest.context import Context
from tryggve.ingest.locate import Locator
from tryggve.ingest.mapping import Mapped, apply
from tryggve.ingest.profile import load_profile
from tryggve.ingest.sources import polisen

pytestmark = pytest.mark.shared

NOTICES, COUNTY = "polisen/umea_events_api_format.jsonl", "polisen/vasterbotten_2023_2025.parquet"
DISTRICTS = "geo/umea_stadsdelar_epsg3006.geojson"
STREET = "incidents/uk_west_yorkshire_street_{}.parquet"
BURGLARIES = "incidents/chicago_burglary_2016.csv"
THEFTS = "incidents/nyc_vehicle_thefts_2014_2016.parquet"

# data/README.md of the test material: types that are about traffic are 44 % of the notices.
TRAFFIC = (
    "Trafikolycka", "Trafikolycka, vilt", "Trafikolycka, singel", "Trafikolycka, smitning från",
    "Trafikolycka, personskada", "Trafikkontroll", "Trafikbrott", "Trafikhinder", "Rattfylleri", "Olovlig körning",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A lägesbild of a real file."""

    folder: Path

    @property
    def read(self) -> dict[str, Any]:
        return reading.document(self.folder)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the facts behind it."""
        with duckdb.connect() as connection:
            for name in ("incident_fact", "incident_area"):
                path = str(self.folder / "underlag" / f"{name}.parquet").replace("'", "''")
                connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{path}')")
            return connection.execute(sql).fetchall()

    def number(self, sql: str) -> int:
        return int(self.ask(sql)[0][0])

    @property
    def total(self) -> int:
        (found,) = [one for one in self.read["findings"] if one["key"] == "level.total"]
        return int(found["value"])

    def kinds(self) -> set[str]:
        return {one["kind"] for one in self.read["findings"]}

    def words(self, section: str) -> str:
        return reading.plain(" ".join(reading.words(reading.section(self.read, section))))


def make(out: Path, period: str, *words: object) -> Made:
    with use_language("sv"):
        given = ["lagesbild", *map(str, words), "--period", period, "--out", str(out), "--today", "2026-01-01"]
        assert main([*given, "--format", "html,json"]) == 0
    return Made(out)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real")


# --- (a) the police's notices -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def notices(shared: Path, made: Path) -> Made:
    return make(made / "notices", "2025", shared / NOTICES, "--areas", shared / DISTRICTS)


@pytest.fixture(scope="module")
def county(shared: Path, made: Path) -> Made:
    return make(made / "county", "2025", shared / COUNTY, "--areas", shared / DISTRICTS)


@pytest.fixture(scope="module")
def raw_notices(shared: Path) -> list[dict[str, Any]]:
    with (shared / NOTICES).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_a_centroid_is_no_point(notices: Made) -> None:
    assert "density" not in notices.kinds()
    assert notices.number("SELECT COUNT(*) FROM incident_fact WHERE x IS NOT NULL OR location_precision < 3") == 0
    figures = [block for part in notices.read["sections"] for block in part["blocks"] if block["type"] == "figure"]
    assert not [one for one in figures if one["table"] and one["table"]["id"].startswith("squares")]
    assert "Ingen täthetskarta görs" in notices.words("where")


def test_nothing_is_lost_and_traffic_is_left_out(notices: Made, raw_notices: list[dict[str, Any]]) -> None:
    assert notices.number("SELECT COUNT(*) FROM incident_fact") == len(raw_notices) == 1651
    traffic = sum(one["type"] in TRAFFIC for one in raw_notices)
    assert 0.42 < traffic / len(raw_notices) < 0.46
    listed = ", ".join(f"'{one}'" for one in TRAFFIC)
    outside = f"SELECT COUNT(*) FROM incident_fact WHERE category_label IN ({listed}) AND left_out = 'outside_est'"
    assert notices.number(outside) == traffic
    assert notices.total == notices.number("SELECT SUM(n) FROM incident_fact WHERE left_out = '' AND year = 2025")


def _published(text: str) -> dt.datetime:
    """The hour is not padded: "2025-12-31 9:51:44 +01:00"."""
    day, clock, offset = text.split(" ")
    return dt.datetime.fromisoformat(f"{day}T{clock.zfill(8)}{offset}")


def test_the_event_time_is_that_of_the_title(notices: Made, raw_notices: list[dict[str, Any]]) -> None:
    found = dict(notices.ask("SELECT source_id, start_s FROM incident_fact WHERE time_precision = 1"))
    assert len(found) == 1651
    for one in raw_notices:
        day, _month, clock = one["name"].split(",")[0].replace(":", ".").split(" ")[:3]
        local = dt.datetime.fromtimestamp(found[str(one["id"])], ZoneInfo("Europe/Stockholm"))
        assert (local.day, local.hour, local.minute) == (int(day), *map(int, clock.split("."))), one["id"]
        published = _published(one["datetime"])
        assert dt.timedelta(hours=-24) < published - local < dt.timedelta(hours=33), one["id"]


def _placed(shared: Path, use_body: bool) -> tuple[Mapped, dict[str, str]]:
    """Notices read with or without the page text, and id → name of the district that each was placed in."""
    register = read_areas(shared / DISTRICTS, crs="EPSG:3006")
    context = Context(1, "EPSG:3006", "Europe/Stockholm", register, Locator(register), dt.date(2026, 1, 1))
    prepared = polisen.prepare(tables.read(shared / NOTICES), use_body=use_body)
    mapped = apply(prepared, replace(load_profile("polisen"), reader=""), context)
    names = {area.code: area.name for area in register.areas}
    incidents = mapped.incidents
    codes = incidents.areas["stadsdel"]
    return mapped, {incidents.source_id[i]: names[codes[i]] for i in range(len(incidents)) if codes[i]}


def _agrees(name: str, mentioned: list[str]) -> bool:
    """The word list writes Ålidhem where the register says Ålidhemsområdet, and Haga where it says Haga/Sandbacka."""
    return any(one == name or name.startswith(f"{one}s") or one in name.split("/") for one in mentioned)


def test_districts_are_found_in_the_texts(
    shared: Path, raw_notices: list[dict[str, Any]], record_property: Any
) -> None:
    oracle = {str(one["id"]): one["_area_mentions"] for one in raw_notices}
    figures = {}
    for use_body in (False, True):
        _mapped, placed = _placed(shared, use_body)
        both = [one for one in placed if oracle[one]]
        agreed = sum(_agrees(placed[one], oracle[one]) for one in both)
        figures[use_body] = (len(placed), agreed / len(both))
        record_property(f"placed, use_body={use_body}", f"{len(placed)} placed, {agreed} of {len(both)} as the oracle")
    assert figures[False][0] >= 500
    assert figures[True][0] > figures[False][0], "the page text tells more than the summary"
    assert min(share for _n, share in figures.values()) > 0.9


def test_the_command_reads_no_page_text(notices: Made, shared: Path) -> None:
    _mapped, placed = _placed(shared, use_body=False)
    assert notices.number("SELECT COUNT(*) FROM incident_area WHERE level = 'stadsdel'") == len(placed)


def test_a_name_that_fits_several_districts_counts_in_none_of_them(shared: Path) -> None:
    mapped, placed = _placed(shared, use_body=False)
    several = next(note for note in mapped.notes if "flera områden" in note or "several areas" in note)
    assert int(several.split()[0]) > 20
    incidents = mapped.incidents
    held = [i for i in range(len(incidents)) if not incidents.areas["stadsdel"][i]]
    assert len(held) == len(incidents) - len(placed)
    assert {incidents.areas["municipality"][i] for i in held} == {"all"}


def test_summaries_are_held_back(county: Made) -> None:
    assert county.number("SELECT COUNT(*) FROM incident_fact") == 5632
    assert county.number("SELECT COUNT(*) FROM incident_fact WHERE left_out = 'summary'") == 1013
    labels = "SELECT COUNT(*) FROM incident_fact WHERE category_label LIKE 'Sammanfattning%' AND left_out <> 'summary'"
    assert county.number(labels) == 0
    assert "stoppad för granskning" in county.words("unknown")
    assert county.total == county.number("SELECT SUM(n) FROM incident_fact WHERE left_out = '' AND year = 2025")


def test_notices_of_other_municipalities_are_in_no_district(county: Made, notices: Made) -> None:
    placed = "SELECT COUNT(*) FROM incident_area WHERE level = 'stadsdel'"
    assert county.number(placed) == notices.number(placed)
    assert "density" not in county.kinds()


def test_no_text_of_a_notice_gets_out(notices: Made, raw_notices: list[dict[str, Any]]) -> None:
    texts = [text for one in raw_notices for text in (one["summary"], one["_body"]) if text and len(text) > 40]
    assert len(texts) > 1000
    for name, held in reading.all_texts(notices.folder).items():
        assert sum(text[:40] in held for text in texts) == 0, name


# --- (b) West Yorkshire -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def street(shared: Path, made: Path) -> Made:
    files = [shared / STREET.format(month) for month in ("2016-07", "2017-07")]
    return make(made / "street", "2017-07", *files)


def test_every_row_of_the_street_files_counts_once(street: Made) -> None:
    per_file = "SELECT file_no, COUNT(*), SUM(n) FROM incident_fact WHERE left_out = '' GROUP BY 1 ORDER BY 1"
    assert street.ask(per_file) == [(1, 27176, 27176), (2, 28537, 28537)]
    assert street.total == 28537


def test_only_the_month_and_the_street_are_known(street: Made) -> None:
    assert street.ask("SELECT DISTINCT time_precision, iso_week, weekday, hour FROM incident_fact") == [(4, 0, 0, -1)]
    unplaced = "SELECT file_no, COUNT(*) FROM incident_fact WHERE x IS NULL GROUP BY 1 ORDER BY 1"
    assert street.ask(unplaced) == [(1, 1347), (2, 1541)]
    assert street.ask("SELECT DISTINCT location_precision FROM incident_fact WHERE x IS NOT NULL") == [(2,)]
    assert re.search(r"\b1 541\D+28 537\b", street.words("unknown"))
    assert street.read["meta"]["crs"] == "EPSG:32630"
    assert street.read["meta"]["time_zone"] == "Europe/London"
    assert "time_profile" not in street.kinds()


def test_mixed_categories_are_marked(street: Made) -> None:
    mixed = "SELECT DISTINCT category_label FROM incident_fact WHERE mixed <> 0 ORDER BY 1"
    assert [label for (label,) in street.ask(mixed)] == ["Criminal damage and arson", "Violence and sexual offences"]


def test_no_figures_by_the_week(shared: Path, made: Path) -> None:
    week = make(made / "week", "2017-W28", shared / STREET.format("2017-07"))
    assert week.total == 0
    assert "28 537" in week.words("unknown")
    assert {one["certainty"] for one in week.read["findings"]} <= {"unknown", "low"}


# --- (c) Chicago ------------------------------------------------------------------------------------------------------


def test_a_coordinate_system_that_is_nowhere_stated(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lagesbild", str(shared / BURGLARIES), "--period", "2016", "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "--crs" in said
    assert not (tmp_path / "out").exists()


def test_burglaries_by_date_and_point(shared: Path, made: Path) -> None:
    chicago = make(made / "chicago", "2016", shared / BURGLARIES, "--crs", "EPSG:26971")
    assert chicago.number("SELECT COUNT(*) FROM incident_fact") == 11700
    returned = (chicago.folder / "chicago_burglary_2016.rejected.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(returned) == 2
    assert chicago.total == 11699, "one of them is dated the year before"
    assert chicago.ask("SELECT DISTINCT time_precision, location_precision FROM incident_fact") == [(3, 1)]
    west, south, east, north = chicago.ask("SELECT MIN(x), MIN(y), MAX(x), MAX(y) FROM incident_fact")[0]
    assert chicago.read["meta"]["crs"] == "EPSG:32616"
    # The city in UTM 16N: 41.64 to 42.03 degrees north, 87.94 to 87.52 degrees west.
    assert 420_000 < west < east < 460_000
    assert 4_608_000 < south < north < 4_655_000
    assert "time_profile" not in chicago.kinds(), "no hour is known"


# --- (d) New York -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def thefts(shared: Path, made: Path) -> Made:
    return make(made / "thefts", "2016", shared / THEFTS, "--zone", "America/New_York")


def test_thefts_are_intervals(thefts: Made, shared: Path) -> None:
    assert thefts.read["meta"]["crs"] == "EPSG:32618"
    assert thefts.read["meta"]["time_zone"] == "America/New_York"
    rows = thefts.number("SELECT COUNT(*) FROM incident_fact")
    returned = thefts.folder / "nyc_vehicle_thefts_2014_2016.rejected.csv"
    refused = len(returned.read_text(encoding="utf-8-sig").splitlines()) - 1 if returned.exists() else 0
    assert rows + refused == 27774
    assert refused <= 10, "only times that no clock in the city showed"
    kinds = Counter(dict(thefts.ask("SELECT time_precision, COUNT(*) FROM incident_fact GROUP BY 1")))
    # 2 280 ends are "NA" and 419 intervals have no length: those are instants, all others intervals.
    assert kinds[1] == pytest.approx(2280 + 419, abs=10)
    assert kinds[2] == rows - kinds[1]


def test_the_midpoint_is_never_used(thefts: Made, shared: Path) -> None:
    path = str(shared / THEFTS).replace("'", "''")
    wanted = f"""
        SELECT COUNT(*) FROM incident_fact AS f JOIN read_parquet('{path}') AS r ON f.source_id = r.uid
        WHERE r.date_end <> 'NA' AND r.date_start <> r.date_end
          AND f.start_s <> f.end_s
          AND f.end_s - f.start_s = epoch(strptime(r.date_end, '%Y-%m-%d %H:%M') AT TIME ZONE 'America/New_York')
                                  - epoch(strptime(r.date_start, '%Y-%m-%d %H:%M') AT TIME ZONE 'America/New_York')"""
    assert thefts.number(wanted) > 24_900


def test_long_intervals_are_left_out_of_the_profile_and_counted(thefts: Made) -> None:
    long = thefts.number(
        "SELECT SUM(n) FROM incident_fact WHERE year = 2016 AND time_precision = 2 AND end_s - start_s > 7 * 86400"
    )
    assert long > 500
    figure = next(block for block in reading.section(thefts.read, "when")["blocks"] if block["type"] == "figure")
    spread = sum(one["value"] or 0 for row in figure["table"]["rows"] for one in row[1:])
    assert spread == pytest.approx(thefts.total - long, rel=0.001)
    assert re.search(rf"\b{long}\b", reading.plain(figure["note"]))


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    with use_language("sv"):
        yield
