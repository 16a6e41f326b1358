"""Judges of claims about reported offences: rates beside each other, with intervals that allow for more than chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from tryggve.reports import numbers
from tryggve.reports.claims.ground import Ground
from tryggve.reports.claims.record import Claim, Outcome, Verdict
from tryggve.stats.quasi_poisson import fit_quasi_poisson
from tryggve.stats.rates import poisson_interval

HOLDS, DOES_NOT, UNKNOWN = Verdict.HOLDS, Verdict.DOES_NOT_HOLD, Verdict.CANNOT_BE_JUDGED
_OFFENCES, _POPULATION = "anmalda_totalt", "folkmangd"
_LEVEL = 0.95


class Cell(NamedTuple):
    """The offences of a municipality in a year, and its mean population."""

    code: str
    year: int
    offences: int
    people: float


def lowest_county(claim: Claim, ground: Ground) -> Outcome:
    """The county's rate lies below that of every other, by more than chance, when all are compared at once."""
    periods = ground.periods(_OFFENCES, ground.county)
    rates = ground.at(_OFFENCES, periods[-1], "county") if periods else {}
    people = ground.at(_POPULATION, periods[-1], "county") if periods else {}
    others = sorted(set(rates) & set(people) - {ground.county})
    if ground.county not in people or len(others) < 20:
        return Outcome(UNKNOWN, "unknown")
    level = 1 - (1 - _LEVEL) / len(others)
    limits = {}
    for code in (ground.county, *others):
        factor = 100_000 / people[code]
        limits[code] = poisson_interval(round(rates[code] / factor), level).scaled(factor)
    own = limits[ground.county]
    lower = [code for code in others if limits[code].high < own.low]
    close = [code for code in others if limits[code].low <= own.high and code not in lower]
    words = {
        "year": periods[-1], "others": str(len(others)), "lower": str(len(lower)), "close": str(len(close)),
    }  # fmt: skip
    spans = {"county_rate": (own.low, own.high)}
    if lower:
        return Outcome(DOES_NOT, "does_not", words, spans)
    return Outcome(UNKNOWN, "close", words, spans) if close else Outcome(HOLDS, "holds", words, spans)


def lower_than_peers(claim: Claim, ground: Ground) -> Outcome:
    """The rate of all years together lies below that of each peer, allowing for how much years differ."""
    cells = cells_of(ground)
    codes = sorted({cell.code for cell in cells} - {ground.code})
    names = {row.code: row.municipality for row in ground.public.reported_offences_peers}
    z = -float(ndtri((1 - _LEVEL) / 2 / len(codes)))
    spread = dispersion(cells)
    spans: dict[str, tuple[float, float]] = {}
    found: dict[str, list[str]] = {"lower": [], "close": [], "higher": []}
    for code in codes:
        ratio, error = _ratio(cells, ground.code, code, spread)
        low, high = ratio * math.exp(-z * error), ratio * math.exp(z * error)
        spans[f"ratio:{code}"] = (low, high)
        found["lower" if high < 1 else "higher" if low > 1 else "close"].append(names[code])
    words = {"peers": str(len(codes)), **{key: ", ".join(values) or "–" for key, values in found.items()}}
    several = {"ratio:{peer}": tuple({"peer": code, "peer_name": names[code]} for code in codes)}
    if found["higher"]:
        return Outcome(DOES_NOT, "does_not", words, spans, several)
    if found["close"]:
        return Outcome(UNKNOWN, "close", words, spans, several)
    return Outcome(HOLDS, "holds", words, spans, several)


def before_and_after(claim: Claim, ground: Ground) -> Outcome:
    """How the change differs from that of the peers: what goes together, never what caused it."""
    first, start, last = (claim.parameters[key] for key in ("first", "start", "last"))
    cells = [cell for cell in cells_of(ground) if first <= cell.year <= last]
    sums = {
        (own, after): (
            sum(cell.offences for cell in cells if (cell.code == ground.code, cell.year >= start) == (own, after)),
            sum(cell.people for cell in cells if (cell.code == ground.code, cell.year >= start) == (own, after)),
        )
        for own in (True, False)
        for after in (True, False)
    }
    rate = {key: count / people for key, (count, people) in sums.items()}
    ratio = (rate[True, True] / rate[True, False]) / (rate[False, True] / rate[False, False])
    error = math.sqrt(dispersion(cells) * sum(1 / count for count, _people in sums.values()))
    z = -float(ndtri((1 - _LEVEL) / 2))
    span = (ratio * math.exp(-z * error), ratio * math.exp(z * error))
    return Outcome(UNKNOWN, "unknown", {"ratio": numbers.decimal(ratio, 2)}, {"ratio": span})


def cells_of(ground: Ground) -> list[Cell]:
    """The municipality and its peers in the years that all have; a peer's people are those its rate implies."""
    peers = [
        Cell(row.code, row.year, row.total, float(round(row.total / row.total_per_100k * 100_000)))
        for row in ground.public.reported_offences_peers
    ]
    years = {cell.year for cell in peers}
    own = [
        Cell(ground.code, row.year, row.counts["total"], float(row.mean_population))
        for row in ground.public.reported_offences
        if row.year in years
    ]
    return own + peers


def dispersion(cells: Sequence[Cell]) -> float:
    """How much more than chance a municipality's year differs from its level and the year's: at least 1.

    Pearson's dispersion of a quasi-Poisson model with an effect of each municipality and each year (McCullagh & Nelder
    1989). Years of a municipality that hang together make even this too small.
    """
    codes, years = sorted({cell.code for cell in cells}), sorted({cell.year for cell in cells})
    design = np.array(
        [
            [1.0, *(float(cell.code == code) for code in codes[1:]), *(float(cell.year == year) for year in years[1:])]
            for cell in cells
        ]
    )
    counts = np.array([cell.offences for cell in cells], np.float64)
    offset = np.log(np.array([cell.people for cell in cells], np.float64))
    return max(1.0, fit_quasi_poisson(design, counts, offset, np.ones(len(cells))).dispersion)


def _ratio(cells: Sequence[Cell], own: str, peer: str, spread: float) -> tuple[float, float]:
    """Ratio of the rates of all years together, and the standard error of its logarithm."""
    of = {code: [cell for cell in cells if cell.code == code] for code in (own, peer)}
    a, b = (sum(cell.offences for cell in found) for found in of.values())
    n, m = (sum(cell.people for cell in found) for found in of.values())
    return (a / n) / (b / m), math.sqrt(spread * (1 / a + 1 / b))
