"""The installation of this folder's tests has the invented municipality's reports; one has a draft too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.conftest import Installation, _at
from tests.web.once import made_once
from tests.web.situation.seed import TODAY, WEEK, seed
from tryggve.reports.week.periods import read_period
from tryggve.web.core import clock
from tryggve.web.core.municipal import entered
from tryggve.web.situation.actions.drafts import rebuild


@pytest.fixture(scope="session")
def _week_template(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        shutil.copytree(_template, folder)
        with _at(folder):
            clock.forget()
            seed()
            with entered("exempelkommunen"):
                rebuild(period=read_period(WEEK), by="test", today=TODAY, at=clock.now())
        clock.forget()

    return made_once(tmp_path_factory, "week", make)


@pytest.fixture
def installation(_week_template: Path, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the installation with reports and the draft of `WEEK`."""
    folder = tmp_path / "data"
    shutil.copytree(_week_template, folder)
    with _at(folder):
        clock.forget()
        yield Installation(folder)
    clock.forget()
