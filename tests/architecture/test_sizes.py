"""Modules and functions stay short (architecture, measures of calm); each limit is seen to bite on a planted sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.sizes import FUNCTIONS, MODULES, Limits, Size, function_sizes, module_sizes, too_long
from tests.architecture.tree import PACKAGE, assert_none, python_files

# Tests and benchmarks hold tables of known answers, which make many of them long: there only the longest counts.
EVERYWHERE_MODULES = Limits("modules", longest=MODULES.longest)
EVERYWHERE_FUNCTIONS = Limits("functions", longest=FUNCTIONS.longest)


def test_modules_of_the_package() -> None:
    assert_none(too_long(list(module_sizes(python_files(PACKAGE))), MODULES))


def test_functions_of_the_package() -> None:
    assert_none(too_long(list(function_sizes(python_files(PACKAGE))), FUNCTIONS))


def test_modules_and_functions_everywhere() -> None:
    assert_none(too_long(list(module_sizes(python_files())), EVERYWHERE_MODULES))
    assert_none(too_long(list(function_sizes(python_files())), EVERYWHERE_FUNCTIONS))


def planted_modules(folder: Path, lengths: list[int]) -> list[Size]:
    for number, lines in enumerate(lengths):
        (folder / f"m{number}.py").write_text("x = 1\n" * lines)
    return list(module_sizes(python_files(folder)))


def planted_functions(folder: Path, lengths: list[int]) -> list[Size]:
    text = "".join(f"def f{n}():\n" + "    x = 1\n" * (lines - 1) for n, lines in enumerate(lengths))
    (folder / "m.py").write_text(text)
    return list(function_sizes(python_files(folder)))


@pytest.mark.parametrize(
    ("lengths", "complaint"),
    [
        ([10] * 10 + [401], "m10.py has 401 lines"),
        ([10] * 8 + [260, 260], "p90"),
        ([91] * 10, "median"),
    ],
)
def test_a_long_module_is_found(tmp_path: Path, lengths: list[int], complaint: str) -> None:
    found = too_long(planted_modules(tmp_path, lengths), MODULES)
    assert len(found) == 1
    assert complaint in found[0]


def test_modules_at_the_limits_pass(tmp_path: Path) -> None:
    assert too_long(planted_modules(tmp_path, [90] * 9 + [250, 400]), MODULES) == []


@pytest.mark.parametrize(("lengths", "complaint"), [([5] * 10 + [46], "f10 has 46 lines"), ([5] * 8 + [31, 31], "p90")])
def test_a_long_function_is_found(tmp_path: Path, lengths: list[int], complaint: str) -> None:
    found = too_long(planted_functions(tmp_path, lengths), FUNCTIONS)
    assert len(found) == 1
    assert complaint in found[0]


def test_functions_at_the_limits_pass(tmp_path: Path) -> None:
    assert too_long(planted_functions(tmp_path, [10] * 9 + [30, 45]), FUNCTIONS) == []


def test_what_counts_as_a_line_of_a_function(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text(
        "@decorated\n@twice\ndef outer(\n    a,\n):\n    '''Two\n    lines.'''\n"
        "    # a comment\n\n    async def inner(): pass\n"
    )
    sizes = {size.name.split()[-1]: size.lines for size in function_sizes([tmp_path / "m.py"])}
    assert sizes == {"outer": 6, "inner": 1}


def test_empty_packages_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").write_text('"""A room."""\n')
    assert list(module_sizes([tmp_path / "__init__.py"])) == []
