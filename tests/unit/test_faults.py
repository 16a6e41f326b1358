"""What is wrong with rows, told row by row or, where too much is wrong, of the file as a whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.faults import Faults


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def of_rows(n: int) -> Faults:
    return Faults(np.arange(2, n + 2, dtype=np.int32))


def marked(*wrong: int) -> np.ndarray:
    return np.array(wrong, bool)


VALUES = Coded.of(["ring 070-123 45 67", "b", "c"])


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tryggve.ingest.faults.REFUSED_LIMIT", 2)
    monkeypatch.setattr("tryggve.ingest.faults.FAULTS_LIMIT", 4)


def test_errors_come_in_the_order_of_rows_and_within_a_row_as_they_were_found() -> None:
    faults = of_rows(3)
    assert faults.errors() == ()
    faults.add(marked(0, 1, 1), "x", VALUES, lambda row: f"index {row}", "h")
    faults.add_row(1, "y", "v", "single", "h")
    faults.add_codes([True, True, False], "z", VALUES, "codes", "h")
    told = [(error.row, error.column, error.value, error.what) for error in faults.errors()]
    assert told == [
        (2, "z", "ring [phone number]", "codes"),
        (3, "x", "b", "index 1"),
        (3, "y", "v", "single"),
        (3, "z", "b", "codes"),
        (4, "x", "c", "index 2"),
    ]
    assert faults.bad.tolist() == [True, True, True]


@pytest.mark.usefixtures("few")
def test_too_many_wrong_rows_are_a_fault_of_the_file_that_names_the_most_common_with_a_masked_example() -> None:
    faults = of_rows(3)
    faults.add(marked(0, 1, 1), "x", VALUES, "Seldom.", "Mend x.")
    assert len(faults.errors()) == 2
    faults.add(marked(0, 1, 0), "y", VALUES, "Often.", "Another way.")
    faults.add(marked(1, 0, 1), "y", VALUES, "Often.", "Mend y.")
    with pytest.raises(FileError) as refusal:
        faults.errors()
    assert refusal.value.what.startswith("At least 3 rows cannot go in, with 5 faults")
    assert "(3 times) is in the column y, as in row 2, “ring [phone number]”: Often." in refusal.value.what
    assert refusal.value.how.endswith("Mend y.")


@pytest.mark.usefixtures("few")
def test_too_many_faults_in_few_rows_are_refused_before_all_are_held() -> None:
    faults = of_rows(2)
    for _time in range(4):
        faults.add_row(1, "x", "v", "No number.", "Mend it.")
    assert len(faults.errors()) == 4
    with pytest.raises(FileError, match=r"At least 1 rows .* \(5 times\) is in the column x, as in row 3, “v”"):
        faults.add_row(1, "x", "v", "No number.", "Mend it.")


@pytest.mark.usefixtures("few")
def test_of_rows_that_repeat_others_too_many_are_not_said_to_be_harmless() -> None:
    faults = of_rows(3)
    faults.add(marked(1, 1, 1), "id", VALUES, lambda row: f"As row {row}.", "Nothing needs to be done.")
    with pytest.raises(FileError, match=r"As row 0\.") as refusal:
        faults.errors()
    assert refusal.value.how.endswith("Remove the rows that repeat others.")
