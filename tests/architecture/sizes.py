"""How long modules and functions are, and what is too long."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.tree import short


@dataclass(frozen=True)
class Limits:
    """No item is longer than `longest`; nine in ten are at most `p90`, half at most `median`, where these are set."""

    what: str
    longest: int
    p90: int | None = None
    median: int | None = None


MODULES = Limits("modules", longest=400, p90=250, median=90)
FUNCTIONS = Limits("functions", longest=45, p90=30)


@dataclass(frozen=True)
class Size:
    name: str
    lines: int


def module_sizes(files: Iterable[Path]) -> Iterator[Size]:
    """All lines of each module; modules without a statement (empty packages) would only make the rest look shorter."""
    for file in files:
        text = file.read_text(encoding="utf-8")
        if any(not isinstance(node, ast.Expr) for node in ast.parse(text).body):
            yield Size(short(file), len(text.splitlines()))


def function_sizes(files: Iterable[Path]) -> Iterator[Size]:
    """Lines from `def` to the end, less decorators and docstring; blank lines, comments, inner functions count."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = _length(node) - (
                    _length(node.body[0]) if ast.get_docstring(node, clean=False) is not None else 0
                )
                yield Size(f"{short(file)}:{node.lineno} {node.name}", lines)


def _length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def too_long(sizes: Sequence[Size], limits: Limits) -> list[str]:
    """One sentence for each broken limit, with the items to shorten."""
    longest_first = sorted(sizes, key=lambda size: -size.lines)
    found = [
        f"{size.name} has {size.lines} lines, at most {limits.longest}" for size in sizes if size.lines > limits.longest
    ]
    if len(sizes) > 1:
        lines = [size.lines for size in sizes]
        measured = {"p90": statistics.quantiles(lines, n=10, method="inclusive")[8], "median": statistics.median(lines)}
        for name, value in measured.items():
            limit = getattr(limits, name)
            if limit is not None and value > limit:
                worst = ", ".join(f"{size.name} ({size.lines})" for size in longest_first[:10])
                found.append(f"{name} of {limits.what} is {value:.0f} lines, at most {limit}; longest: {worst}")
    return found
