"""How often a signal was worth acting on, by category and by method, and how long the decision took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from tryggve.stats.rates import share

FEW = 20
"""With fewer decided signals than this the share says little, and that is said."""

ACTED = "acted"


@dataclass(frozen=True)
class PastDecision:
    """A signal of the record: its most frequent category, the methods that found it, the decision that holds (None:
    nobody has decided), the days from when it was shown to the first decision, and whether it goes on.
    """

    category: str
    methods: tuple[str, ...]
    verdict: str | None
    days: int | None
    living: bool


@dataclass(frozen=True)
class Worth:
    """Of `n` decided signals `acted` were acted on, `watched` watched, `left` left; Wilson's interval of the share."""

    key: str
    n: int
    acted: int
    watched: int
    left: int
    value: float
    low: float
    high: float

    @property
    def is_few(self) -> bool:
        """Whether they are too few to say much."""
        return self.n < FEW


@dataclass(frozen=True)
class Record:
    """The record: all together (None where nothing is decided), by category and by method, those with most first."""

    whole: Worth | None
    by_category: tuple[Worth, ...]
    by_method: tuple[Worth, ...]
    waiting: int
    never_judged: int
    median_days: float | None


def record_of(signals: Sequence[PastDecision]) -> Record:
    """The record of some signals. One that several methods found counts for each of them."""
    decided = [one for one in signals if one.verdict is not None]
    days = [one.days for one in decided if one.days is not None]
    undecided = [one for one in signals if one.verdict is None]
    return Record(
        _worth("", decided) if decided else None,
        _each((one.category, one) for one in decided),
        _each((method, one) for one in decided for method in dict.fromkeys(one.methods)),
        sum(one.living for one in undecided),
        sum(not one.living for one in undecided),
        float(median(days)) if days else None,
    )


def _each(pairs: Iterable[tuple[str, PastDecision]]) -> tuple[Worth, ...]:
    grouped: dict[str, list[PastDecision]] = {}
    for key, one in pairs:
        grouped.setdefault(key, []).append(one)
    return tuple(sorted((_worth(key, own) for key, own in grouped.items()), key=lambda one: (-one.n, one.key)))


def _worth(key: str, decided: Sequence[PastDecision]) -> Worth:
    acted, watched = (sum(one.verdict == verdict for one in decided) for verdict in (ACTED, "judged"))
    found = share(acted, len(decided))
    return Worth(
        key, len(decided), acted, watched, len(decided) - acted - watched, found.value, found.wilson.low,
        found.wilson.high,
    )  # fmt: skip
