"""What a page tells of a round, by who looks and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tryggve.domain.access import Permission
from tryggve.domain.early_signs import Question, Sign, Withheld, sign_name, withheld_words
from tryggve.domain.language import N_, _
from tryggve.reports.early_signs import GroupCounts, Measured, Shift, counted, kept_back, shifted
from tryggve.web.areas.models import AgreedSign, RatedSign, Rater, Round, answers_of
from tryggve.web.areas.seal import unchanged
from tryggve.web.core.member import Member


@dataclass(frozen=True)
class Row:
    """A question with what each rater says and what was agreed on."""

    question: Question
    said: tuple[RatedSign | None, ...]
    agreed: AgreedSign | None
    held: bool = False

    @property
    def is_alike(self) -> bool:
        """Whether both raters know, and say the same."""
        signs = [one.sign for one in self.said if one is not None]
        return len(signs) == 2 and signs[0] == signs[1] and signs[0] not in ("", Sign.UNKNOWN)


@dataclass(frozen=True)
class Before:
    """An earlier round of the same area, agreed and shown, with what has changed since."""

    found: Round
    signs: dict[str, Sign]

    def words(self, question: str) -> str:
        """What was agreed on of a sign; what was not asked or not agreed on is not known."""
        return sign_name(self.signs.get(question, Sign.UNKNOWN))


class View:
    """A round for one member. What they may not see is not asked for."""

    def __init__(self, found: Round, member: Member) -> None:
        self.round, self.member = found, member
        self.questions = found.questions
        self.raters: Sequence[Rater] = list(found.raters.select_related("organisation", "membership", "round"))
        self.mine = next((one for one in self.raters if one.is_of(member)), None)
        self.leads = Permission.LEAD_SIGNS in member.permissions

    @property
    def locked(self) -> bool:
        """Whether both have locked: before that nobody sees what another has answered."""
        return len(self.raters) == 2 and all(one.locked_at is not None for one in self.raters)

    @property
    def state(self) -> tuple[str, str]:
        """How far it has come: kind of tag and words."""
        return state_of(self.round, locked=self.locked)

    @property
    def may_write(self) -> bool:
        """Whether the member is a rater with something left to do."""
        return self.mine is not None and self.mine.locked_at is None and self.round.going_on

    @property
    def sees_answers(self) -> bool:
        """The answers of both are for the raters and whoever leads, once both are locked; the council has the rest."""
        return self.locked and (self.leads or self.mine is not None)

    def done(self) -> dict[str, tuple[int, int]]:
        """Group → how many of its questions the member has answered whole, of how many."""
        rows = {} if self.mine is None else {one.question: one for one in self.mine.answers.all()}
        return {
            group.id: (sum(one.id in rows and rows[one.id].is_whole for one in group.questions), len(group.questions))
            for group in self.questions.groups
        }

    def measured(self) -> tuple[Measured | None, Withheld | None]:
        """How the raters agree, and why no summary may be shown."""
        locked = [answers_of(one.answers.all()) for one in self.raters if one.locked_at is not None]
        same = unchanged(self.round, self.raters)
        return kept_back(locked, self.questions, unchanged=same, limit=self.round.limit)

    def rows(self) -> list[tuple[str, list[Row]]]:
        """Group by group, the questions with what was said, as far as the member sees it."""
        said = (
            [{one.question: one for one in rater.answers.all()} for rater in self.raters] if self.sees_answers else []
        )
        agreed = {one.question: one for one in self.round.consensus.all()}
        return [
            (group.name, [Row(one, tuple(side.get(one.id) for side in said), agreed.get(one.id),
                              held=self._holds(agreed.get(one.id))) for one in group.questions])
            for group in self.questions.groups
        ]  # fmt: skip

    def _holds(self, one: AgreedSign | None) -> bool:
        """Whether a motive stays with those who wrote it: words that may point at a person, and all from private
        organisations, as with what is written to a lägesbild.
        """
        return one is not None and not self.sees_answers and bool(one.flags or self.member.organisation.private)

    def counts(self) -> list[GroupCounts]:
        """What the consensus says, group by group."""
        return counted(answers_of(self.round.consensus.all()), self.questions)

    def course(self) -> list[Before]:
        """The area's rounds up to this, oldest first: agreed, with the same questions, and such as may be shown."""
        same = Round.objects.filter(
            division=self.round.division, area=self.round.area, agreed_at__isnull=False, day__lte=self.round.day
        ).order_by("day", "pk")
        return [
            Before(one, dict(answers_of(one.consensus.all()))) for one in same
            if one.asked["version"] == self.round.asked["version"] and View(one, self.member).measured()[1] is None
        ]  # fmt: skip

    def shift(self, course: Sequence[Before]) -> Shift | None:
        """What has changed since the round before."""
        return shifted(course[-2].signs, course[-1].signs, self.questions) if len(course) > 1 else None


def state_of(found: Round, *, locked: bool) -> tuple[str, str]:
    """Kind of tag and words."""
    if found.stopped_at is not None:
        return "neutral", _("broken off")
    if found.agreed_at is not None:
        return "strong", _("agreed")
    return ("info", _("to agree on")) if locked else ("warning", _("being judged"))


def told_why(why: Withheld | None) -> str:
    """The reason in words, empty where a summary may be shown."""
    return "" if why is None else withheld_words(why)


BOTH_ALIKE = N_("Both raters judged alike, each on what they know.")
"""The motive that is proposed where they did."""
