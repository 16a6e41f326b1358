"""A survey of safety: what was asked of whom, and how an answer counts. No respondent is here, only the design.

What people have met (events) and how they see it (perception) are two series. There is no index over both, and no
place here to ask for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

WHOLE = "alla"
"""The area code of everybody asked, taken together; no area may bear it."""

LEAST_ANSWERS = 30
"""On fewer answers than this no share is told (domain handbook, 11)."""


class SurveySort(StrEnum):
    """What a question asks about: what happened to the one who answers, or how it is seen and felt."""

    EVENT = "event"
    PERCEPTION = "perception"


class Answer(IntEnum):
    """What a cell says. That somebody does not know, left it blank, or was never asked are three things."""

    OTHER = 0
    COUNTED = 1
    DONT_KNOW = 2
    BLANK = 3
    NOT_ASKED = 4


@dataclass(frozen=True)
class SurveyQuestion:
    """One question. `bad` are the answers whose share is told, `good` and `neutral` the others of the same base.

    `labels` names codes: an answer may stand in the file as code or as label.
    """

    id: str
    text: str
    sort: SurveySort
    column: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    neutral: tuple[str, ...] = ()
    dont_know: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def counted(self) -> str:
        """The answers whose share is told, as a reader knows them."""
        return ", ".join(self.labels.get(one, one) for one in self.bad)

    @property
    def base(self) -> str:
        """The other answers of the base."""
        return ", ".join(self.labels.get(one, one) for one in (*self.good, *self.neutral))


@dataclass(frozen=True)
class SurveyArea:
    """An area of the survey; `asked` is None where the design does not say how many were asked there."""

    code: str
    name: str
    asked: int | None = None


@dataclass(frozen=True)
class SurveyStratum:
    """A part of the population from which people were drawn by themselves."""

    code: str
    population: int
    asked: int


@dataclass(frozen=True)
class SafetySurvey:
    """The design of one round. `finished` is a finished table instead of one respondent a row.

    `cluster_columns` together name the class, school or household that was drawn as a whole; empty where persons were
    drawn one by one.
    """

    name: str
    place: str
    period: str
    questions: tuple[SurveyQuestion, ...]
    areas: tuple[SurveyArea, ...] = ()
    strata: tuple[SurveyStratum, ...] = ()
    post_strata: Mapping[str, int] = field(default_factory=dict)
    area_column: str = ""
    stratum_column: str = ""
    weight_column: str = ""
    post_column: str = ""
    cluster_columns: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    invented: bool = False
    finished: bool = False
    percent: bool = True
    design_effect: float | None = None
    asked: int | None = None
    who: str = ""
    how: str = ""

    @property
    def stratum_is_area(self) -> bool:
        """Whether people were drawn area by area: one column holds both."""
        return bool(self.strata) and self.stratum_column == self.area_column

    @property
    def all_asked(self) -> int | None:
        """How many were asked in all; None where the design does not say."""
        if self.asked is not None:
            return self.asked
        if self.strata:
            return sum(one.asked for one in self.strata)
        known = [one.asked for one in self.areas]
        return sum(one for one in known if one is not None) if known and None not in known else None

    def area_name(self, code: str) -> str:
        """What an area is called."""
        return next((one.name for one in self.areas if one.code == code), code)

    def asked_in(self, code: str) -> int | None:
        """How many were asked in an area, or in all."""
        return self.all_asked if code == WHOLE else next((one.asked for one in self.areas if one.code == code), None)
