"""What the chapters of a survey's document share: the round, the one before, and all changes made once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tryggve.domain.language import _
from tryggve.domain.survey import SurveyQuestion, SurveySort
from tryggve.reports.survey.evidence import Round
from tryggve.reports.survey.matter import SurveyMatter, Told
from tryggve.stats.multiple import benjamini_hochberg
from tryggve.stats.survey.kept import RoundShare, ShareChange, share_change

FALSE_SHARE = 0.05


@dataclass(frozen=True)
class Changed:
    """A share now and then; `q_value` is the share of false ones among all changes that are at least as clear."""

    now: Told
    then: Told
    result: ShareChange
    q_value: float

    @property
    def is_clear(self) -> bool:
        """Whether it can be told from no change when all changes of the document are allowed for."""
        return self.q_value <= FALSE_SHARE and not self.result.interval.covers_zero


@dataclass(frozen=True, eq=False)
class Context:
    """The round and the one before, where there is one."""

    matter: SurveyMatter
    previous: Round | None = None

    def questions(self, sort: SurveySort) -> Iterator[SurveyQuestion]:
        """The questions of one of the two series."""
        return (one for one in self.matter.design.questions if one.sort is sort)

    def question(self, id: str) -> SurveyQuestion:
        """A question of the design."""
        return next(one for one in self.matter.design.questions if one.id == id)

    def not_compared(self, question: SurveyQuestion) -> str:
        """Why a question cannot be held against the round before; "" where it can."""
        if self.previous is None:
            return _("There is no earlier round.")
        put = self.previous.put.get(question.id)
        if put is None:
            return _("The question was not put in the round before.")
        now = (question.text, question.counted, question.base)
        if [one.casefold() for one in put] != [one.casefold() for one in now]:
            return _("The question or its answers were put otherwise in the round before: not compared.")
        return ""

    @cached_property
    def changes(self) -> Mapping[tuple[str, str], Changed]:
        """Every change that may be told, by question and area."""
        found = dict(self._tested())
        q_values = benjamini_hochberg([one[2].p_value for one in found.values()])
        return {key: Changed(*one, float(q)) for (key, one), q in zip(found.items(), q_values, strict=True)}

    def _tested(self) -> Iterator[tuple[tuple[str, str], tuple[Told, Told, ShareChange]]]:
        for question in self.matter.design.questions:
            if self.previous is None or self.not_compared(question):
                continue
            for now in self.matter.of(question.id):
                then = self.previous.told.get((question.id, now.area))
                if then is not None and not then.hidden and not now.hidden:
                    yield (question.id, now.area), (now, then, share_change(_round(now), _round(then)))


def _round(one: Told) -> RoundShare:
    return RoundShare(share=one.share, low=one.low, high=one.high, variance=one.variance, degrees=one.degrees)
