"""Invented figures of ten municipalities of different size, in the shapes that the public sources speak.

Every number is a formula of code, key figure and year, so that a test can say what it should be. Codes are real
because the program knows no others; the figures are not, and say nothing of any place.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from tryggve.catalog import read_csv
from tryggve.domain.indicator import Indicator, TableQuery, indicators

MUNICIPALITIES = ("2425", "2463", "2403", "0980", "0140", "2480", "1280", "1480", "0180", "0114")
"""From a few thousand inhabitants to a million; one is a county of its own."""

SMALL = ("2425", "2463", "2403")
NOT_ASKED = "0140"
"""This one took no part in the survey of citizens."""

INHABITANTS = {
    "2425": 2_500, "2463": 2_400, "2403": 2_300, "0980": 61_000, "0140": 30_000, "2480": 130_000, "1280": 360_000,
    "1480": 600_000, "0180": 980_000, "0114": 48_000, "0000": 10_500_000,
}  # fmt: skip
"""Round numbers: a rate per inhabitant says how many offences lie behind it only where people are known."""

YEARS = range(2012, 2027)
NOT_YET = 2026
NAMES = {row["code"]: row["name"] for row in read_csv("municipalities.csv")}
COUNTIES = sorted({code[:2] for code in MUNICIPALITIES})
KOLADA_AREAS = ("0000", *(f"00{code}" for code in COUNTIES), *MUNICIPALITIES)
REGSO = {code: [f"{code}R{number:03d}" for number in range(1, 4)] for code in MUNICIPALITIES}


def kolada_value(kpi: str, area: str, year: int) -> float:
    """A rate that depends on all three; of the key figure of inhabitants a number that fits the size of the place."""
    if kpi == "N01951":
        return float(INHABITANTS.get(area, 300_000) + 100 * (year - 2012))
    return round(50 + int(kpi[1:]) % 97 + int(area) % 13 + (year - 2010) * 0.5, 2)


def kolada_row(kpi: str, area: str, year: int) -> dict[str, Any]:
    """One row as Kolada writes it: small places have hidden values, one took no part, the current year is not out."""
    value: float | None = kolada_value(kpi, area, year)
    status = ""
    if area in SMALL and int(kpi[1:]) % 5 == 0:
        value, status = None, "Private"
    elif (area == NOT_ASKED and kpi.startswith("N006")) or year == NOT_YET:
        value, status = None, "Missing"
    sexes = "TKM" if kpi.startswith("N006") else "T"
    values = [{"gender": sex, "count": 1, "status": status, "value": value, "isdeleted": False} for sex in sexes]
    return {"kpi": kpi, "municipality": area, "period": year, "values": values}


def groups() -> list[dict[str, Any]]:
    """Peer groups of two kinds and two years; the members of the older one are others."""
    found = []
    for i, code in enumerate(MUNICIPALITIES):
        others = [other for other in MUNICIPALITIES if other != code]
        for kind, comma, year in (("övergripande", ",", 2025), ("övergripande", ",", 2024), ("socioekonomi", "", 2024)):
            members = (others[i % 3 :] + others[: i % 3])[: 7 if year == 2025 else 4]
            found.append(
                {
                    "id": f"G{len(found):05d}",
                    "title": f"Liknande kommuner{comma} {kind}, {NAMES[code]}, {year}",
                    "members": [{"member_id": other, "member_title": NAMES[other]} for other in members],
                }
            )
    return found


def table_queries() -> dict[str, list[Indicator]]:
    """The indicators of each of SCB's tables."""
    found: dict[str, list[Indicator]] = {}
    for one in indicators().values():
        if isinstance(one.query, TableQuery):
            found.setdefault(one.query.table, []).append(one)
    return found


def scb_dimensions(table: str, codelist: str = "") -> dict[str, list[str]]:
    """The codes of a table: all that the indicators ask for, and some that they do not."""
    queries = [one.query for one in table_queries()[table] if isinstance(one.query, TableQuery)]
    levels = {level for query in queries for level in query.levels}
    admin = ["00", *COUNTIES, *MUNICIPALITIES] if "municipality" in levels else []
    older = [code for codes in REGSO.values() for code in codes] if "regso" in levels else []
    newer = [f"{code}_RegSO2025" for code in older]
    chosen = {"vs_RegSO2020": older, "vs_RegSO2025": newer}.get(codelist, [*admin, *older, *newer])
    codes: dict[str, list[str]] = {"Region": chosen}
    for query in queries:
        for name, wanted in query.selection.items():
            codes.setdefault(name, []).extend(code for code in wanted if code not in codes[name])
    codes.setdefault("ContentsCode", []).append("ANNAT" if codes.get("ContentsCode") else "ENDA")
    if "Alder" in codes:
        codes["Alder"].append("80-")
    codes["Tid"] = [str(year) for year in range(2011, 2026)]
    return codes


def scb_value(table: str, at: dict[str, str]) -> tuple[float | None, str]:
    """Value and sign of one cell; small areas have zeros or dots in years when their division did not hold."""
    region, year = at["Region"], int(at["Tid"])
    small = "R" in region
    if small and (year > 2023) != region.endswith("2025"):
        return (0.0, "") if table == "TAB6574" else (None, "..")
    if region.startswith("2425R003"):
        return None, ".."
    if region == "2463" and at.get("Alder") == "15-19":
        return None, ".."
    if table == "TAB6685":
        return round(5 + int(region[6:8] or "2") * 4 + year % 5 * 0.3, 1) if small else 12.5, ""
    if at.get("ContentsCode") == "000008IU":
        return float(int(region[7])), ""
    share = {"1": 0.5, "2": 0.5}.get(at.get("Kon", ""), 1.0)
    part = {"15-19": 0.06, "20-24": 0.08, "80-": 0.05}.get(at.get("Alder", ""), 1.0)
    return round((1000 + int(region[:2]) * 100 + (year - 2000) * 10) * share * part, 1), ""


