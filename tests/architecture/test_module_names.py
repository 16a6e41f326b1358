"""No module is named after everything and nothing: split by noun."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.tree import PYTHON_FOLDERS, ROOT, assert_none, python_files, short

BANNED = re.compile(
    r"_*(?:utils?|utilities|helpers?|common|commons|misc|miscellaneous|services?|managers?)_*", re.IGNORECASE
)


def banned_names(files: Iterable[Path], root: Path) -> list[str]:
    """The files that have a banned name, or lie in a folder with one."""
    names = (file.relative_to(root).with_suffix("") for file in files)
    return [name.as_posix() for name in names if any(BANNED.fullmatch(part) for part in name.parts)]


def test_no_banned_names() -> None:
    assert_none(banned_names(python_files(), ROOT))
    assert {short(file).split("/")[0] for file in python_files()} <= set(PYTHON_FOLDERS)


def test_a_banned_name_is_found(tmp_path: Path) -> None:
    for name in (
        "utils.py",
        "helpers/dates.py",
        "store/_common.py",
        "misc.py",
        "services.py",
        "manager.py",
        "period.py",
    ):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()
    found = banned_names(python_files(tmp_path), tmp_path)
    assert found == ["helpers/dates", "manager", "misc", "services", "store/_common", "utils"]
