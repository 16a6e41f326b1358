"""The files of the repository, as the checks of the house see them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "tryggve"
PYTHON_FOLDERS = ("src", "tests", "benchmarks")
# What a build or a run leaves behind; used only where git is not there to say what belongs to the repository.
MADE_BY_MACHINES = {"__pycache__", "build", "demo", "dist"}
# Steps of the database's tables, written by a command.
WRITTEN_BY_MACHINES = {"migrations"}


def python_files(*folders: Path) -> list[Path]:
    """Every Python file under the folders (default: the repository's), sorted; missing folders are empty."""
    found = (file for folder in folders or map(ROOT.joinpath, PYTHON_FOLDERS) for file in folder.rglob("*.py"))
    return sorted(file for file in found if file.parent.name not in WRITTEN_BY_MACHINES)


def repository_files() -> list[Path]:
    """What git tracks or would track; in an unpacked archive everything that is not hidden or made by a run."""
    command = ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        files = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        files = list(_walk(ROOT))
    # A file that git knows and that is deleted in the working tree is no longer there to read.
    return sorted(file for file in files if file.is_file())


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in MADE_BY_MACHINES and (entry.name == ".ci" or not entry.name.startswith(".")):
                yield from _walk(entry)
        elif entry.suffix != ".pyc":
            yield entry


def short(file: Path) -> str:
    """The path as a person in the repository would write it."""
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name


def assert_none(found: Iterable[str]) -> None:
    """Fail with every complaint in full, which pytest would shorten."""
    lines = list(found)
    assert not lines, "\n" + "\n".join(lines)
