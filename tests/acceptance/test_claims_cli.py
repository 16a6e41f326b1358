"""`tryggve claims`: the page of the documentation, the documents, and scripts that give the same numbers."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tryggve.catalog import read_csv
from tryggve.cli import main
from tryggve.domain.figure import BOTH, Figure, level_of_code, status_of
from tryggve.domain.language import use_language
from tryggve.ingest.figures.long_table import csv_text

PAGE = Path(__file__).parents[2] / "docs" / "sv" / "forklaring" / "pastaenden.md"
VERDICTS = {"holds": "Håller", "does_not_hold": "Håller inte", "cannot_be_judged": "Kan inte avgöras med dessa data"}


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    with use_language("sv"):
        yield


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("claims")
    with use_language("sv"):
        assert main(["claims", "--out", str(folder)]) == 0
    return folder


def said(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((folder / "pastaenden.json").read_text(encoding="utf-8"))["claims"]
    return found


def test_the_page_of_the_documentation_is_what_the_command_makes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "--format", "md"]) == 0
    made = capsys.readouterr().out
    assert made == PAGE.read_text(encoding="utf-8"), "tryggve claims --format md > docs/sv/forklaring/pastaenden.md"


def test_every_script_gives_the_numbers_without_our_code(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(out)
    compared = 0
    for one in said(out):
        script = (out / "skript" / f"{one['id']}.sql").read_text(encoding="utf-8")
        with duckdb.connect(":memory:") as connection:
            answers = []
            for statement in duckdb.extract_statements(script):
                answer = connection.execute(statement).fetchall()
                if statement.type == duckdb.StatementType.SELECT:
                    answers.append(answer[0][0] if answer else None)
        values = [number["value"] for number in one["numbers"]]  # type: ignore[attr-defined]
        assert len(answers) == len(values)
        for answer, value in zip(answers, values, strict=True):
            assert (answer is None) == (value is None)
            assert answer is None or float(answer) == pytest.approx(value, rel=1e-12)
        compared += sum(value is not None for value in values)
    assert compared >= 10


def test_every_format_says_the_same(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, marked = ((out / f"pastaenden.{ending}").read_text(encoding="utf-8") for ending in ("html", "md"))
    assert main(["claims"]) == 0
    told = capsys.readouterr().out
    for one in said(out):
        assert f"**{VERDICTS[str(one['verdict'])]}.** {one['text']}" in marked
        assert str(one["text"]) in page
        assert f"{one['text']}" in told
    assert (out / "pastaenden.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "pastaenden.xlsx").read_bytes().startswith(b"PK")


def test_numbers_of_the_catalog_counted_by_hand(out: Path) -> None:
    """From `umea_facts.md`: six lists; 127 119 to 133 091; 34 141 of 71 624; 309 mkr over 130 997; 8.87 and 0.34."""
    values = {number["id"]: number["value"] for one in said(out) for number in one["numbers"]}  # type: ignore[attr-defined]
    assert values["claim.inget-utsatt-omrade.lists_with_none"] == 6
    assert values["claim.snabbast-vaxande.own_growth"] == pytest.approx(4.698, abs=5e-4)
    assert values["claim.blandade-upplatelseformer.rental"] == pytest.approx(47.667, abs=5e-4)
    assert values["claim.en-skattekrona.per_inhabitant"] == pytest.approx(235_883, abs=0.5)
    assert values["claim.en-krona-ger-fem.earlier"] == pytest.approx(8.87, abs=5e-3)
    assert values["claim.en-krona-ger-fem.later"] == pytest.approx(0.34, abs=5e-3)


def test_nothing_there_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "--figures", str(tmp_path)]) == 1
    assert "tryggve fetch" in capsys.readouterr().err
    assert main(["claims", "--place", "atlantis"]) == 1
    assert re.search("Katalogen har inga påståenden", capsys.readouterr().err)


@pytest.mark.shared
def test_the_only_city_without_by_real_figures(
    tmp_path: Path, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SCB's population of 2023 and the police's list of 2025: who else has over 100 000 and no listed area."""
    people, listed = _real(shared)
    typed = {
        row["code"]: (float(row["population"]), row["listed"]) for row in read_csv("claims/large_municipalities.csv")
    }
    real = {code: (n, "yes" if code in listed else "no") for code, n in people.items() if n >= 100_000}
    assert typed == real
    figures = [
        *(_figure("folkmangd", "2023", code, n) for code, n in people.items()),
        *(_figure("utsatta_omraden", "2025", code, float(code in listed)) for code in people),
    ]
    (tmp_path / "figures.csv").write_text(csv_text(sorted(figures)), encoding="utf-8")
    assert main(["claims", "--figures", str(tmp_path), "--format", "json"]) == 0
    found = {one["id"]: one for one in json.loads(capsys.readouterr().out)["claims"]}
    others = sorted(code for code, n in people.items() if n >= 100_000 and code not in listed and code != "2480")
    assert others  # there are some, so the claim falls
    assert found["enda-utan"]["verdict"] == "does_not_hold"
    assert found["storsta-utan"]["verdict"] == "holds"
    assert all(people[code] < people["2480"] for code in others)


@pytest.mark.shared
def test_dissimilarity_by_whole_counts(out: Path, shared: Path) -> None:
    """The index from the rounded shares of the catalog lies within a thousandth of that from SCB's whole counts."""
    rows = [row for row in _rows(shared / "scb" / "umea_regso_2020_2023.csv", ",") if row["ar"] == "2023"]
    assert len(rows) == 42
    abroad = [float(row["utrikes_fodda"]) for row in rows]
    born = [float(row["fodda_i_sverige"]) for row in rows]
    whole = 0.5 * sum(abs(x / sum(abroad) - y / sum(born)) for x, y in zip(abroad, born, strict=True))
    values = {number["id"]: number["value"] for one in said(out) for number in one["numbers"]}  # type: ignore[attr-defined]
    assert values["claim.lag-segregation.d"] == pytest.approx(whole, abs=1e-3)


def _figure(indicator: str, period: str, code: str, value: float) -> Figure:
    return Figure(indicator, code, level_of_code(code), "", period, BOTH, value, None, status_of(value), "", "t")


def _rows(path: Path, delimiter: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _real(shared: Path) -> tuple[dict[str, float], set[str]]:
    parquet = shared / "scb" / "regso_befolkning_inkomst_boende_2020_2023.parquet"
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(
            "SELECT kommun_kod, sum(befolkning) FROM read_parquet(?) WHERE ar = 2023 AND kommun_kod IS NOT NULL "
            "GROUP BY ALL",
            [str(parquet)],
        ).fetchall()
    return {str(code): float(n) for code, n in found}, {
        row["kommun_kod"] for row in _rows(shared / "bra" / "polisen_uso_2025_andel_av_kommunyta.csv", ";")
    }
