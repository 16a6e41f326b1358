"""A test that is skipped or expected to fail says why."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, assert_none, python_files, short

# Call → the position at which its reason may stand without a name.
REASON_AT = {"pytest.skip": 0, "pytest.xfail": 0, "pytest.importorskip": None}
MARKS = {"pytest.mark.skip": 0, "pytest.mark.skipif": None, "pytest.mark.xfail": None}


def without_reason(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in (node for node in ast.walk(tree) if isinstance(node, ast.Attribute)):
            name = ast.unparse(node)
            can_skip = name in MARKS or (name in REASON_AT and id(node) in called)
            if can_skip and not _has_reason(called.get(id(node)), (MARKS | REASON_AT)[name]):
                yield f"{short(file)}:{node.lineno} {name}"


def _has_reason(call: ast.Call | None, position: int | None) -> bool:
    if call is None:
        return False
    given = [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
    given += call.args[position : position + 1] if position is not None else []
    return any(not isinstance(value, ast.Constant) or value.value for value in given)


def test_every_skip_has_a_reason() -> None:
    assert_none(without_reason(python_files(ROOT / "tests")))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("pytest.skip('no Chromium')", False),
        ("pytest.skip()", True),
        ("pytest.skip('')", True),
        ("@pytest.mark.skip\ndef test(): ...", True),
        ("@pytest.mark.skip(reason='later')\ndef test(): ...", False),
        ("@pytest.mark.skipif(True)\ndef test(): ...", True),
        ("@pytest.mark.xfail(strict=True)\ndef test(): ...", True),
        ("pytest.importorskip('duckdb')", True),
        ("pytest.importorskip('duckdb', reason='wheel')", False),
    ],
)
def test_a_silent_skip_is_found(tmp_path: Path, line: str, found: bool) -> None:
    (tmp_path / "t.py").write_text(line + "\n")
    assert bool(list(without_reason([tmp_path / "t.py"]))) is found
