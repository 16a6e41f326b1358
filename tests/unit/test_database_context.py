"""What a database says in the middle of a question comes out in plain words, wherever it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import OperationalError

from tryggve.cli import main
from tryggve.domain.row_error import FileError
from tryggve.store.database.place import Place
from tryggve.store.database.upgrade import open_store


@pytest.fixture
def store(tmp_path: Path) -> Place:
    assert main(["init", str(tmp_path / "store")]) == 0
    return Place(tmp_path / "store")


def test_a_server_that_went_away_is_told_plainly(store: Place) -> None:
    said = "consuming input failed: server closed the connection unexpectedly"
    with pytest.raises(FileError, match="kontakt") as told, open_store(store):
        raise OperationalError(said)
    assert isinstance(told.value.__cause__, OperationalError)


def test_other_errors_come_out_as_they_are(store: Place) -> None:
    with pytest.raises(ZeroDivisionError), open_store(store):
        raise ZeroDivisionError
