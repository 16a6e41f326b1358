"""What the document of a survey is made from: shares that may be told, made once. No row of a respondent is kept."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.survey import LEAST_ANSWERS, WHOLE, Answer, SafetySurvey, SurveyQuestion
from tryggve.ingest.survey.answers import SurveyAnswers
from tryggve.ingest.survey.finished import FinishedShare, FinishedTable
from tryggve.stats.disclosure.known import LIMIT
from tryggve.stats.disclosure.shares import shares_shown
from tryggve.stats.survey import SurveyDesign, estimate_share, post_stratify, survey_design
from tryggve.stats.survey.kept import effective_size, joint_share_limits, korn_graubard

FEW, SMALL, GUARD, NOBODY, ALONE = "few", "small", "guard", "nobody", "alone"
UNANSWERED = (Answer.DONT_KNOW, Answer.BLANK, Answer.NOT_ASKED)
"""The three ways not to answer, kept apart."""

NORMAL = 1.959963984540054


@dataclass(frozen=True)
class Told:
    """One share as it may be told. Where `hidden` says why it may not, every number of the share is NaN.

    `answered` is None where the number of answers may not be told either. `counted_weight` and `base_weight` are the
    sums of weights, scaled so that those of the base sum to the number of answers.
    """

    question: str
    area: str
    asked: int | None
    answered: int | None
    share: float = math.nan
    low: float = math.nan
    high: float = math.nan
    variance: float = math.nan
    degrees: float = math.nan
    effective: float = math.nan
    design_effect: float = math.nan
    counted_weight: float = math.nan
    base_weight: float = math.nan
    hidden: str = ""

    @property
    def response(self) -> float | None:
        """The share of those asked who answered the question; None where it cannot be told."""
        return None if self.answered is None or not self.asked else self.answered / self.asked


@dataclass(frozen=True, eq=False)
class SurveyMatter:
    """One round: the design, every share by question and area, and how the answers fell.

    `unanswered` is, by question and kind of no answer, the share of all rows; None where a handful would be told.
    `clusters` is how many classes or households came in and how many of them lie in more than one area; None where
    persons were drawn one by one, or nobody says. `weight_spread` is n sum w^2 / (sum w)^2: how much the weights alone
    widen; None where they are not known.
    """

    design: SafetySurvey
    told: Mapping[tuple[str, str], Told]
    unanswered: Mapping[tuple[str, Answer], float | None]
    weight_spread: float | None
    fingerprint: str
    returned: int
    clusters: tuple[int, int] | None = None

    def at(self, question: str, area: str) -> Told | None:
        """A share, None where the round has none."""
        return self.told.get((question, area))

    def of(self, question: str) -> Iterator[Told]:
        """The shares of a question: all together first, then the areas in the order of the design."""
        for code in (WHOLE, *(one.code for one in self.design.areas)):
            if (one := self.at(question, code)) is not None:
                yield one

    @cached_property
    def apart(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """By question the pairs (higher, lower) of areas whose intervals, made for all areas at once, do not meet."""
        return {question.id: tuple(self._apart(question)) for question in self.design.questions}

    def _apart(self, question: SurveyQuestion) -> Iterator[tuple[str, str]]:
        areas = [one for one in self.of(question.id) if one.area != WHOLE and not one.hidden]
        low, high = joint_share_limits(
            [one.share for one in areas], [one.effective for one in areas],
            answered=[one.answered or 0 for one in areas], degrees=[one.degrees for one in areas],
        )  # fmt: skip
        for i, one in enumerate(areas):
            for j, other in enumerate(areas):
                if low[i] > high[j]:
                    yield one.area, other.area


def matter_of_answers(answers: SurveyAnswers, design: SafetySurvey) -> SurveyMatter:
    """A round with one respondent a row."""
    drawn = _drawn(answers, design)
    told: dict[tuple[str, str], Told] = {}
    unanswered: dict[tuple[str, Answer], float | None] = {}
    for question in design.questions:
        codes = answers.answers[question.id]
        for one in _shares(question, codes, answers, drawn, design):
            told[question.id, one.area] = one
        for kind in UNANSWERED:
            n = int((codes == kind).sum())
            # In whole percent: exact shares would tell the number of forms, and so what is hidden beside them.
            unanswered[question.id, kind] = None if 0 < n < LIMIT else round(n / len(codes), 2)
    w = drawn.weights
    spread = float(len(w) * (w * w).sum() / w.sum() ** 2)
    return SurveyMatter(
        design, told, unanswered, spread, _print(answers.sha256, design), _returned(answers.returned),
        _clusters(answers),
    )  # fmt: skip


def _clusters(answers: SurveyAnswers) -> tuple[int, int] | None:
    if answers.cluster is None:
        return None
    pairs = np.unique(np.column_stack([answers.cluster, answers.area]), axis=0)
    areas = np.bincount(pairs[:, 0])
    return len(areas), int((areas > 1).sum())


def _drawn(answers: SurveyAnswers, design: SafetySurvey) -> SurveyDesign:
    """How the answers came in, as statistics takes it.

    Of clusters the share that was drawn is not taken off: how those of one class or household differ would then be
    left out, and with it those of a class who did not answer.
    """
    population: dict[Hashable, float] = {i: one.population for i, one in enumerate(design.strata)}
    weights = answers.weight
    if weights is None and not population:
        weights = np.ones(len(answers))
    if weights is None and answers.cluster is not None:
        came = np.bincount(answers.stratum, minlength=len(population))
        weights = (np.array(list(population.values())) / came)[answers.stratum]
    drawn = survey_design(
        len(answers), weights=weights, stratum=answers.stratum.tolist(),
        population=population if population and answers.cluster is None else None,
        cluster=None if answers.cluster is None else answers.cluster.tolist(),
    )  # fmt: skip
    if answers.post is None:
        return drawn
    return post_stratify(drawn, answers.post.tolist(), dict(enumerate(design.post_strata.values())))


def _shares(
    question: SurveyQuestion, codes: NDArray[np.int8], answers: SurveyAnswers, drawn: SurveyDesign,
    design: SafetySurvey,
) -> Iterator[Told]:  # fmt: skip
    yes, base = codes == Answer.COUNTED, codes <= Answer.COUNTED
    counted = np.bincount(answers.area[yes], minlength=len(design.areas))[: len(design.areas)]
    answered = np.bincount(answers.area[base], minlength=len(design.areas))[: len(design.areas)]
    every = int(base.sum())
    shown = shares_shown(counted, answered, all_of=(int(yes.sum()), every), least=LEAST_ANSWERS)
    for i, area in enumerate(design.areas):
        why = _why(bool(shown.share[i]), bool(shown.few[i]), bool(shown.small[i]), int(answered[i]))
        why = why or _alone(base & (answers.area == i), drawn)
        one = Told(question.id, area.code, area.asked, int(answered[i]), hidden=why)
        one = one if why else _estimated(one, yes, base, answers.area == i, drawn)
        yield _as_told(one, why, bool(shown.number[i]))
    why = _why(shown.whole, every < LEAST_ANSWERS, False, every) or _alone(base, drawn)
    one = Told(question.id, WHOLE, design.all_asked, every, hidden=why)
    one = one if why else _estimated(one, yes, base, np.ones(len(codes), bool), drawn)
    yield _as_told(one, why, _may_tell(every))


def _estimated(
    one: Told, yes: NDArray[np.bool_], base: NDArray[np.bool_], domain: NDArray[np.bool_], drawn: SurveyDesign
) -> Told:
    found = estimate_share(drawn, np.where(base, yes, np.nan), domain=domain)
    mine = base & domain
    w, n = drawn.weights[mine], found.answers
    # The degrees of freedom told are of the answers: those of the design would tell the number of forms.
    clusters = len(np.unique(drawn.cluster[mine]))
    degrees = float(clusters - len(np.unique(drawn.stratum[mine])))
    even = min(float(w.sum() ** 2 / (w * w).sum()), float(clusters))
    size = effective_size(found.value, found.error**2, n, degrees, even)
    return _rounded(one.question, one.area, one.asked, n, found.value, found.error**2, degrees, size)


def _rounded(
    question: str, area: str, asked: int | None, n: int, share: float, variance: float, degrees: float,
    effective: float, limits: tuple[float, float] | None = None,
) -> Told:  # fmt: skip
    """A share with what it rests on, rounded so that the number of forms, and with it that of those who left a question
    out, cannot be worked out from them. The limits are made of the rounded numbers, so that anyone can make them again.
    """
    p, v, m = round(share, 4), float(f"{variance:.3g}"), max(1.0, float(round(effective)))
    low, high = limits or korn_graubard(p, m)
    effect = v / (p * (1.0 - p) / n) if 0.0 < p < 1.0 else math.nan
    return Told(question, area, asked, n, p, low, high, v, degrees, m, effect, p * n, float(n))


def matter_of_table(table: FinishedTable, design: SafetySurvey) -> SurveyMatter:
    """A round that its maker has already counted: intervals are the table's own, else those of the stated effect."""
    told: dict[tuple[str, str], Told] = {}
    for question in design.questions:
        rows = {one.area: one for one in table.shares if one.question == question.id}
        areas = [rows[one.code] for one in design.areas if one.code in rows]
        counted, answered = [round(one.share * one.answered) for one in areas], [one.answered for one in areas]
        whole = rows.get(WHOLE)
        every = (round(whole.share * whole.answered), whole.answered) if whole else (0, 0)
        shown = shares_shown(counted, answered, all_of=every, least=LEAST_ANSWERS)
        for i, one in enumerate(areas):
            why = _why(bool(shown.share[i]), bool(shown.few[i]), bool(shown.small[i]), one.answered)
            told[question.id, one.area] = _as_told(_of_table(one, design), why, bool(shown.number[i]))
        if whole:
            why = _why(shown.whole, whole.answered < LEAST_ANSWERS, False, whole.answered)
            told[question.id, WHOLE] = _as_told(_of_table(whole, design), why, _may_tell(whole.answered))
    return SurveyMatter(design, told, {}, None, _print(table.sha256, design), _returned(table.returned))


