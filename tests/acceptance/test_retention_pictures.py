"""A lägesbild of a time whose reports are deleted: the counts stand, who reported stands, nothing looks calm."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tryggve.cli import main

PERIODS = ("2023", "2023-10", "2024", "2025")
RUN = ("run", "--yes", "--today", "2026-03-31", "--by", "Kerstin")
DECIDE = (
    "decide", "--reference", "KS 2026/7", "--decided-by", "Kommunstyrelsen", "--decided-on", "2026-01-15",
    "--text-months", "12", "--facts-months", "21", "--by", "Kerstin",
)  # fmt: skip


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Period → the lägesbild before reports before June 2024 were deleted, and the one after.

    Two schools of three report, in every second month only, and nothing but graffiti until 2025.
    """
    folder = tmp_path_factory.mktemp("pictures")
    rows = ["rapport_id;rapporttyp;organisation;organisationstyp;fran;kategori;beskrivning"]
    for month in range(0, 48, 2):
        for k in range(24):
            kind = "buller" if month >= 36 and k % 3 else "klotter"
            school, day = ("Norrskolan", "Söderskolan")[k % 2], f"{2022 + month // 12}-{month % 12 + 1:02}-{k + 1:02}"
            rows.append(f"R{month}-{k};händelse;{school};skola;{day} 12:00;{kind};Text")
    (folder / "rapporter.csv").write_text("\n".join(rows), encoding="utf-8")
    promised = [f"{school};skola;;2021-12-27;;vecka" for school in ("Norrskolan", "Söderskolan", "Tysta skolan")]
    (folder / "rapportorer.csv").write_text(
        "\n".join(["organisation;organisationstyp;omraden;fran;till;takt", *promised]), encoding="utf-8"
    )
    store = str(folder / "lager")
    assert main(["init", store, "--municipality", "Exempelkommunen"]) == 0
    files = [str(folder / "rapporter.csv"), "--reporters", str(folder / "rapportorer.csv")]
    assert main(["import", *files, "--store", store]) == 0
    found: dict[str, list[dict[str, Any]]] = {period: [] for period in PERIODS}
    for when in ("before", "after"):
        for period in PERIODS:
            out = folder / when / period
            words = ["--store", store, "--period", period, "--out", str(out), "--format", "json"]
            assert main(["lagesbild", *words]) == 0
            found[period].append(json.loads((out / "lagesbild.json").read_text(encoding="utf-8")))
        if when == "before":
            assert main(["retention", *DECIDE, "--store", store]) == 0
            assert main(["retention", *RUN, "--store", store]) == 0
    return found


def section(picture: dict[str, Any], key: str) -> dict[str, Any] | None:
    return next((found for found in picture["sections"] if found["key"] == key), None)


@pytest.mark.parametrize("period", PERIODS)
def test_who_reported_is_the_same_before_and_after(pictures: dict[str, list[dict[str, Any]]], period: str) -> None:
    before, after = pictures[period]
    assert section(before, "coverage") == section(after, "coverage") is not None
    told = [[f for f in picture["findings"] if f["key"] == "coverage.share"] for picture in (before, after)]
    assert told[0] == told[1]


def test_a_deleted_year_adds_up_from_its_months(pictures: dict[str, list[dict[str, Any]]]) -> None:
    """January, March, … had reports; the months between had none."""
    tables = section(pictures["2023"][1], "tables")
    assert tables is not None
    rows = next(block["rows"] for block in tables["blocks"] if "rows" in block)
    assert [(row[0]["text"], row[1]["value"], row[2]["value"]) for row in rows] == [("klotter", 144, 144)]


@pytest.mark.parametrize("period", ["2023", "2023-10"])
def test_a_deleted_period_is_not_calm(pictures: dict[str, list[dict[str, Any]]], period: str) -> None:
    _before, after = pictures[period]
    extent = section(after, "extent")
    assert extent is not None
    assert ["1 juni 2024" in block["text"] for block in extent["blocks"]] == [True]
    assert not any(section(after, key) for key in ("list", "when", "where", "harm"))
    assert [finding["key"] for finding in after["findings"]] == ["coverage.share"]
    standing_out, unknown = section(after, "standing-out"), section(after, "unknown")
    assert "1 juni 2024" in json.dumps(standing_out, ensure_ascii=False)
    assert "1 juni 2024" in json.dumps(unknown, ensure_ascii=False)
    assert "1 juni 2024" in after["banner"]


def test_a_period_that_is_deleted_in_part_says_so_everywhere(pictures: dict[str, list[dict[str, Any]]]) -> None:
    before, after = pictures["2024"]
    assert any(finding["key"] == "level.total" for finding in before["findings"])
    assert [finding["key"] for finding in after["findings"]] == ["coverage.share"]
    for key in ("extent", "when", "where", "harm"):
        found = section(after, key)
        assert found is not None
        assert "1 juni 2024" in found["blocks"][0]["text"]
    assert "1 juni 2024" in after["banner"]
    assert after["banner"] != pictures["2023"][1]["banner"]


def test_a_period_after_it_is_held_against_nothing_deleted(pictures: dict[str, list[dict[str, Any]]]) -> None:
    before, after = pictures["2025"]
    for picture, known in ((before, True), (after, False)):
        extent = section(picture, "extent")
        assert extent is not None
        rows = next(block["rows"] for block in extent["blocks"] if "rows" in block)
        # Kind, number, perhaps what was expected, the year before, the change.
        assert [row[-2].get("value") is not None for row in rows] == [known] * len(rows)
    assert "1 juni 2024" not in after["banner"]
    assert "1 juni 2024" in json.dumps(section(after, "unknown"), ensure_ascii=False)
    assert section(after, "when") == section(before, "when")
