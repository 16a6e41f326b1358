"""Early signs of an area: how far two raters agree, what a round says, and the area beside itself over rounds.

No score, no sum over signs, no other area: each sign is a row of its own, and what is not known stays not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tryggve.domain.early_signs import SCALE, EarlySigns, Sign, SignGroup, Withheld, sign_name, withheld
from tryggve.domain.language import N_, _
from tryggve.reports.numbers import decimal, interval, percent, percent_interval
from tryggve.stats.rater_agreement import Agreement, Weights, agreement

Answers = Mapping[str, Sign]
"""Question → answer."""

WEIGHTS: tuple[Weights, ...] = ("linear", "quadratic", "none")
"""Kappas that are told; the first is the one that the limit is held against."""

FEW = 30
"""With fewer things judged by both the interval of kappa is rough: its error is a large-sample one."""


@dataclass(frozen=True)
class Measured:
    """How two raters agree: kappa with linear weights, which the limit is held against, and two others beside it."""

    linear: Agreement
    quadratic: Agreement
    plain: Agreement

    @property
    def judged(self) -> int:
        """Questions that both judged."""
        return self.linear.pairs

    @property
    def alike(self) -> str:
        """How many they judged alike, with share and interval: `11 of 14 (79 %, 49–95 %)`."""
        found = self.linear
        if found.percent is None or found.percent_interval is None:
            return _("no question was judged by both")
        words = _("{n} of {of} ({share}, {interval})")
        reach = percent_interval(found.percent_interval.low, found.percent_interval.high)
        return words.format(
            n=round(found.percent * found.pairs), of=found.pairs, share=percent(found.percent), interval=reach
        )

    @property
    def rough(self) -> bool:
        """Whether so few questions were judged that the interval is a rough one."""
        return self.judged < FEW

    @property
    def unknown(self) -> str:
        """How often they did not know; none of it is in the rest."""
        words = _("one of them: {one}, both: {both}")
        return words.format(one=self.linear.one_unknown, both=self.linear.both_unknown)

    @property
    def kappas(self) -> list[tuple[str, str]]:
        """Each kappa with its interval, in words; the one that the limit is held against first."""
        named = ((N_("kappa with linear weights"), self.linear), (N_("kappa with quadratic weights"), self.quadratic),
                 (N_("kappa without weights"), self.plain))  # fmt: skip
        return [(_(words), kappa_words(found)) for words, found in named]


def kappa_words(found: Agreement) -> str:
    """Kappa with its interval, `0,61 (0,38–0,84)`; said where it cannot be known."""
    if found.kappa is None or found.kappa_interval is None:
        return _("cannot be told")
    reach = interval(found.kappa_interval.low, found.kappa_interval.high, 2)
    return f"{decimal(found.kappa, 2)} ({reach})"


def measured(first: Answers, second: Answers, questions: EarlySigns) -> Measured:
    """How two raters agree on the questions; what one has not answered counts as not known."""
    ids = [one.id for one in questions.questions]
    sides = [[str(side.get(one, Sign.UNKNOWN)) for one in ids] for side in (first, second)]
    scale = [str(one) for one in SCALE]
    found = [agreement(sides[0], sides[1], scale, weights=how, unknown=str(Sign.UNKNOWN)) for how in WEIGHTS]
    return Measured(*found)


@dataclass(frozen=True)
class Count:
    """How many signs of a group have an answer."""

    sign: Sign
    n: int

    @property
    def words(self) -> str:
        """The answer in the current language."""
        return sign_name(self.sign)


@dataclass(frozen=True)
class GroupCounts:
    """What the consensus of a round says of a group of signs: how many there are of each answer, not known apart."""

    group: SignGroup
    counts: tuple[Count, ...]


def counted(consensus: Answers, questions: EarlySigns) -> list[GroupCounts]:
    """Group by group, the answers in the order of the scale and what is not known last."""
    found = []
    for group in questions.groups:
        said = [consensus.get(one.id, Sign.UNKNOWN) for one in group.questions]
        counts = tuple(Count(sign, said.count(sign)) for sign in (*SCALE, Sign.UNKNOWN))
        found.append(GroupCounts(group, counts))
    return found


@dataclass(frozen=True)
class Shift:
    """How many signs are said more, less, the same and not comparable, since the round before."""

    more: int
    less: int
    same: int
    unknown: int


def shifted(before: Answers, now: Answers, questions: EarlySigns) -> Shift:
    """The signs of an area beside themselves; one that was not known in either round is not comparable."""
    steps = []
    for one in questions.questions:
        pair = before.get(one.id, Sign.UNKNOWN), now.get(one.id, Sign.UNKNOWN)
        steps.append(None if Sign.UNKNOWN in pair else SCALE.index(pair[1]) - SCALE.index(pair[0]))
    known = [step for step in steps if step is not None]
    return Shift(sum(step > 0 for step in known), sum(step < 0 for step in known), known.count(0), steps.count(None))


def kept_back(
    locked: Sequence[Answers], questions: EarlySigns, *, unchanged: bool, limit: float
) -> tuple[Measured | None, Withheld | None]:
    """How the raters agree, and why no summary may be shown; (…, None) where one may."""
    found = measured(locked[0], locked[1], questions) if len(locked) == 2 else None
    why = withheld(
        raters=len(locked), unchanged=unchanged, judged=found.judged if found else 0,
        questions=len(questions.questions), kappa=found.linear.kappa if found else None, limit=limit,
    )  # fmt: skip
    return found, why
