"""What an answer holds: JSON whatever its mark and encoding, or a plain word about what came instead."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.raw_table import cut
from tryggve.ingest.visible_text import printable

_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"


class BrokenAnswerError(Exception):
    """An answer that came half or garbled: asking again may help."""


def is_page(content: bytes, kind: str) -> bool:
    """Whether what came is a web page for people."""
    return "html" in kind.lower() or _PAGE.match(content.removeprefix(_BOM)[:500]) is not None


def read_json(content: bytes, kind: str, source: str) -> Any:
    """The JSON of an answer. FileError for a web page or unreadable encoding; BrokenAnswerError for half an answer.

    UTF-8 with or without its mark (Kolada names no encoding; an old file of the police began with the mark).
    """
    if is_page(content, kind):
        raise FileError(
            _("{source} answered with a web page instead of data.").format(source=source),
            _("The service may be down for maintenance, or your network shows a page of its own. Try again later."),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.end >= len(content):
            raise BrokenAnswerError from None
        raise FileError(
            _("The answer from {source} is not UTF-8: byte {byte} cannot be read.").format(
                source=source, byte=error.start
            ),
            _("Try again later. If it stays so, the source has changed its encoding: tell us."),
        ) from None
    try:
        return json.loads(text)
    except ValueError:
        raise BrokenAnswerError from None


def problem_of(content: bytes, kind: str) -> str:
    """What a source says of its own refusal (RFC 7807 and the like), in one line safe to show; "" if nothing."""
    if is_page(content, kind):
        return ""
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError):
        return ""
    if not isinstance(said, dict):
        return ""
    words = [str(said[name]) for name in ("title", "detail", "message") if isinstance(said.get(name), str)]
    return printable(cut(". ".join(dict.fromkeys(words))))


def fields_of(value: Any, names: Iterable[str], source: str) -> Mapping[str, Any]:
    """An object with at least these fields; FileError that says which field is gone."""
    absent = [name for name in names if not isinstance(value, dict) or name not in value]
    if absent:
        raise changed(source, ", ".join(absent))
    return dict(value)


def number_of(value: Any, source: str) -> float | None:
    """A number or none; FileError for a text, a truth or what is no finite number."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise changed(source, "value")
    return float(value)


def changed(source: str, what: str) -> FileError:
    """What to say when a source no longer answers in the shape that is known."""
    return FileError(
        _("The answer from {source} does not have the shape we know: {what}.").format(source=source, what=what),
        _("The source may have changed. Nothing of it was used. Update Tryggve, or put the files in a folder by hand."),
    )
