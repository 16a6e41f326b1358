"""The glossary and the code say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.glossary import complaints, defined_names, read_glossary
from tests.architecture.tree import PACKAGE, ROOT, assert_none, python_files

HEAD = "| Svenska | Namn | Betydelse | Källa |\n| --- | --- | --- | --- |\n"
DEFINED = {"domain.area.Area", "domain.area.Area.level", "domain.period.Period", "stats.rates.rate"}


def test_glossary_is_bound_to_the_code() -> None:
    terms = read_glossary((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))
    assert terms
    assert_none(complaints(terms, defined_names(python_files(PACKAGE), PACKAGE)))


def judged(*rows: str) -> list[str]:
    return complaints(read_glossary(HEAD + "\n".join(rows)), DEFINED)


def test_a_true_table_passes() -> None:
    assert judged("| nivå | `Area.level`, `Signal` (planerad) | a | b |", "| område | `Area` | a | b |") == []


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (["| ort | `Place` | a | b |"], "`Place` is not in the code"),
        (["| del | `vel` | a | b |"], "`vel` is not in the code"),
        (["| tid | `Period` (planerad) | a | b |"], "`Period` exists now"),
        (["| tid | `Period` | a | b |", "| tid | `Area` | a | b |"], "stands twice"),
        (["| åtal | `rate` | a | b |", "| zon | `Area` | a | b |"], "zon: belongs where åtal stands"),
    ],
)
def test_a_false_table_is_found(rows: list[str], complaint: str) -> None:
    found = judged(*rows)
    assert len(found) == 1
    assert complaint in found[0]


@pytest.mark.parametrize("row", ["| ort | Place | a | b |", "| ort | `Area` | a |", "| ort | `Area` |  | b |"])
def test_a_crooked_row_is_named(row: str) -> None:
    with pytest.raises(ValueError, match=r"row needs|write `name`"):
        judged(row)


def test_names_of_every_kind_are_seen(tmp_path: Path) -> None:
    (tmp_path / "stats").mkdir()
    (tmp_path / "stats" / "rates.py").write_text(
        "LIMIT = 5\nkept: int = 1\ndef rate():\n    inner = 1\n"
        "class Result:\n    value: float\n    A = 1\n    def low(self): ...\n"
    )
    assert defined_names([tmp_path / "stats" / "rates.py"], tmp_path) == {
        "stats.rates",
        "stats.rates.LIMIT",
        "stats.rates.kept",
        "stats.rates.rate",
        "stats.rates.Result",
        "stats.rates.Result.value",
        "stats.rates.Result.A",
        "stats.rates.Result.low",
    }
