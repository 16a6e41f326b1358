"""Names, nicknames and user names in a line of text."""

from __future__ import annotations

import re

from tryggve.ingest.person_line import Line, is_quiet
from tryggve.ingest.person_names import names_of
from tryggve.ingest.person_nicknames import accounts_of, handles_of, nicknames_of
from tryggve.ingest.person_words import WORD
from tryggve.ingest.privacy_patterns import PersonalData

_MORE_OF_IT = re.compile(r"[\d_][\w.]{0,30}(?<!\.)")

Person = tuple[PersonalData, int, int]
"""Kind, start, end."""


def persons_of(text: str) -> list[Person]:
    """User names, names and nicknames of a line, not sorted; where two overlap the earlier in the list goes first."""
    spans: list[Person] = [(PersonalData.HANDLE, start, end) for start, end in handles_of(text)]
    words = WORD.findall(text)
    if words and not is_quiet(words):
        line = Line(text)
        spans += [(PersonalData.HANDLE, *span) for span in accounts_of(line)]
        spans += [_whole(text, line.starts[first], line.ends[last]) for first, last in names_of(line)]
        spans += [(PersonalData.NICKNAME, *span) for span in nicknames_of(line)]
    return spans


def _whole(text: str, start: int, end: int) -> Person:
    """A name with digits after it is a user name: all of it."""
    more = _MORE_OF_IT.match(text, end)
    return (PersonalData.HANDLE, start, more.end()) if more else (PersonalData.NAME, start, end)
