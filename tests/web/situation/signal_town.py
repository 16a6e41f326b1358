"""The town of `signal_seed` as fixtures: made and looked at once, copied for each test. Import what is used."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.cast import AT
from tests.web.conftest import Installation, _at
from tests.web.once import made_once
from tests.web.situation.signal_seed import TODAY, seed
from tryggve.store.database.signal_models import Signal
from tryggve.web.core.municipal import entered
from tryggve.web.situation.actions.looking import look


@pytest.fixture(scope="session")
def _signal_template(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        shutil.copytree(_template, folder)
        with _at(folder):
            seed()
            with entered("exempelkommunen"):
                look(by="Tryggve", today=TODAY, at=AT)

    return made_once(tmp_path_factory, "signals", make)


@pytest.fixture
def town(_signal_template: Path, tmp_path: Path) -> Iterator[Installation]:
    """A town whose list of the day is made."""
    folder = tmp_path / "town"
    shutil.copytree(_signal_template, folder)
    with _at(folder):
        yield Installation(folder)


def first_signal(town: Installation) -> str:
    """The name of the signal of the gathering."""
    with town.inside():
        return next(one.name for one in Signal.objects.order_by("per_year") if "R4" in one.areas)


__all__ = ["_signal_template", "first_signal", "town"]
