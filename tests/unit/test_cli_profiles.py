"""`tryggve profiles`: every shipped profile is listed, and what is printed is a profile that can be used."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from tryggve.cli import main
from tryggve.cli.profiles import explained, listed
from tryggve.domain.language import use_language
from tryggve.ingest.profile import load_profile, shipped_profiles
from tryggve.ingest.profile_toml import profile_from_toml

NAMES = sorted(shipped_profiles())


def comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.startswith("#"))


def test_every_shipped_profile_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split()[0] for line in lines[: len(NAMES)]) == NAMES
    assert "EST-lista" in next(line for line in lines if line.startswith("est "))


def test_titles_follow_the_language() -> None:
    with use_language("en"):
        assert "EST list" in listed()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_printed_is_the_profile_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles", name]) == 0
    text = capsys.readouterr().out
    assert replace(profile_from_toml(text, name), notes=()) == replace(load_profile(name), notes=())


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_the_profile_is_explained(name: str) -> None:
    profile = load_profile(name)
    said = comments(explained(profile))
    for field, headings in profile.columns.items():
        assert ", ".join(headings) in said, field
    assert len(said.splitlines()) >= 3 + len({*profile.columns, *profile.constants})


def test_how_a_file_is_recognised() -> None:
    with use_language("en"):
        assert "has these headings: fran or datum; kategori" in explained(load_profile("est"))
        assert "at least two periods" in explained(load_profile("antal_bred"))
        assert "Used only when it is asked for: --profile bra_tabell" in explained(load_profile("bra_tabell"))


def test_a_column_may_have_something_to_fall_back_on() -> None:
    with use_language("en"):
        assert "kalla; otherwise = EST" in explained(load_profile("est"))


def test_a_profile_of_ones_own_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "own"\nkind = "incidents"\n[title]\nsv = "Två\\nrader = 1"\n[columns]\ntime = "När"\n', "utf-8"
    )
    assert main(["profiles", str(own)]) == 0
    text = capsys.readouterr().out
    assert tomllib.loads(text)["columns"] == {"time": "När"}
    assert "# Två rader = 1" in text
    own.write_text('name = "own"\nkind = "incidents"\n[columns]\nwhen = "När"\n', "utf-8")
    assert main(["profiles", str(own)]) == 1
    assert "when" in capsys.readouterr().err


def test_a_profile_without_a_title_goes_by_its_name(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('name = "own"\nkind = "counts"\n', "utf-8")
    assert explained(load_profile(own)).startswith("# own\n")


def test_an_unknown_profile_is_an_error_that_lists_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles", "none"]) == 1
    said = capsys.readouterr().err
    assert all(name in said for name in NAMES)
