"""The judges: each takes a claim and the data at hand, and says what they say of it. No judge knows a municipality."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from tryggve.catalog import read_csv
from tryggve.reports import numbers
from tryggve.reports.claims.ground import Ground
from tryggve.reports.claims.judges_of_offences import before_and_after, lower_than_peers, lowest_county
from tryggve.reports.claims.record import FOLDER, Claim, Outcome, Verdict
from tryggve.reports.claims.undecided import undecided
from tryggve.stats.rates import share
from tryggve.stats.segregation import segregation

HOLDS, DOES_NOT, UNKNOWN = Verdict.HOLDS, Verdict.DOES_NOT_HOLD, Verdict.CANNOT_BE_JUDGED
_POPULATION, _LISTED, _LARGE = "folkmangd", "utsatta_omraden", "large_municipalities"
_MOST_NAMES = 12
_COUNTRY = 100
"""So many municipalities at least: the few that are compared with say nothing of the country."""


def never_listed(claim: Claim, ground: Ground) -> Outcome:
    """On no list of the police's is an area of the municipality."""
    lists = ground.public.police_list
    listed = sum(one.here > 0 for one in lists)
    words = {
        "lists": str(len(lists)), "listed": str(listed), "first": str(lists[0].year), "last": str(lists[-1].year)
    }  # fmt: skip
    return Outcome(DOES_NOT if listed else HOLDS, "does_not" if listed else "holds", words)


def alone_without(claim: Claim, ground: Ground) -> Outcome:
    """Of all municipalities of a size, this alone has no area on the list."""
    year, here, people = _lists_and_people(claim, ground)
    large = {code for code, n in people.items() if n >= claim.parameters["least"]}
    words = {"year": year, "least": numbers.integer(claim.parameters["least"]), "large": str(len(large))}
    return _without(ground, here, large - {ground.code}, words)


def largest_without(claim: Claim, ground: Ground) -> Outcome:
    """No larger municipality has no area on the list."""
    year, here, people = _lists_and_people(claim, ground)
    own = people.get(ground.code)
    larger = {code for code, n in people.items() if own is not None and n > own}
    return _without(ground, here, larger, {"year": year, "larger": str(len(larger))})


def _without(ground: Ground, here: Mapping[str, float], others: set[str], words: dict[str, str]) -> Outcome:
    """One other without an area is enough to make a claim fall; all must be known for it to hold."""
    if here.get(ground.code):
        return Outcome(DOES_NOT, "does_not_own", words)
    also = sorted(code for code in others if here.get(code) == 0)
    if also and ground.code in here:
        return Outcome(DOES_NOT, "does_not", words | {"others": _names(ground, also)})
    if missing := sorted((others | {ground.code}) - set(here)):
        return Outcome(UNKNOWN, "unknown", words | {"missing": _names(ground, missing)})
    return Outcome(HOLDS, "holds", words)


def fastest_growth(claim: Claim, ground: Ground) -> Outcome:
    """First of all in growth, whatever the period."""
    periods = ground.periods(_POPULATION, ground.code)
    last = periods[-1] if periods else ""
    now, ranks, counted = _latest_population(ground), [], 0
    for span in claim.parameters["spans"]:
        then = ground.at(_POPULATION, str(int(last) - span), "municipality") if last else {}
        growth = {code: now[code] / then[code] for code in now if then.get(code)}
        if ground.code in growth and len(growth) >= _COUNTRY:
            ranks.append(1 + sum(value > growth[ground.code] for value in growth.values()))
            counted = max(counted, len(growth))
    if len(ranks) < len(claim.parameters["spans"]):
        return Outcome(UNKNOWN, "unknown")
    spans = ", ".join(map(str, claim.parameters["spans"]))
    words = {"n": str(counted), "spans": spans, "ranks": ", ".join(map(str, ranks))}
    if all(rank == 1 for rank in ranks):
        return Outcome(HOLDS, "holds", words)
    return Outcome(UNKNOWN, "depends", words) if 1 in ranks else Outcome(DOES_NOT, "does_not", words)


