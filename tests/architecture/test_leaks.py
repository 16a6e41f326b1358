"""Nothing in the repository tells of the machine it was written on, and nothing is left half-done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, assert_none, python_files, repository_files, short

# Put together here so that this file does not hold what it looks for.
HOSTS = re.compile(r"python" r"hosted|pypi\.org/" r"simple|registry\.np" r"mjs", re.IGNORECASE)
PATHS = re.compile(r"(?<![\w.~/-])/(?:tm" r"p|wor" r"k|roo" r"t|ho" r"me/[a-z]+|Use" r"rs/[A-Za-z]+)/[\w.-]+")
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|raise NotImplemented" r"Error)\b")


def lines_with(pattern: re.Pattern[str], files: Iterable[Path]) -> list[str]:
    found = []
    for file in files:
        text = file.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{short(file)}:{n}" for n, line in enumerate(text.splitlines(), 1) if pattern.search(line)]
    return found


def test_no_registry_hosts() -> None:
    assert_none(lines_with(HOSTS, repository_files()))


def test_no_machine_paths() -> None:
    assert_none(lines_with(PATHS, repository_files()))


def test_no_unfinished_marks_in_the_package() -> None:
    assert_none(lines_with(UNFINISHED, python_files(PACKAGE)))


def test_the_files_of_the_repository_are_seen() -> None:
    seen = {short(file) for file in repository_files()}
    assert {"Makefile", "pyproject.toml", ".ci/run", "src/tryggve/__init__.py", "tests/architecture/tree.py"} <= seen
    assert not [name for name in seen if name.startswith((".venv", ".git/"))]


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (HOSTS, "https://files." + "python" + "hosted.org/packages/x.whl"),
        (PATHS, 'read("/' + 'tmp/reports.csv")'),
        (PATHS, "see /" + "home/anna/tryggve"),
        (UNFINISHED, "# TO" + "DO later"),
    ],
)
def test_a_planted_line_is_found(tmp_path: Path, pattern: re.Pattern[str], line: str) -> None:
    (tmp_path / "a.txt").write_text(f"first\n{line}\n")
    assert lines_with(pattern, [tmp_path / "a.txt"]) == ["a.txt:2"]


@pytest.mark.parametrize("line", ["open /dev/null", "../shared/work/x", "docs/work/plan", "https://example.org/tmp/x"])
def test_ordinary_paths_are_left_alone(line: str) -> None:
    assert not PATHS.search(line)
