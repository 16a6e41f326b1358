"""Imports inside functions are for heavy libraries and the command line's choice of command, never to dodge a cycle."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, assert_none, python_files, short

HEAVY = {
    "altair", "dask", "distributed", "django", "duckdb", "jinja2", "markupsafe", "pyproj", "python_calamine", "rich",
    "psycopg", "scipy", "shapely", "typst", "vl_convert", "xlsxwriter",
}  # fmt: skip
# Doors at which one of our own modules is fetched when it is asked for: a command, a format.
DOORS = ("cli/", "reports/documents.py")


def late_imports(files: Iterable[Path], package: Path) -> Iterator[str]:
    """Every import inside a function that is neither heavy nor, at a door, one of our modules."""
    for file in files:
        at_a_door = file.relative_to(package).as_posix().startswith(DOORS)
        allowed = HEAVY | ({"tryggve"} if at_a_door else set())
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                imports = (node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))
                names = {(node.lineno, name) for node in imports for name in imported(node)}
                late = sorted(
                    (line, name) for line, name in names if name.split(".")[0] not in allowed and not is_kernel(name)
                )
                yield from (f"{short(file)}:{line} imports {name} in {function.name}" for line, name in late)


def is_kernel(name: str) -> bool:
    """Our modules of compiled loops bring in numba, which takes longer to load than most commands need it for."""
    return name.startswith("tryggve.") and name.endswith("_kernel")


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [("." * node.level) + (node.module or "")]


def test_only_heavy_libraries_are_imported_late() -> None:
    assert_none(sorted(late_imports(python_files(PACKAGE), PACKAGE)))


@pytest.mark.parametrize(
    ("file", "line", "found"),
    [
        ("stats/rates.py", "from scipy.special import gammaincinv", False),
        ("cli/reference.py", "import tryggve.reports.situation", False),
        ("stats/rates.py", "import tryggve.stats.result", True),
        ("signals/episodes.py", "from tryggve.signals.episode_kernel import count_episodes", False),
        ("stats/rates.py", "from . import result", True),
        ("ingest/tables.py", "import csv", True),
    ],
)
def test_a_late_import_is_judged(tmp_path: Path, file: str, line: str, found: bool) -> None:
    planted = tmp_path / file
    planted.parent.mkdir()
    planted.write_text(f"def f():\n    if True:\n        {line}\n")
    assert bool(list(late_imports([planted], tmp_path))) is found