def _of_table(one: FinishedShare, design: SafetySurvey) -> Told:
    p, n = one.share, one.answered
    effective = n / (design.design_effect or 1.0)
    variance = p * (1.0 - p) / effective
    limits = None
    if one.low is not None and one.high is not None:
        limits = one.low, one.high
        variance = ((one.high - one.low) / (2.0 * NORMAL)) ** 2
        effective = effective_size(p, variance, n, n - 1.0, n)
    asked = one.asked if one.asked is not None else design.asked_in(one.area)
    return _rounded(one.question, one.area, asked, n, p, variance, max(1.0, n - 1.0), effective, limits)


def _why(shown: bool, few: bool, small: bool, answered: int) -> str:
    if not answered:
        return NOBODY
    if shown:
        return ""
    return FEW if few else SMALL if small else GUARD


def _alone(mine: NDArray[np.bool_], drawn: SurveyDesign) -> str:
    """Whether the answers are of a single class or household (in each stratum): how such differ is not known then."""
    alone = len(np.unique(drawn.cluster[mine])) <= len(np.unique(drawn.stratum[mine]))
    return ALONE if alone else ""


def _may_tell(answered: int) -> bool:
    return not 0 < answered < LIMIT


def _as_told(one: Told, why: str, number: bool) -> Told:
    """The share, or what may be told of it."""
    answered = one.answered if number else None
    return Told(one.question, one.area, one.asked, answered, hidden=why) if why else replace(one, answered=answered)


def _print(files: Sequence[str], design: SafetySurvey) -> str:
    digest = hashlib.sha256(repr(design).encode())
    for one in sorted(files):
        digest.update(one.encode())
    return digest.hexdigest()


def _returned(files: Sequence[tuple[object, Sequence[object]]]) -> int:
    return sum(len({getattr(one, "row", 0) for one in errors}) for _table, errors in files)
