"""Which area each row of a table of counts is about."""

from __future__ import annotations

from typing import NamedTuple

from tryggve.domain.area import MUNICIPALITY, AreaRegister, level_of, level_words
from tryggve.domain.language import _
from tryggve.domain.spelling import fold
from tryggve.ingest.area_codes import AREA_LEVEL, AreaCodes
from tryggve.ingest.bound_columns import BoundColumns
from tryggve.ingest.faults import Faults

TOTALS = frozenset(
    ("totalt", "total", "summa", "samtliga", "samtliga brott", "alla brott", "alla", "hela kommunen", "kommunen totalt")
)
"""Folded labels of rows that hold the sum of other rows."""

_WHOLE = frozenset(("kommun", "municipality"))


class CountArea(NamedTuple):
    """Level, code and name as the register has them, else as the file says; level "" where nothing tells it."""

    level: str
    code: str
    name: str


def count_areas(bound: BoundColumns, register: AreaRegister | None, faults: Faults) -> list[CountArea]:
    """The area of every row; rows whose area is missing or fits several go to `faults`."""
    if not (bound.has_column("area") or bound.has_column("area_name")):
        return [whole_area(register)] * bound.size
    texts, names, levels = bound.texts("area"), bound.texts("area_name"), bound.texts("area_level")
    codes = AreaCodes(register) if register else None
    heading = bound.heading("area") if bound.has_column("area") else bound.heading("area_name")
    seen: dict[tuple[str, str, str], CountArea | tuple[str, str]] = {}
    found = []
    for row in range(bound.size):
        key = texts[row], names[row], levels[row]
        if key not in seen:
            seen[key] = resolve_area(*key, register, codes)
        area = seen[key]
        if not isinstance(area, CountArea):
            faults.add_row(row, heading, texts[row] or names[row], *area)
            area = whole_area(register)
        found.append(area)
    return found


def resolve_area(
    text: str, name: str, level: str, register: AreaRegister | None, codes: AreaCodes | None
) -> CountArea | tuple[str, str]:
    """The area that code or name, another name and a stated level mean, else what is wrong and how to mend it."""
    stated = MUNICIPALITY if fold(level) in _WHOLE else level.casefold()
    text = text or name
    if not text:
        return _("The area is missing."), _("Write the area in every row, also where cells were merged.")
    if fold(text) in TOTALS:
        return whole_area(register)._replace(name=text)
    known = _known(text, stated, codes) or _known(name, stated, codes)
    if len(known) > 1:
        listed = ", ".join(f"{code} ({level_words(level)})" for level, code in known)
        return (
            _("The name fits several areas: {areas}.").format(areas=listed),
            _("Write the code, or the level in a column of its own (niva)."),
        )
    if known and register:
        area = register.get(*known[0])
        return CountArea(known[0][0], known[0][1], area.name if area else name)
    return CountArea(stated or ("" if register else AREA_LEVEL), text, name or text)


def _known(text: str, level: str, codes: AreaCodes | None) -> list[tuple[str, str]]:
    # A level without a vintage means the division that is in use; one with a vintage means that and no other.
    if codes is None or not text:
        return []
    return [area for area in codes.meant(text) if not level or level in _names_of(area[0])]


def _names_of(key: str) -> set[str]:
    return {name.casefold() for name in (key, level_of(key), level_words(key))}


def whole_area(register: AreaRegister | None) -> CountArea:
    """The municipality as a whole."""
    if register is None:
        return CountArea(MUNICIPALITY, "", "")
    own = next(iter(register.at(MUNICIPALITY)), None)
    return CountArea(MUNICIPALITY, own.code if own else "", register.municipality)
