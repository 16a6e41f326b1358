"""Parses JSON and JSON lines so that nothing of a value is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.tables.flatten import Doubled

LINE_SUFFIXES = (".jsonl", ".ndjson", ".geojsonl", ".geojsons")

LINES_LIMIT = 1_000_000

_LONE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPES = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)|\\.", re.DOTALL)


class Broken(str):
    """A line that is not JSON."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Doubled(found)


# Numbers stay as they were written: no digit is lost and no ".0" appears.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=str, parse_float=str, parse_constant=lambda name: "" if name == "NaN" else name
)


def parsed(text: str, suffix: str, name: str) -> tuple[Any, Iterator[tuple[int, Any]] | None]:
    """The document, or else its lines as (line number, object or `Broken`) where it is JSON lines.

    `suffix` is the end of the file's name. Raises `FileError` when it is neither.
    """
    text = _whole_characters(text)
    try:
        return _DECODER.decode(text), None
    except json.JSONDecodeError as error:
        lines = text.split("\n", LINES_LIMIT)
        if len(lines) > LINES_LIMIT:
            raise too_many_lines(name) from error
        if not _is_lines(lines, suffix):
            raise FileError(
                _("{file} is not whole JSON: it cannot be read from line {line}, column {column}.").format(
                    file=name, line=error.lineno, column=error.colno
                ),
                _("Export or download the file anew."),
            ) from error
        return None, ((number, _line(line)) for number, line in enumerate(lines, 1) if line.strip())
    except RecursionError as error:
        raise FileError(_("{file} is nested too deeply.").format(file=name), _("Export a plain table.")) from error


def too_many_lines(name: str) -> FileError:
    """What to say of JSON lines of which there are more than `LINES_LIMIT`."""
    return FileError(
        _("{file} has more than {limit} rows.").format(file=name, limit=LINES_LIMIT),
        _("Divide it by year, and remove blank rows."),
    )


def _whole_characters(text: str) -> str:
    """The text without escaped halves of characters, which no program could write again."""
    if not _LONE.search(text):
        return text
    return _ESCAPES.sub(lambda match: "\\ufffd" if match[1] else match[0], text)


def _is_lines(lines: Sequence[str], suffix: str) -> bool:
    """Whether each line is an object of its own: by the name of the file, or as one of the first two lines is."""
    filled = [line for line in lines[:100] if line.strip()]
    return suffix in LINE_SUFFIXES or (len(filled) > 1 and any(isinstance(_line(line), dict) for line in filled[:2]))


def _line(line: str) -> Any:
    try:
        return _DECODER.decode(line.strip())
    except (json.JSONDecodeError, RecursionError):
        return Broken(line.strip())
