"""The past of a source, read from a store of any engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.coverage import Reporter
from tryggve.domain.incident import LeftOut, LocationPrecision, TimePrecision
from tryggve.domain.incident_table import NO_COORDINATE
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.domain.source_caveat import bears_findings
from tryggve.signals.found import Events
from tryggve.signals.history import History, Planned, Precision
from tryggve.signals.reporting import Promise, Reporting
from tryggve.signals.restricted import Withheld, opened, withheld
from tryggve.store.base import EventColumns, Selection, Store

MOST_DAYS = 1
"""An event that may have happened on more days than this apart has no day that can be used."""

_APART = 1_000_000.0


def sources_of(store: Store) -> tuple[str, ...]:
    """The sources that findings may be made from, the one with most events first."""
    sizes = {str(name): n for (name,), n in store.counts(("source",), Selection()).items()}
    usable = [name for name in sizes if bears_findings(name)]
    return tuple(sorted(usable, key=lambda name: (-sizes[name], name)))


def finest_level(store: Store, register: AreaRegister | None) -> str:
    """The level with the most areas that events are placed in; "" where none are."""
    sizes = {level: len(register.at(level)) if register else 0 for level in store.levels()}
    return max(sorted(sizes), key=lambda level: sizes[level], default="")


def history_of(
    store: Store, register: AreaRegister | None, *, source: str | None = None, level: str | None = None,
    municipality: str = "",
) -> History:  # fmt: skip
    """Everything of one source (default: the largest) at one level (default: the finest) that signals are made from.

    FileError for a source or level that the store does not have.
    """
    sources = sources_of(store)
    chosen = _chosen(source, sources)
    own_level = _level(store, register, level)
    columns, hidden = _open(store.events(own_level, Selection(sources=(chosen,)) if chosen else Selection()))
    places = _places(register, own_level, columns)
    events, severity = _events(columns, places)
    named = municipality or (register.municipality if register else "")
    return History(
        municipality=named, source=chosen, level=own_level, codes=tuple(area.code for area in places),
        names=tuple(area.name for area in places), outlines=tuple(area.geometry for area in places), events=events,
        severity=severity, kinds=_kinds(columns), precision=_precision(columns),
        reporting=_reporting(store, columns, places, register), planned=_planned(store, own_level, places),
        crs=register.crs if register else "",
        other_sources=tuple(name for name in sources if name != chosen), withheld=hidden,
    )  # fmt: skip


def _open(columns: EventColumns) -> tuple[EventColumns, Withheld]:
    """The events that may be looked at; who reported the others is still known."""
    own = opened(columns.category, columns.categories)
    if own.rows.all():
        return columns, ()
    hidden = np.repeat(np.flatnonzero(~own.rows), columns.n[~own.rows])
    kept: dict[str, Any] = {
        name: value[own.rows] for name, value in vars(columns).items() if isinstance(value, np.ndarray)
    }
    shown = replace(columns, **kept | {"category": own.category, "categories": own.names})
    return shown, withheld(columns.day[hidden], columns.severity[hidden])


def _chosen(source: str | None, sources: Sequence[str]) -> str:
    if source is None:
        return sources[0] if sources else ""
    if source not in sources:
        raise FileError(
            _("There is no source {name} to look for signals in.").format(name=source),
            _("Choose among: {names}.").format(names=", ".join(sources) or "–"),
        )
    return source


def _level(store: Store, register: AreaRegister | None, level: str | None) -> str:
    if level is None:
        return finest_level(store, register)
    levels = store.levels()
    if level not in levels:
        raise FileError(
            _("There is no level of areas {name}.").format(name=level),
            _("Choose among: {names}.").format(names=", ".join(levels) or "–"),
        )
    return level


def _places(register: AreaRegister | None, level: str, columns: EventColumns) -> tuple[Area, ...]:
    """The areas of the level in the order of the register; those that only events name come last."""
    known = register.at(level) if register else ()
    codes = {area.code for area in known}
    return (*known, *(Area(code, code, level) for code in columns.areas if code and code not in codes))


def _events(columns: EventColumns, places: tuple[Area, ...]) -> tuple[Events, NDArray[np.int64]]:
    """One row per event whose day is known, as detectors want them."""
    row_of = {area.code: i for i, area in enumerate(places)}
    numbers = np.array([row_of.get(code, -1) for code in columns.areas] or [-1], np.int64)
    usable = columns.time_precision != TimePrecision.MONTH
    rows = np.repeat(np.arange(len(columns)), np.where(usable, columns.n, 0))
    x, y = (np.where(axis == NO_COORDINATE, np.nan, axis)[rows] for axis in (columns.x, columns.y))
    area = numbers[columns.area[rows]] if len(rows) else np.zeros(0, np.int64)
    day = columns.day[rows]
    events = Events(
        area=area, day=day, category=columns.category[rows], source=columns.organisation[rows], x=x, y=y,
        day_known=(columns.day - columns.first_day <= MOST_DAYS)[rows], xy=centres(places, area, x, y),
        categories=columns.categories, sources=columns.organisations, first_day=int(day[0]) if len(day) else 0,
        last_day=int(day[-1]) if len(day) else -1,
    )  # fmt: skip
    return events, columns.severity[rows]


def centres(
    places: Iterable[Area], area: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A point in each area: of its outline, else the middle of the events in it; far from all others where neither."""
    from shapely.geometry import shape

    found = []
    for i, place in enumerate(places):
        if place.geometry is not None:
            middle = shape(dict(place.geometry)).centroid
            found.append((middle.x, middle.y))
            continue
        here = (area == i) & ~np.isnan(x) & ~np.isnan(y)
        lone = (-_APART * (i + 1), -_APART)
        found.append((float(x[here].mean()), float(y[here].mean())) if here.any() else lone)
    return np.array(found, np.float64).reshape(-1, 2)


