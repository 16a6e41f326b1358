"""Every command, profile and setting is documented: the reference pages are what the code would write today."""

from __future__ import annotations

import argparse
import re
from dataclasses import fields
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tryggve.cli import COMMANDS, build_parser, main
from tryggve.cli.reference import configure, render_pages, run
from tryggve.cli.store import DEEDS
from tryggve.domain.settings import SETTINGS, Settings
from tryggve.ingest.profile import shipped_profiles

REFERENCE = ROOT / "docs" / "reference"


def stale_pages(folder: Path) -> list[str]:
    """The pages that are missing or differ from what the code says."""
    pages = render_pages().items()
    return [name for name, text in pages if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text]


def test_reference_is_current() -> None:
    assert stale_pages(REFERENCE) == [], "run: make reference"


def test_a_stale_page_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    configure(parser)
    assert run(parser.parse_args(["--write", str(tmp_path / "new")])) == 0
    assert "installningar.md" in capsys.readouterr().out
    assert stale_pages(tmp_path / "new") == []
    with (tmp_path / "new" / "installningar.md").open("a") as page:
        page.write("more\n")
    assert stale_pages(tmp_path / "new") == ["installningar.md"]


def test_every_setting_is_in_the_table_and_on_the_page() -> None:
    page = render_pages()["installningar.md"]
    assert {setting.name for setting in SETTINGS} == {field.name for field in fields(Settings)}
    for setting in SETTINGS:
        assert f"| `{setting.name}` | `{setting.variable}` |" in page
        assert setting.accepts(setting.default) == setting.default


def sections(page: str, mark: str) -> dict[str, str]:
    """The text under each heading of a level."""
    parts = page.split(f"\n{mark} ")[1:]
    return {part.splitlines()[0]: part for part in parts}


def test_every_command_and_option_is_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    """What `--help` offers is on the page, under the command it belongs to, with words about what it means."""
    found = sections(render_pages()["kommandon.md"], "##")
    assert set(found) == {"tryggve", *(f"tryggve {name}" for name in COMMANDS)}
    for name in COMMANDS:
        deeds = sections(found[f"tryggve {name}"], "###")
        for call, text in deeds.items() or [(f"tryggve {name}", found[f"tryggve {name}"])]:
            with pytest.raises(SystemExit):
                main([*call.split()[1:], "--help"])
            offered = set(re.findall(r"^  (--[a-z-]+)", capsys.readouterr().out, re.MULTILINE)) - {"--lang"}
            rows = re.findall(r"^\| `(--[a-z-]+)[^`]*` \| (.+) \|$", text, re.MULTILINE)
            assert {option for option, _meaning in rows} == offered, call
            assert all(len(meaning) > 8 for _option, meaning in rows), call


def test_every_deed_of_a_command_is_on_the_page() -> None:
    found = sections(render_pages()["kommandon.md"], "##")
    assert set(sections(found["tryggve store"], "###")) == {f"tryggve store {deed}" for deed in DEEDS}


def test_the_page_says_what_must_be_given() -> None:
    found = sections(render_pages()["kommandon.md"], "##")
    parser = build_parser(only="lagesbild")
    with pytest.raises(SystemExit):
        parser.parse_args(["lagesbild", "file.csv"])
    either = r"\(--period \w+ \| --kommun \w+\)"
    assert re.search(rf"^tryggve lagesbild {either} \[\w+ …\] \[\w+ …\]$", found["tryggve lagesbild"], re.MULTILINE)


def test_every_profile_is_on_the_page() -> None:
    page = render_pages()["profiler.md"]
    assert set(shipped_profiles()) == set(re.findall(r"^### `(\w+)`", page, re.MULTILINE))
