"""`tryggve survey` from files to documents: every number made again by its SQL, and no person in any file."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.unit.survey_files import COUNTS, SECRET, answers, write_answers, write_design
from tryggve.cli import main
from tryggve.cli.explain import numbers_of

BEFORE = {"centrum": (100, 25, 12), "soder": (80, 15, 9), "vaster": (120, 28, 10)}
FORMATS = "html,json,xlsx"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a survey with a round before, a bad row, in Swedish."""
    folder = tmp_path_factory.mktemp("survey")
    before = write_answers(folder / "forra.csv", answers(BEFORE))
    rows = [*answers(), ["R-900", "norr", "1", "Ja", SECRET]]
    now = write_answers(folder / "svar.csv", rows)
    words = [
        "survey",
        str(now),
        "--design",
        str(write_design(folder)),
        "--out",
        str(folder / "ut"),
        "--format",
        FORMATS,
    ]
    assert main([*words, "--previous", str(before), "--previous-design", str(write_design(folder, 2022))]) == 0
    return folder / "ut"


@pytest.fixture(scope="module")
def document(made: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((made / "lagesbild.json").read_text("utf-8"))
    return found


def tables(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for part in document["sections"] for block in part["blocks"] if block["type"] == "table"]


def test_every_number_is_made_again_by_its_sql(made: Path, document: dict[str, Any]) -> None:
    connection = duckdb.connect()
    views = (made / "underlag" / "views.sql").read_text("utf-8")
    connection.execute(views.replace("'./", f"'{made / 'underlag'}/"))
    found = [(name, one) for name, one in numbers_of(document) if one.get("trace")]
    assert len(found) > 60
    for name, one in found:
        (row,) = connection.execute(one["trace"]["sql"]).fetchall()
        if isinstance(one["value"], int | float):
            assert math.isclose(row[0], one["value"], rel_tol=1e-9, abs_tol=1e-12), name
        else:
            assert all(isinstance(value, float) for value in row), name
        assert one["trace"]["method"] in {method["key"] for method in document["methods"]}, name


def test_every_number_in_a_table_has_an_id(document: dict[str, Any]) -> None:
    for table in tables(document):
        for row in table["rows"]:
            for cell in row[1:]:
                assert cell.get("id") or not any(letter.isdigit() for letter in cell["text"]) or "30" in cell["text"]


def test_the_python_calls_give_what_is_printed(document: dict[str, Any]) -> None:
    from tryggve.stats.survey import kept

    calls = [(name, one) for name, one in numbers_of(document) if (one.get("trace") or {}).get("call")]
    assert calls
    for name, one in calls:
        text = one["trace"]["call"].removeprefix("tryggve.stats.survey.kept.")
        result = eval(text, vars(kept))
        if name.startswith("change.") and not name.endswith("interval"):
            assert result.value == pytest.approx(one["value"])


def test_no_person_is_in_any_file(made: Path) -> None:
    read = [path for path in made.rglob("*") if path.is_file() and path.suffix != ".xlsx"]
    assert len(read) >= 6
    for path in read:
        text = path.read_text("utf-8-sig")
        assert SECRET not in text, path.name
        assert "RESP-" not in text, path.name
        assert "R-900" not in text, path.name
    returned = (made / "svar.rejected.csv").read_text("utf-8-sig").splitlines()
    assert len(returned) == 2
    assert '"norr"' in returned[1]


def test_what_is_met_and_what_is_felt_stand_apart(document: dict[str, Any]) -> None:
    parts = {part["key"]: json.dumps(part, ensure_ascii=False) for part in document["sections"]}
    assert '"hot"' not in parts["series-perception"]
    assert "share.kvall" not in parts["series-event"]
    assert "share.hot" not in parts["series-perception"]
    text = json.dumps(document, ensure_ascii=False).lower()
    assert not re.search(r"trygghetsindex|rangordning|sämst|bäst", text)


def test_areas_stand_in_the_order_of_the_design(document: dict[str, Any]) -> None:
    shares = next(one for one in tables(document) if one["id"] == "shares.kvall")
    assert [row[0]["text"] for row in shares["rows"]] == ["alla tillfrågade", "Centrum", "Söder", "Väster"]
    centrum = [cell["text"] for cell in shares["rows"][1]]
    assert centrum[1] == "50\u00a0%"
    assert centrum[3:6] == ["200", "100", "50\u00a0%"]


def test_a_clear_change_is_a_finding_and_another_is_not(document: dict[str, Any]) -> None:
    """Centrum rose from 25 to 50 of 100; threats are as they were."""
    assert "finding.kvall.centrum.change" in {one["id"] for one in document["findings"]}
    assert not [one for one in document["findings"] if one["id"].startswith("finding.hot")]
    threats = next(one for one in tables(document) if one["id"] == "changes.hot")
    assert {row[4]["text"] for row in threats["rows"]} == {"nej: kan vara ingen skillnad"}


def test_explain_tells_of_a_share(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "share.kvall.soder", str(made)]) == 0
    said = capsys.readouterr().out
    assert "0.2" in said
    assert "counted_weight / base_weight" in said
    assert "Mycket otrygg, Ganska otrygg" in said


def test_the_round_before_may_be_the_folder_of_then(made: Path, tmp_path: Path) -> None:
    words = [
        "survey",
        str(write_answers(tmp_path / "ny.csv", answers())),
        "--design",
        str(write_design(tmp_path, 2026)),
    ]
    out = tmp_path / "ut"
    assert main([*words, "--previous", str(made), "--out", str(out), "--format", "json"]) == 0
    found = json.loads((out / "lagesbild.json").read_text("utf-8"))
    rows = next(one for one in tables(found) if one["id"] == "changes.kvall")["rows"]
    assert rows[1][2]["value"] == 0.0  # the same answers as in 2025
    assert COUNTS["centrum"][1] == 50
    assert rows[1][1]["value"] == 0.5


def test_the_pdf_is_made_of_the_same_tree(tmp_path: Path) -> None:
    words = ["survey", str(write_answers(tmp_path / "svar.csv", answers())), "--design", str(write_design(tmp_path))]
    assert main([*words, "--out", str(tmp_path / "ut"), "--format", "pdf"]) == 0
    assert (tmp_path / "ut" / "lagesbild.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("more", [["--previous-design", "x.toml"], ["--previous", "a", "--previous", "b"]])
def test_half_a_round_before_is_refused(tmp_path: Path, more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    words = ["survey", str(write_answers(tmp_path / "svar.csv", answers())), "--design", str(write_design(tmp_path))]
    assert main([*words, "--out", str(tmp_path / "ut"), *more]) == 1
    assert "--previous" in capsys.readouterr().err
    assert not (tmp_path / "ut").exists()