def low_share(claim: Claim, ground: Ground) -> Outcome:
    """In the lowest quarter of all municipalities, year after year."""
    about = claim.parameters["about"]
    years, within, own = 0, 0, []
    for period in ground.periods(about, ground.code):
        found = ground.at(about, period, "municipality")
        if len(found) < _COUNTRY:
            continue
        years += 1
        own.append(found[ground.code])
        within += 1 + sum(value < found[ground.code] for value in found.values()) <= len(found) / 4
    if not years:
        return Outcome(UNKNOWN, "unknown")
    words, spans = {"years": str(years), "within": str(within)}, {"share": (min(own), max(own))}
    if within == years:
        return Outcome(HOLDS, "holds", words, spans)
    return Outcome(UNKNOWN, "depends", words, spans) if within else Outcome(DOES_NOT, "does_not", words, spans)


def better_than_country(claim: Claim, ground: Ground) -> Outcome:
    """Better than the country in two indicators, every year: more of the one, less of the other."""
    better, compared, years, spans = 0, 0, set(), {}
    for key, sign in (("more", 1), ("less", -1)):
        about = claim.parameters[key]
        own = {period: ground.at(about, period, "municipality") for period in ground.periods(about, ground.code)}
        values = [found[ground.code] for found in own.values()]
        for period, found in own.items():
            country = ground.at(about, period, "country").get("00")
            if country is not None:
                compared += 1
                years.add(period)
                better += sign * (found[ground.code] - country) > 0
        if values:
            spans["eligible" if key == "more" else "unemployed"] = (min(values), max(values))
    words = {"years": str(len(years)), "better": str(better), "compared": str(compared)}
    both = all(ground.periods(claim.parameters[key], ground.code) for key in ("more", "less"))
    if not compared or not both:
        return Outcome(UNKNOWN, "unknown", words, spans)
    if better == compared:
        return Outcome(HOLDS, "holds", words, spans)
    return Outcome(UNKNOWN, "depends", words, spans) if better else Outcome(DOES_NOT, "does_not", words, spans)


def tenure(claim: Claim, ground: Ground) -> Outcome:
    """How the dwellings are divided says nothing of what comes of it."""
    known = {one.key: one.value for one in ground.public.basics}
    whole = sum(known[key] for key in ("rental", "cooperative", "owner"))
    part = share(known["rental"], whole)
    return Outcome(UNKNOWN, "unknown", {"rental": numbers.percent(part.value)})


def segregated(claim: Claim, ground: Ground) -> Outcome:
    """How uneven those born abroad live, with its interval: one municipality alone is neither high nor low."""
    areas = ground.public.regso
    born = [math.floor(one.population * one.born_abroad_percent / 100 + 0.5) for one in areas]
    counts = [(x, one.population - x) for x, one in zip(born, areas, strict=True)]
    found = segregation(counts, replicates=claim.parameters["draws"]).measures["dissimilarity"].interval
    interval = found.low, found.high
    return Outcome(UNKNOWN, "unknown", {"interval": numbers.interval(*interval, 3)}, {"d": interval})


def _lists_and_people(claim: Claim, ground: Ground) -> tuple[str, dict[str, float], dict[str, float]]:
    """Year of a list, areas and inhabitants by municipality: what was fetched, else the catalog's own table.

    The table has the large municipalities alone, and says only whether there is an area: 1 or 0.
    """
    periods, people = ground.periods(_LISTED, ground.code), _latest_population(ground)
    if periods and people:
        return periods[-1], ground.at(_LISTED, periods[-1], "municipality"), people
    rows = read_csv(f"{FOLDER}/{_LARGE}.csv")
    here = {row["code"]: float(row["listed"] == "yes") for row in rows}
    return claim.parameters["list_year"], here, {row["code"]: float(row["population"]) for row in rows}


def _latest_population(ground: Ground) -> dict[str, float]:
    periods = ground.periods(_POPULATION, ground.code)
    return ground.at(_POPULATION, periods[-1], "municipality") if periods else {}


def _names(ground: Ground, codes: list[str]) -> str:
    named = [ground.name(code) for code in codes[:_MOST_NAMES]]
    return ", ".join(named) + (" …" if len(codes) > _MOST_NAMES else "")


JUDGES: Mapping[str, Callable[[Claim, Ground], Outcome]] = {
    "never_listed": never_listed,
    "alone_without": alone_without,
    "largest_without": largest_without,
    "fastest_growth": fastest_growth,
    "lowest_county": lowest_county,
    "lower_than_peers": lower_than_peers,
    "low_share": low_share,
    "tenure": tenure,
    "segregation": segregated,
    "better_than_country": better_than_country,
    "before_and_after": before_and_after,
    "undecided": undecided,
}
