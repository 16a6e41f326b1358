"""Indicators as data: what is measured, where it comes from, and how it may be misread."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from tryggve.catalog import names_in, read_toml
from tryggve.domain.language import pick


class Origin(StrEnum):
    """Whose figures an indicator is made of."""

    KOLADA = "kolada"
    SCB = "scb"
    BRA = "bra"
    POLICE_LIST = "police_list"


ORIGIN_NAMES: Mapping[Origin, str] = MappingProxyType(
    {Origin.KOLADA: "Kolada", Origin.SCB: "SCB", Origin.BRA: "Brå", Origin.POLICE_LIST: "Polismyndigheten"}
)
"""What each is called."""


class Measures(StrEnum):
    """What a figure can see: reports to the police, what people say happened, what they feel, or a register."""

    REPORTED = "reported"
    EXPERIENCED = "experienced"
    PERCEIVED = "perceived"
    REGISTER = "register"


class Direction(StrEnum):
    """Which way is worse; `unclear` where more may as well mean that more is reported, looked for or found."""

    MORE_IS_WORSE = "more_is_worse"
    LESS_IS_WORSE = "less_is_worse"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Break:
    """Years before and from `year` cannot be compared as they stand, and why."""

    year: int
    what: Mapping[str, str]


@dataclass(frozen=True)
class KoladaQuery:
    """A key figure of Kolada's, that of its margin of error where there is one, and the smallest level that it has."""

    kpi: str
    margin: str = ""
    level: str = "municipality"


@dataclass(frozen=True)
class TableQuery:
    """A table of SCB's: codes by dimension, years, levels of areas; `adds` where the chosen parts are to be added up.

    `codelists` names the code list of each division that the table has: division → code list, first and last year.
    `peers` is whether the small areas of the municipalities that are compared with are asked for too.
    """

    table: str
    selection: Mapping[str, tuple[str, ...]]
    levels: tuple[str, ...]
    adds: bool = False
    first: str = "1900"
    last: str = "9999"
    codelists: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    peers: bool = False


@dataclass(frozen=True)
class LabelQuery:
    """Rows of Brå's tables, by what they are called there, whatever the case; and year or quarter."""

    labels: tuple[str, ...]
    unit: str = "year"


@dataclass(frozen=True)
class PoliceListQuery:
    """The police's list of vulnerable areas: how many of these classes lie in the municipality."""

    classes: tuple[str, ...]


Query = KoladaQuery | TableQuery | LabelQuery | PoliceListQuery


@dataclass(frozen=True)
class Indicator:
    """One indicator. Texts are by language; `lag` is months from the end of a period until its figure is published."""

    id: str
    theme: str
    what: Mapping[str, str]
    why: Mapping[str, str]
    origin: Origin
    query: Query
    measures: Measures
    unit: str
    direction: Direction
    by_sex: bool
    lag: int
    breaks: tuple[Break, ...]
    misread: tuple[Mapping[str, str], ...]
    author: str
    reviewed: dt.date

    @property
    def name(self) -> str:
        """What it is, in the current language."""
        return pick(dict(self.what))


UNITS = frozenset(
    ("per_100000", "per_10000", "per_1000", "percent", "persons", "count", "index", "class", "thousand_kronor")
)
"""Units; each has its words where it is shown."""

LEVELS = frozenset(("country", "county", "municipality", "regso"))
_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_KPI = re.compile(r"[NU]\d{5}")
_TABLE = re.compile(r"TAB\d{1,6}")
_KEYS = frozenset(
    ("id", "what", "why", "source", "query", "measures", "unit", "direction", "by_sex", "lag", "breaks", "misread",
     "author", "reviewed")
)  # fmt: skip


@cache
def indicators() -> Mapping[str, Indicator]:
    """All indicators by id, theme by theme in alphabetical order. ValueError names file and fault of a bad one."""
    found: dict[str, Indicator] = {}
    for theme in names_in("indicators"):
        for indicator in read_theme(theme, read_toml(f"indicators/{theme}.toml")):
            if indicator.id in found:
                raise ValueError(f"indicators/{theme}.toml: {indicator.id} stands in {found[indicator.id].theme} too")
            found[indicator.id] = indicator
    return MappingProxyType(found)


def theme_title(theme: str) -> str:
    """What a theme is called, in Swedish."""
    return str(read_toml(f"indicators/{theme}.toml")["title"])


