"""Every mechanism of the threat model is named by a test that proves it, and no test names one that is not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, assert_none, python_files

PAGE = ROOT / "docs" / "explanation" / "threat_model.md"
ROW = re.compile(r"^\| `(T-[A-Z0-9-]+)` \|", re.M)
ID = re.compile(r"(?<![\w-])T-[A-Z0-9]+(?:-[A-Z0-9]+)*")


def named(text: str) -> Iterator[str]:
    """The ids in the docstrings of the tests of a module: a comment or a text proves nothing."""
    tree = ast.parse(text)
    tests = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")]
    for node in (tree, *tests) if tests else ():
        yield from ID.findall(ast.get_docstring(node) or "")


def all_named(files: list[Path]) -> set[str]:
    """The ids that tests name."""
    return {found for file in files for found in named(file.read_text(encoding="utf-8"))}


def test_every_mechanism_is_named_by_a_test() -> None:
    mechanisms, told = set(ROW.findall(PAGE.read_text(encoding="utf-8"))), all_named(python_files(ROOT / "tests"))
    assert len(mechanisms) > 40
    assert_none(sorted(f"{one}: no test names it" for one in mechanisms - told))
    assert_none(sorted(f"{one}: named by a test, and not in the threat model" for one in told - mechanisms))


def test_every_id_of_the_page_has_a_row() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert set(ID.findall(text)) == set(ROW.findall(text))


def test_what_is_named_elsewhere_is_not_counted() -> None:
    proof = 'def test_a() -> None:\n    """T-ONE, T-TWO-2: so."""\n'
    assert list(named(proof)) == ["T-ONE", "T-TWO-2"]
    assert list(named('"""T-ONE."""\nX = "T-TWO"\n')) == []
    assert list(named('def made() -> None:\n    """T-ONE."""\n' + proof)) == ["T-ONE", "T-TWO-2"]
    assert ROW.findall("| `T-ONE` | x |\n| Stopped by | `T-TWO` |") == ["T-ONE"]
