"""The part of an address that names a municipality."""

from __future__ import annotations

RESERVED = ("halsa", "konto", "sprak", "om", "start", "static", "inbjudan", "sw.js", "manifest")
"""First parts of addresses that are something else."""


class Word:
    """Letters and digits alone, so that what follows a hyphen is something else."""

    regex = "[0-9A-Za-z]+"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


class Kommun(Word):
    """A municipality's slug; never one of the reserved words."""

    regex = rf"(?!(?:{'|'.join(RESERVED)})/)[a-z][a-z0-9-]{{1,38}}[a-z0-9]"