def read_theme(theme: str, data: Mapping[str, Any]) -> Iterator[Indicator]:
    """The indicators of one file. What `common` says holds for each, and lists in it come before an indicator's own."""
    if unknown := sorted(set(data) - {"title", "common", "indicator"}):
        raise ValueError(f"indicators/{theme}.toml: unknown {', '.join(unknown)}")
    if not str(data.get("title", "")).strip():
        raise ValueError(f"indicators/{theme}.toml: has no title")
    common = dict(data.get("common", {}))
    for entry in data.get("indicator", ()):
        lists = {name: [*common.get(name, ()), *entry.get(name, ())] for name in ("breaks", "misread")}
        try:
            yield _indicator(theme, {**common, **entry, **lists})
        except (KeyError, TypeError, ValueError) as fault:
            raise ValueError(f"indicators/{theme}.toml, {entry.get('id', '?')}: {fault}") from fault


def _indicator(theme: str, entry: Mapping[str, Any]) -> Indicator:
    if absent := sorted(_KEYS - set(entry)):
        raise ValueError(f"lacks {', '.join(absent)}")
    if unknown := sorted(set(entry) - _KEYS):
        raise ValueError(f"unknown {', '.join(unknown)}")
    if not _ID.fullmatch(entry["id"]):
        raise ValueError("id is not small letters, digits and _")
    if entry["unit"] not in UNITS:
        raise ValueError(f"unknown unit {entry['unit']}")
    if not entry["misread"]:
        raise ValueError("does not say how it may be misread")
    if not isinstance(entry["reviewed"], dt.date) or not isinstance(entry["by_sex"], bool):
        raise ValueError("reviewed is a date, by_sex true or false")
    origin = Origin(entry["source"])
    return Indicator(
        id=entry["id"], theme=theme, what=_texts(entry["what"]), why=_texts(entry["why"]), origin=origin,
        query=_QUERIES[origin](entry["query"]), measures=Measures(entry["measures"]), unit=entry["unit"],
        direction=Direction(entry["direction"]), by_sex=entry["by_sex"], lag=_months(entry["lag"]),
        breaks=tuple(sorted((_break(one) for one in entry["breaks"]), key=lambda one: one.year)),
        misread=tuple(_texts(one) for one in entry["misread"]), author=str(entry["author"]),
        reviewed=entry["reviewed"],
    )  # fmt: skip


def _texts(given: Any) -> Mapping[str, str]:
    texts = {"sv": given} if isinstance(given, str) else dict(given)
    if not texts.get("sv", "").strip():
        raise ValueError("a text is empty")
    return MappingProxyType(texts)


def _months(given: Any) -> int:
    if not isinstance(given, int) or not 0 <= given <= 48:
        raise ValueError("lag is a number of months")
    return given


def _break(given: Mapping[str, Any]) -> Break:
    return Break(int(given["year"]), _texts(given["what"]))


def _kolada(given: Mapping[str, Any]) -> KoladaQuery:
    query = KoladaQuery(**given)
    if not all(_KPI.fullmatch(kpi) for kpi in (query.kpi, query.margin or query.kpi)):
        raise ValueError("a key figure of Kolada's is N or U and five digits")
    if query.level not in ("municipality", "county"):
        raise ValueError("a key figure of Kolada's is of municipalities or counties")
    return query


def _table(given: Mapping[str, Any]) -> TableQuery:
    lists = {name: _window(one) for name, one in given.get("codelists", {}).items()}
    codes = {name: tuple(map(str, one)) for name, one in given["selection"].items()}
    rest = {name: value for name, value in given.items() if name not in ("codelists", "selection", "levels")}
    query = TableQuery(selection=codes, levels=tuple(given["levels"]), codelists=lists, **rest)
    if not _TABLE.fullmatch(query.table) or not set(query.levels) <= LEVELS or not query.levels:
        raise ValueError("a table of SCB's is TAB and digits, with levels that we know")
    if ("regso" in query.levels) != bool(lists):
        raise ValueError("regso needs codelists, and only regso has them")
    return query


def _window(given: Any) -> tuple[str, str, str]:
    if len(given) != 3:
        raise ValueError("codelists: division = [code list, first year, last year]")
    codelist, first, last = map(str, given)
    return codelist, first, last


def _labels(given: Mapping[str, Any]) -> LabelQuery:
    query = LabelQuery(tuple(given["labels"]), given.get("unit", "year"))
    if not query.labels or query.unit not in ("year", "quarter"):
        raise ValueError("rows of Brå's tables need labels, and year or quarter")
    return query


def _classes(given: Mapping[str, Any]) -> PoliceListQuery:
    return PoliceListQuery(tuple(given["classes"]))


_QUERIES: Mapping[Origin, Callable[[Mapping[str, Any]], Query]] = {
    Origin.KOLADA: _kolada,
    Origin.SCB: _table,
    Origin.BRA: _labels,
    Origin.POLICE_LIST: _classes,
}