def _kinds(columns: EventColumns) -> tuple[str, ...]:
    kinds = [""] * len(columns.organisations)
    for organisation, kind in zip(columns.organisation.tolist(), columns.organisation_kind.tolist(), strict=True):
        kinds[organisation] = columns.organisation_kinds[kind]
    return tuple(kinds)


def _precision(columns: EventColumns) -> Precision:
    n, month = columns.n, columns.time_precision == TimePrecision.MONTH
    spread = ~month & (columns.day - columns.first_day > MOST_DAYS)
    placed = np.array([code != "" for code in columns.areas] or [False])[columns.area]
    whole = np.isin(columns.location_precision, (LocationPrecision.MUNICIPALITY, LocationPrecision.UNKNOWN)) & ~placed
    return Precision(*(int(n[mask].sum()) for mask in (np.ones(len(n), bool), month, spread, placed, whole)))


def _planned(store: Store, level: str, places: tuple[Area, ...]) -> tuple[Planned, ...]:
    """What was announced, whatever the source: events that lie in the future when they are told of."""
    columns = store.events(level, Selection(left_out=(LeftOut.FORECAST.value,)))
    row_of = {area.code: i for i, area in enumerate(places)}
    rows = zip(columns.area.tolist(), columns.first_day.tolist(), columns.day.tolist(), strict=True)
    return tuple(Planned(row_of.get(columns.areas[area], -1), first, last) for area, first, last in rows)


def _reporting(
    store: Store, columns: EventColumns, places: tuple[Area, ...], register: AreaRegister | None
) -> Reporting | None:
    """The agreements of organisations that report to this source; None where nobody has promised anything."""
    row_of = {area.code: i for i, area in enumerate(places)}
    own = {name: i for i, name in enumerate(columns.organisations)}
    days = store.report_days()
    elsewhere = set(days) - set(own)
    promises = []
    for one in store.reporters():
        rows = _rows(one, row_of, register) if one.areas else None
        if one.organisation in elsewhere or rows == ():
            continue
        number = own.get(one.organisation, -1)
        promises.append(
            Promise(one.organisation, one.organisation_kind, number, rows, one.first_day, one.last_day, one.cadence)
        )
    if not promises:
        return None
    return Reporting(tuple(promises), tuple(tuple(days.get(promise.organisation, ())) for promise in promises))


def _rows(reporter: Reporter, row_of: dict[str, int], register: AreaRegister | None) -> tuple[int, ...]:
    """The areas that a promise is for, by themselves or inside a larger one."""
    promised = {code for _level, code in reporter.areas}
    parents = {area.code: area.parent for area in register.areas} if register else {}
    rows = [row for code, row in row_of.items() if code in promised or parents.get(code, "") in promised]
    return tuple(sorted(rows))
