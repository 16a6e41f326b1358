"""Text from files made fit for documents: no hidden controls, nothing that cannot be encoded or turns text round."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# Controls except tab and line feed, marks that reverse the reading order, and the byte order mark.
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_PERCENT = re.compile(r"(?<=\d) (?=%)")
_NOT_TEXT = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def readable(text: str) -> str:
    """`text` with line feeds as line ends, without hidden controls; lone surrogates and non-characters are U+FFFD.

    A percent sign stays on the line of its number.
    """
    if not (text.isascii() and text.isprintable()):
        text = _NOT_TEXT.sub(REPLACEMENT, _HIDDEN.sub("", _LINE_ENDS.sub("\n", text)))
    return _PERCENT.sub("\u00a0", text) if " %" in text else text


def encodable(text: str) -> str:
    """`text` unchanged except for lone surrogates: for SQL, where every other character counts."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", REPLACEMENT, text)
