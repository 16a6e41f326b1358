"""The invented municipality as `tryggve serve --example` makes it, once for all tests of a run.

from tests.web.example import Example, example, made_example  # noqa: F401
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from tests.web.conftest import Installation, _at
from tests.web.once import made_once
from tryggve.web import example_week
from tryggve.web.core import clock
from tryggve.web.core.actions.installation import prepare
from tryggve.web.setup.example import BEGUN, make_example


@dataclass(frozen=True)
class Example:
    """Where it lies, and what was told while it was made."""

    folder: Path
    told: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def made_example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The example, made anew."""

    def make(folder: Path) -> None:
        folder.mkdir()
        told: list[str] = []
        with _at(folder):
            prepare()
            make_example(at=BEGUN, progress=told.append, live=example_week.live)
        folder.with_suffix(".told").write_text(json.dumps(told), encoding="utf-8")

    folder = made_once(tmp_path_factory, "web-example", make)
    return Example(folder, json.loads(folder.with_suffix(".told").read_text(encoding="utf-8")))


@pytest.fixture
def example(made_example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """A copy of it, served as the example is."""
    folder = tmp_path / "data"
    shutil.copytree(made_example.folder, folder)
    monkeypatch.setattr(settings, "EXAMPLE", True)
    clock.forget()
    with _at(folder):
        yield Installation(folder)
    clock.forget()
