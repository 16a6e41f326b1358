"""Lägesbilder of the small invented files, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance import invented
from tests.acceptance.runs import Files, made
from tests.web.once import made_once
from tryggve.cli import main
from tryggve.domain.language import use_language


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("invented")
    return Files(
        folder,
        invented.write_rows(folder / "rapporter.csv", invented.rows()),
        invented.write_areas(folder / "omraden.geojson"),
        invented.write_reporters(folder / "rapportorer.csv"),
    )


@pytest.fixture(scope="session")
def internal(files: Files) -> Iterator[Path]:
    with use_language("sv"):
        yield made(files.words(files.folder / "internal"))


@pytest.fixture(scope="session")
def public(files: Files) -> Iterator[Path]:
    with use_language("sv"):
        yield made(files.words(files.folder / "public", "--audience", "public"))


@pytest.fixture(scope="session")
def english(files: Files) -> Iterator[Path]:
    with use_language("sv"):
        yield made(["--lang", "en", *files.words(files.folder / "english")])


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`tryggve demo`, once: it takes longer than anything else here."""

    def make(out: Path) -> None:
        with use_language("sv"):
            assert main(["demo", "--out", str(out)]) == 0

    return made_once(tmp_path_factory, "demo", make)
