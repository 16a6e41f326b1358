"""A claim as the catalog holds it, and what became of it when it was judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tryggve.catalog import read_toml

FOLDER = "claims"
_TEXTS = ("id", "words", "decides", "method", "judge")
_KEYS = frozenset((*_TEXTS, "exact", "tables", "indicators", "parameters", "limits", "fetch", "says", "number"))


class Verdict(StrEnum):
    """What the data at hand say of a claim."""

    HOLDS = "holds"
    DOES_NOT_HOLD = "does_not_hold"
    CANNOT_BE_JUDGED = "cannot_be_judged"


@dataclass(frozen=True)
class NumberAsked:
    """A number that a claim turns on: SQL for DuckDB gives it, over the tables named by the claim."""

    key: str
    label: str
    unit: str
    sql: str


@dataclass(frozen=True)
class Claim:
    """One claim. `exact` where `words` is a quotation; `says` has a text for each outcome of the judge."""

    id: str
    words: str
    exact: bool
    decides: str
    method: str
    judge: str
    tables: tuple[str, ...]
    indicators: tuple[str, ...]
    parameters: Mapping[str, Any]
    limits: tuple[str, ...]
    fetch: str
    says: Mapping[str, str]
    numbers: tuple[NumberAsked, ...]


@dataclass(frozen=True)
class Claims:
    """The claims of one text about a municipality; `tables` says what tables of the claims' own are."""

    place: str
    title: str
    source: str
    author: str
    reviewed: str
    tables: Mapping[str, Mapping[str, str]]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Outcome:
    """What a judge found: the verdict, which of the claim's texts says it, and what is put into that text.

    `intervals` holds the uncertainty of a number by its key, as (low, high). `several` makes one number of the catalog
    into several, such as one for each municipality compared with: what is put into its texts and SQL.
    """

    verdict: Verdict
    text: str
    words: Mapping[str, str] = field(default_factory=dict)
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    several: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Number:
    """A number that was found, with its interval where one is known, and the SQL that gives it again."""

    key: str
    label: str
    unit: str
    value: float | None
    interval: tuple[float, float] | None
    sql: str


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict, its text, its numbers, and the data that were at hand: (what, period, source)."""

    claim: Claim
    verdict: Verdict
    text: str
    numbers: tuple[Number, ...]
    used: tuple[tuple[str, str, str], ...]


def claims_of(place: str) -> Claims:
    """The claims in catalog/claims/PLACE.toml. ValueError names the claim and the fault of a bad one."""
    raw = read_toml(f"{FOLDER}/{place}.toml")
    return Claims(
        place, raw["title"], raw["source"], raw["author"], raw["reviewed"].isoformat(), raw["tables"],
        tuple(_claim(entry) for entry in raw["claim"]),
    )  # fmt: skip


def _claim(entry: Mapping[str, Any]) -> Claim:
    name = entry.get("id", "?")
    if unknown := sorted(set(entry) - _KEYS):
        raise ValueError(f"claim {name}: unknown {', '.join(unknown)}")
    if empty := [key for key in _TEXTS if not str(entry.get(key, "")).strip()]:
        raise ValueError(f"claim {name}: lacks {', '.join(empty)}")
    if not entry.get("says") or not entry.get("limits"):
        raise ValueError(f"claim {name}: does not say what each outcome means, or how it may be misread")
    return Claim(
        exact=bool(entry.get("exact")), tables=tuple(entry.get("tables", ())), says=dict(entry["says"]),
        indicators=tuple(entry.get("indicators", ())), parameters=dict(entry.get("parameters", {})),
        limits=tuple(entry["limits"]), fetch=str(entry.get("fetch", "")),
        numbers=tuple(NumberAsked(**one) for one in entry.get("number", ())), **{key: entry[key] for key in _TEXTS},
    )  # fmt: skip
