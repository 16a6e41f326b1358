"""What locating the rows of a file found, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tryggve.domain.language import ngettext


def notes_of(counts: Mapping[str, int]) -> tuple[str, ...]:
    """One sentence per finding that concerns at least one row; `counts` holds the number of rows by finding."""
    return tuple(tell(counts[name]).format(n=counts[name]) for name, tell in _TELLINGS.items() if counts.get(name))


def _centroid(n: int) -> str:
    return ngettext(
        "{n} row has the middle of a place as its coordinate; it is not used as a point. "
        "If it is one, state it in the column platsprecision.",
        "{n} rows have the middle of a place as their coordinate; it is not used as a point. "
        "If it is one, state it in the column platsprecision.",
        n,
    )


def _outside(n: int) -> str:
    return ngettext(
        "{n} row lies outside all areas; it is counted, but in no area.",
        "{n} rows lie outside all areas; they are counted, but in no area.",
        n,
    )


def _elsewhere(n: int) -> str:
    return ngettext(
        "{n} row is of another municipality, or only its county is known; it is not counted.",
        "{n} rows are of another municipality, or only their county is known; they are not counted.",
        n,
    )


def _far(n: int) -> str:
    return ngettext(
        "{n} row lies more than 100 km outside all areas.", "{n} rows lie more than 100 km outside all areas.", n
    )


def _unknown_area(n: int) -> str:
    return ngettext(
        "{n} row has something in the area column that fits no area.",
        "{n} rows have something in the area column that fits no area.",
        n,
    )


def _several(n: int) -> str:
    return ngettext(
        "{n} row names a place that fits several areas; it counts only in what holds them all.",
        "{n} rows name a place that fits several areas; they count only in what holds them all.",
        n,
    )


def _differs(n: int) -> str:
    return ngettext(
        "{n} row names another area than the one its coordinates lie in; the coordinates decide.",
        "{n} rows name another area than the one their coordinates lie in; the coordinates decide.",
        n,
    )


def _by_name(n: int) -> str:
    return ngettext(
        "{n} row was placed in an area by a name in its text.",
        "{n} rows were placed in an area by a name in their text.",
        n,
    )


_TELLINGS: Mapping[str, Callable[[int], str]] = {
    "by_name": _by_name,
    "several": _several,
    "centroid": _centroid,
    "outside_only": _outside,
    "elsewhere": _elsewhere,
    "far": _far,
    "unknown_area": _unknown_area,
    "differs": _differs,
}
