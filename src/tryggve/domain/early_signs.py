"""Early signs: questions on an area as the municipality's own judgement, their scale, and what keeps a summary back.

Two raters answer apart. Nothing is said of an area before they have agreed well enough beyond chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tryggve.catalog import names_in, read_toml
from tryggve.domain.language import N_, _, pick


class Sign(StrEnum):
    """How much there is of a sign. `UNKNOWN` is no step of the scale and never counted as none."""

    NONE = "none"
    SINGLE = "single"
    RECURRING = "recurring"
    WIDESPREAD = "widespread"
    UNKNOWN = "unknown"


SCALE: tuple[Sign, ...] = (Sign.NONE, Sign.SINGLE, Sign.RECURRING, Sign.WIDESPREAD)
"""The steps in their order."""

SIGN_NAMES: Mapping[Sign, str] = {
    Sign.NONE: N_("does not occur"),
    Sign.SINGLE: N_("single cases"),
    Sign.RECURRING: N_("recurring"),
    Sign.WIDESPREAD: N_("widespread"),
    Sign.UNKNOWN: N_("do not know"),
}

LIMIT = 0.40
"""The kappa that two raters must reach: below it agreement beyond chance is poor (Fleiss, Levin & Paik 2003, 18.1)."""

LIMIT_SOURCE = "Fleiss, J. L., Levin, B. & Paik, M. C. (2003). Statistical Methods for Rates and Proportions, 3rd ed."
LOWEST_LIMIT, HIGHEST_LIMIT = 0.20, 0.90
"""What a municipality may choose as its limit."""


@dataclass(frozen=True)
class Question:
    """A question, the public criterion that it comes from (Swedish), and its short name; in each language."""

    id: str
    group: str
    criterion: str
    names: Mapping[str, str]
    texts: Mapping[str, str]

    @property
    def name(self) -> str:
        """The short name in the current language."""
        return pick(dict(self.names))

    @property
    def words(self) -> str:
        """The question in the current language."""
        return pick(dict(self.texts))


@dataclass(frozen=True)
class SignGroup:
    """A group of questions."""

    id: str
    names: Mapping[str, str]
    questions: tuple[Question, ...]

    @property
    def name(self) -> str:
        """In the current language."""
        return pick(dict(self.names))


@dataclass(frozen=True)
class EarlySigns:
    """All questions of a version: rounds with different versions are never put beside each other."""

    version: str
    source: str
    reviewed: str
    groups: tuple[SignGroup, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """In their order."""
        return tuple(one for group in self.groups for one in group.questions)

    def group(self, name: str) -> SignGroup | None:
        """A group by its id."""
        return next((one for one in self.groups if one.id == name), None)

    def as_kept(self) -> dict[str, object]:
        """As a round keeps it: what was asked stands, whatever the catalog says later."""
        return {
            "version": self.version, "source": self.source, "reviewed": self.reviewed,
            "groups": [
                {"id": group.id, **group.names, "question": [
                    {"id": one.id, "criterion": one.criterion, "name": dict(one.names), **one.texts}
                    for one in group.questions
                ]} for group in self.groups
            ],
        }  # fmt: skip


@cache
def shipped() -> EarlySigns:
    """The questions of the catalog. ValueError where its files are of different versions."""
    files = [read_toml(f"early_signs/{name}.toml") for name in names_in("early_signs")]
    versions = {str(file["version"]) for file in files}
    if len(versions) != 1:
        raise ValueError(f"early_signs: files of different versions: {sorted(versions)}")
    return read_set(
        {"version": versions.pop(), "source": files[0]["source"], "reviewed": str(files[0]["reviewed"]),
         "groups": files}
    )  # fmt: skip


def read_set(told: Mapping[str, object]) -> EarlySigns:
    """A set of questions as a round kept it, or as the catalog has it. ValueError where a question stands twice."""
    groups = tuple(_group(one) for one in told["groups"])  # type: ignore[attr-defined]
    found = EarlySigns(str(told["version"]), str(told["source"]), str(told["reviewed"]), groups)
    ids = [one.id for one in found.questions]
    if len(ids) != len(set(ids)):
        raise ValueError("early_signs: a question stands twice")
    return found


def _group(told: Mapping[str, object]) -> SignGroup:
    name = str(told["id"])
    questions = tuple(
        Question(str(one["id"]), name, str(one["criterion"]), one["name"], {"sv": one["sv"], "en": one["en"]})
        for one in told["question"]  # type: ignore[attr-defined]
    )
    return SignGroup(name, {"sv": str(told["sv"]), "en": str(told["en"])}, questions)


class Withheld(StrEnum):
    """Why a summary of an area is not shown."""

    TOO_FEW_RATERS = "too_few_raters"
    CHANGED = "changed"
    TOO_FEW_JUDGED = "too_few_judged"
    NO_KAPPA = "no_kappa"
    BELOW_LIMIT = "below_limit"


WITHHELD_NAMES: Mapping[Withheld, str] = {
    Withheld.TOO_FEW_RATERS: N_("Fewer than two raters have locked their answers."),
    Withheld.CHANGED: N_("The answers are not those that were locked. Look in the log."),
    Withheld.TOO_FEW_JUDGED: N_("Both raters judged fewer than half of the questions: too few to say how they agree."),
    Withheld.NO_KAPPA: N_(
        "Both raters gave one and the same answer throughout: then nothing tells agreement from chance."
    ),
    Withheld.BELOW_LIMIT: N_("The raters agreed too little beyond chance: kappa is below the limit."),
}


def sign_name(sign: str) -> str:
    """An answer in the current language."""
    return _(SIGN_NAMES[Sign(sign)])


def withheld_words(why: Withheld) -> str:
    """The reason in the current language."""
    return _(WITHHELD_NAMES[why])


def withheld(
    *, raters: int, unchanged: bool, judged: int, questions: int, kappa: float | None, limit: float
) -> Withheld | None:
    """Why no summary may be shown; None where one may. `raters` have locked, `judged` were judged by both."""
    if raters < 2:
        return Withheld.TOO_FEW_RATERS
    if not unchanged:
        return Withheld.CHANGED
    if 2 * judged < questions:
        return Withheld.TOO_FEW_JUDGED
    if kappa is None:
        return Withheld.NO_KAPPA
    return Withheld.BELOW_LIMIT if kappa < limit else None
