"""The glossary as a table, and the names the code defines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PLANNED = "(planerad)"
COLUMNS = 4
# One name in the code: `Area.level`, or `Signal` (planerad) for one that a later issue brings.
NAME = re.compile(r"`(?P<name>[A-Za-z_][A-Za-z_.]*)`(?P<planned> \(planerad\))?")


@dataclass(frozen=True)
class Term:
    """A row: the Swedish term and its names in the code, each with whether it is only planned."""

    swedish: str
    names: tuple[tuple[str, bool], ...]
    definition: str
    source: str


def read_glossary(text: str) -> list[Term]:
    """The rows of the table; ValueError names a row that does not have the form of one."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [_term(line) for line in lines[2:]]


def _term(line: str) -> Term:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if len(cells) != COLUMNS or not all(cells):
        raise ValueError(f"a row needs {COLUMNS} filled cells: {line}")
    written = cells[1].split(", ")
    found = [NAME.fullmatch(part) for part in written]
    for part, match in zip(written, found, strict=True):
        if match is None:
            raise ValueError(f"write `name` or `name` {PLANNED}, not {part}")
    return Term(cells[0], tuple((m["name"], m["planned"] is not None) for m in found if m), cells[2], cells[3])


def in_swedish_order(term: str) -> str:
    """A key that sorts å, ä, ö after z."""
    return term.casefold().translate(str.maketrans("åäö", "{|}"))


def defined_names(files: Iterable[Path], package: Path) -> set[str]:
    """Dotted names of modules, classes, functions, fields and constants, as `domain.area.Area.level`."""
    names = set()
    for file in files:
        module = file.relative_to(package).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        names |= {module, *_names_in(ast.parse(file.read_text(encoding="utf-8")).body, module)}
    return names


def _names_in(body: list[ast.stmt], prefix: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield f"{prefix}.{node.name}"
            yield from _names_in(node.body, f"{prefix}.{node.name}")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{prefix}.{node.name}"
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (f"{prefix}.{target.id}" for target in targets if isinstance(target, ast.Name))


def exists(name: str, defined: set[str]) -> bool:
    """Whether the last parts of any defined name are this one."""
    return any(f".{known}".endswith(f".{name}") for known in defined)


def complaints(terms: list[Term], defined: set[str]) -> list[str]:
    """What is to be changed in the glossary, one sentence each."""
    found = []
    for term in terms:
        for name, planned in term.names:
            if planned and exists(name, defined):
                found.append(f"{term.swedish}: `{name}` exists now, take away {PLANNED}")
            elif not planned and not exists(name, defined):
                found.append(f"{term.swedish}: `{name}` is not in the code; mend the name or mark it {PLANNED}")
    words = [term.swedish for term in terms]
    found += [f"{word}: stands twice" for word in sorted({word for word in words if words.count(word) > 1})]
    for word, right in zip(words, sorted(words, key=in_swedish_order), strict=True):
        if word != right:
            return [*found, f"{right}: belongs where {word} stands"]
    return found
