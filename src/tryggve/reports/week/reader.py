"""Who reads a view, and what is kept from them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from tryggve.domain.category import is_set_apart
from tryggve.domain.organisation import organisation_kinds


class Reader(StrEnum):
    """What somebody may see of others' reports."""

    FULL = "full"  # everything but protected places
    FACTS = "facts"  # what, where to street or area, when: no row of restricted kinds, nothing finer of sensitive ones
    AREA = "area"  # the same without any point: private organisations

    @property
    def sees_all(self) -> bool:
        """Whether kinds that are set apart have rows of their own."""
        return self is Reader.FULL

    def shown_categories(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of some categories that may have rows, hours and points."""
        return tuple(code for code in codes if self.sees_all or not is_set_apart(code))

    def fine_kinds(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of some kinds of organisations whose reports may be shown by hour and point."""
        return tuple(code for code in codes if self.sees_all or not is_sensitive(code))


def is_sensitive(kind: str) -> bool:
    """Whether reports of a kind of organisation are shared by area and day alone."""
    known = organisation_kinds().get(kind)
    return known is not None and known.sensitive
