"""One way to compare words that people have typed: case, å/ä/ö, blanks and signs do not count."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`text` for comparing: lower case, marks over letters removed, every run of signs and blanks one blank.

    `Inbrott_och stöld ` and `inbrott och Stold` become the same text.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SIGNS.sub(" ", bare).strip()
