"""Stable ids: the same number has the same id in every run, whatever its place in the document."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "Å": "a", "Ä": "a", "Ö": "o", "ø": "o", "æ": "ae"})


def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and hyphens; "x" where nothing is left."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"


def join(*parts: str) -> str:
    """One id from parts, dots between."""
    return ".".join(slug(part) for part in parts)