def json_stat(table: str, codes: dict[str, list[str]], *, with_values: bool) -> dict[str, Any]:
    """A table or its description as JSON-stat 2.0."""
    names = list(codes)
    said: dict[str, Any] = {
        "version": "2.0", "class": "dataset", "label": f"Tabell {table}", "source": "SCB",
        "updated": "2026-02-22T07:00:00Z", "id": names, "size": [len(codes[name]) for name in names],
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "dimension": {
            name: {
                "label": name.lower(),
                "category": {
                    "index": {code: place for place, code in enumerate(codes[name])},
                    "label": {code: NAMES.get(code, code) for code in codes[name]},
                },
                "extension": {"elimination": name in ("Region", "Alder", "Kon"), "codelists": []},
            }
            for name in names
        },
    }  # fmt: skip
    if with_values:
        cells = [scb_value(table, at) for at in _combinations(codes)]
        said["value"] = [value for value, _sign in cells]
        said["status"] = {str(place): sign for place, (_value, sign) in enumerate(cells) if sign}
    return said


def _combinations(codes: dict[str, list[str]]) -> Iterable[dict[str, str]]:
    found: list[dict[str, str]] = [{}]
    for name, several in codes.items():
        found = [{**at, name: code} for at in found for code in several]
    return found


def square(code: str, division: str = "2025") -> list[list[float]]:
    """The outline of a small area: squares in a row, each municipality in a row of its own."""
    row, column = MUNICIPALITIES.index(code[:4]), int(code[5:])
    east, north = 500_000.0 + 10_000 * column, 6_400_000.0 + 20_000 * row
    wide = 6_000 if division == "2020" and code.endswith("R003") else 9_000
    return [[east, north], [east + wide, north], [east + wide, north + 9_000], [east, north + 9_000], [east, north]]


def features(municipality: str, division: str = "2025") -> list[dict[str, Any]]:
    """The small areas of a municipality as SCB's map server gives them; the last was smaller before 2025."""
    return [
        {
            "type": "Feature", "id": f"RegSO_{division}.{code}", "geometry_name": "sp_geometry",
            "geometry": {"type": "MultiPolygon", "coordinates": [[square(code, division)]]},
            "properties": {
                "objectid": place, "regsokod": code, "regsonamn": f"Område {place}", "lanskod": code[:2],
                "kommunkod": municipality, "version": f"{division}_v2", "referensdatum": f"{division}0101",
            },
        }
        for place, code in enumerate(REGSO.get(municipality, ()), 1)
    ]  # fmt: skip


def listed_areas() -> dict[str, Any]:
    """The police's list: two areas, in the largest and the second largest municipality."""

    def area(name: str, kind: str, code: str) -> dict[str, Any]:
        east, north = square(code)[0]
        ring = [[east + x, north + y] for x, y in ((100, 100), (900, 100), (900, 900), (100, 900), (100, 100))]
        about = {"NAMN": name, "KATEGORI": kind, "REGION": "R", "LOKALPOLISOMRADE": "L", "ORT": "O"}
        return {"type": "Feature", "properties": about, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    return {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},
        "features": [
            area("Första", "Utsatt område", "0180R001"), area("Andra", "Särskilt utsatt område", "1480R002"),
        ],
    }  # fmt: skip


def zipped(content: bytes, name: str = "uso_2025.geojson") -> bytes:
    """A file packed as the police pack it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def events() -> list[dict[str, Any]]:
    """Notices: newest first, in the form of the police's interface."""

    def event(number: int, place: str, moment: str, text: str) -> dict[str, Any]:
        return {
            "id": number, "datetime": moment, "name": f"22 november 09.58, Stöld, {place}", "summary": text,
            "url": f"/aktuellt/handelser/{number}/", "type": "Stöld",
            "location": {"name": place, "gps": "60.67488,17.141273"},
        }  # fmt: skip

    return [
        event(3, NAMES["2480"], "2026-11-22 9:58:49 +01:00", "En påhittad notis."),
        event(2, NAMES["0180"], "2026-11-22 8:00:00 +01:00", "En annan."),
        event(1, "Västerbottens län", "2026-11-21 23:10:00 +01:00", "En sammanfattning."),
    ]


def bra_wide(codes: Iterable[str], years: Iterable[int] = range(1996, 2026)) -> str:
    """A table of Brå's with a column for each year: mark, footnotes, decimals, hidden and empty cells, preliminary."""
    years = list(years)
    heading = ";".join(["kommun", "brottstyp", *(f"{year}*" if year == years[-1] else str(year) for year in years)])
    rows = []
    for code in codes:
        for label, cell in _BRA_ROWS:
            rows.append(";".join([NAMES[code], label, *(cell(year) for year in years)]))
    return "\ufeffAnmälda brott\r\n\r\n" + heading + "\r\n" + "\r\n".join(rows) + "\r\n\r\nKälla: Brå\r\n"


_BRA_ROWS: tuple[tuple[str, Callable[[int], str]], ...] = (
    ("Totalt antal brott1", lambda year: f"{year - 900:,}".replace(",", " ")),
    ("Skadegörelsebrott 2)", lambda year: "-" if year == 2000 else str(year - 1900)),
    ("Bedrägeri och annan oredlighet", lambda year: ".." if year == 2001 else "" if year == 2002 else str(year - 1990)),
    ("Något som ingen frågar efter", lambda _year: "7"),
)


def json_bytes(said: Any) -> bytes:
    """As the sources send it."""
    return json.dumps(said, ensure_ascii=False).encode()
