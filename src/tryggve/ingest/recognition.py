"""Whether a table has the headings that a profile asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tryggve.domain.spelling import fold
from tryggve.ingest.period_headings import heading_periods
from tryggve.ingest.profile_record import Profile


def by_spelling(headings: Iterable[str]) -> Mapping[str, str]:
    """The headings by folded spelling; of two that are spelt alike the first."""
    found: dict[str, str] = {}
    for heading in headings:
        found.setdefault(fold(heading), heading)
    return found


def first_present(wanted: Sequence[str], headings: Mapping[str, str]) -> str | None:
    """The first of the wanted headings that the table has, as the table spells it."""
    return next((headings[fold(name)] for name in wanted if fold(name) in headings), None)


def recognises(profile: Profile, headings: Sequence[str]) -> bool:
    """Whether the table is of this profile's form; a profile that asks for nothing is only used when it is named."""
    present = by_spelling(headings)
    if not profile.recognise or not all(first_present(either.split("|"), present) for either in profile.recognise):
        return False
    return not profile.wide or len(heading_periods(headings)) >= 2
