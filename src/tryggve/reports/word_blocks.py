"""The blocks of a text in little Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,4}) +(.+)")
_BULLET = re.compile(r"[-*] +(?:\[( |x)\] +)?(.+)")
_NUMBER = re.compile(r"\d+[.)] +(.+)")
_RULE = re.compile(r"(-{3,}|\*{3,})\s*$")
_INLINE = re.compile(r"(\*\*.+?\*\*|\*[^*\s][^*]*\*|`[^`]+`)")


@dataclass(frozen=True)
class Block:
    """One of heading, paragraph, bullet, number, code, rule, table. `first` begins a list of numbers anew."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    first: bool = False


@dataclass(frozen=True)
class Run:
    """Words in one style: "", bold, italic or code."""

    text: str
    style: str = ""


def blocks(text: str) -> list[Block]:
    """All blocks, in their order."""
    found: list[Block] = []
    lines = iter(_joined(text))
    for line in lines:
        if line.startswith("```"):
            found += [Block("code", one) for one in iter(lambda: next(lines, "```"), "```")]
        elif line.startswith("|"):
            _add_row(found, line)
        elif line:
            found.append(_block(line, found[-1] if found else None))
        else:
            found.append(Block("gap"))
    return [one for one in found if one.kind != "gap"]


def _block(line: str, before: Block | None) -> Block:
    if match := _HEADING.fullmatch(line):
        return Block("heading", match[2], len(match[1]))
    if _RULE.fullmatch(line):
        return Block("rule")
    if match := _BULLET.fullmatch(line):
        return Block("bullet", match[2] if match[1] is None else f"{'☒' if match[1] == 'x' else '☐'} {match[2]}")
    if match := _NUMBER.fullmatch(line):
        return Block("number", match[1], first=before is None or before.kind != "number")
    return Block("paragraph", line)


def _add_row(found: list[Block], line: str) -> None:
    cells = tuple(one.strip() for one in line.strip().strip("|").split("|"))
    if all(re.fullmatch(r":?-+:?", one) for one in cells):
        return
    if found and found[-1].kind == "table":
        found[-1] = Block("table", rows=(*found[-1].rows, cells))
    else:
        found.append(Block("table", rows=(cells,)))


def _joined(text: str) -> Iterator[str]:
    """The lines, where those that go on a paragraph or a point are one; code as it stands."""
    held, code = "", False
    for raw in text.splitlines():
        line = raw if code else raw.strip()
        if raw.startswith("```"):
            code = not code
        alone = code or not line or line.startswith(("```", "|", "#")) or _RULE.fullmatch(line)
        if held and (alone or _BULLET.fullmatch(line) or _NUMBER.fullmatch(line)):
            yield held
            held = ""
        if alone:
            yield line
        else:
            held = f"{held} {line}" if held else line
    if held:
        yield held


def runs(text: str) -> list[Run]:
    """The words of a line in their styles."""
    found = []
    for part in _INLINE.split(text):
        if part.startswith("**") and len(part) > 4:
            found.append(Run(part[2:-2], "bold"))
        elif part.startswith("`") and len(part) > 2:
            found.append(Run(part[1:-1], "code"))
        elif part.startswith("*") and len(part) > 2:
            found.append(Run(part[1:-1], "italic"))
        elif part:
            found.append(Run(part))
    return found


def plain(text: str) -> str:
    """The words alone."""
    return "".join(one.text for one in runs(text))
