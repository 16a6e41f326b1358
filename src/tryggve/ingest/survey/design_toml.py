"""Reading the design of a survey from TOML, with everything that can be wrong said in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tryggve.domain.language import _
from tryggve.domain.period import parse_period
from tryggve.domain.row_error import FileError
from tryggve.domain.spelling import fold
from tryggve.domain.survey import WHOLE, SafetySurvey, SurveyArea, SurveyQuestion, SurveySort, SurveyStratum
from tryggve.ingest.figures.scope import municipalities

_CODE = re.compile(r"[\w-]{1,64}")
_TEXTS = ("name", "place", "period", "area_column", "stratum_column", "weight_column", "post_column", "who", "how")
_LISTS = ("blank", "dont_know", "not_asked", "cluster_columns")
_OTHER = ("invented", "finished", "percent", "design_effect", "asked", "areas", "strata", "post_strata", "questions")
_OF_QUESTION = ("id", "text", "sort", "column", "bad", "good", "neutral", "dont_know", "not_asked", "labels")
_OF_AREA = ("code", "name", "asked")
_OF_STRATUM = ("code", "population", "asked")


def read_design(path: Path) -> SafetySurvey:
    """The design in a TOML file; FileError says what is wrong with it and how to mend it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(
            _("The design {file} cannot be read: {reason}.").format(file=path.name, reason=error),
            _("Save it as text in UTF-8."),
        ) from None
    return design_of(text, path.name)


def design_of(text: str, where: str) -> SafetySurvey:
    """The design in a text; `where` is its name for the message."""
    try:
        design = _read(tomllib.loads(text))
        faults = list(_faults(design))
    except tomllib.TOMLDecodeError as error:
        faults = [_("It is not valid TOML: {error}.").format(error=error)]
    except RecursionError:
        faults = [_("Its lists are nested too deeply.")]
    except ValueError as error:
        faults = [str(error)]
    if faults:
        raise FileError(
            _("The design {name} cannot be used. {what}").format(name=where, what=" ".join(faults)),
            _("Mend the design; the guide to surveys shows every key."),
        )
    return design


def _read(data: dict[str, Any]) -> SafetySurvey:
    _only(data, (*_TEXTS, *_LISTS, *_OTHER), _("the design"))
    shared = {key: _texts(data, key) for key in ("dont_know", "not_asked")}
    effect = data.get("design_effect")
    if effect is not None and (isinstance(effect, bool) or not isinstance(effect, int | float) or not effect >= 1):
        raise ValueError(_("“{key}” must be a number, 1 or more.").format(key="design_effect"))
    strata = tuple(_stratum(one) for one in _tables(data, "strata"))
    areas = tuple(_area(one) for one in _tables(data, "areas"))
    texts = {key: _text(data, key) for key in _TEXTS}
    if strata and texts["area_column"] == texts["stratum_column"]:
        asked = {one.code: one.asked for one in strata}
        areas = tuple(SurveyArea(one.code, one.name, asked.get(one.code, one.asked)) for one in areas)
    return SafetySurvey(
        **texts,
        questions=tuple(_question(one, shared) for one in _tables(data, "questions")),
        areas=areas,
        strata=strata,
        post_strata=_totals(data.get("post_strata", {})),
        cluster_columns=_texts(data, "cluster_columns"),
        blank=_texts(data, "blank"),
        invented=_flag(data, "invented", False),
        finished=_flag(data, "finished", False),
        percent=_flag(data, "percent", True),
        design_effect=effect,
        asked=_whole(data, "asked") if "asked" in data else None,
    )


def _question(data: dict[str, Any], shared: Mapping[str, tuple[str, ...]]) -> SurveyQuestion:
    _only(data, _OF_QUESTION, _("a question"))
    sorts = [one.value for one in SurveySort]
    if data.get("sort") not in sorts:
        raise ValueError(
            _("The question “{id}” needs sort: {sorts} (what happened, or how it is felt).").format(
                id=data.get("id", ""), sorts=", ".join(sorts)
            )
        )
    labels = data.get("labels", {})
    if not isinstance(labels, dict) or not all(isinstance(one, str) for one in labels.values()):
        raise ValueError(_("“{key}” must name a text for each code.").format(key="labels"))
    id = _text(data, "id")
    return SurveyQuestion(
        id=id,
        text=_text(data, "text"),
        sort=SurveySort(data["sort"]),
        column=_text(data, "column") or id,
        bad=_texts(data, "bad"),
        good=_texts(data, "good"),
        neutral=_texts(data, "neutral"),
        dont_know=_texts(data, "dont_know") or shared["dont_know"],
        not_asked=_texts(data, "not_asked") or shared["not_asked"],
        labels=labels,
    )


def _area(data: dict[str, Any]) -> SurveyArea:
    _only(data, _OF_AREA, _("an area"))
    code = _text(data, "code")
    return SurveyArea(code, _text(data, "name") or code, _whole(data, "asked") if "asked" in data else None)


def _stratum(data: dict[str, Any]) -> SurveyStratum:
    _only(data, _OF_STRATUM, _("a stratum"))
    return SurveyStratum(_text(data, "code"), _whole(data, "population"), _whole(data, "asked"))


def _faults(design: SafetySurvey) -> Iterator[str]:
    for key in ("name", "place", "period"):
        if not getattr(design, key):
            yield _("“{key}” is missing.").format(key=key)
    yield from _faults_of_period(design)
    if not design.questions:
        yield _("There is no question: write [[questions]].")
    named = [
        (_("question"), [one.id for one in design.questions]), (_("area"), [one.code for one in design.areas]),
        (_("stratum"), [one.code for one in design.strata]),
        (_("name of an area"), [one.name for one in design.areas]),
    ]  # fmt: skip
    for kind, codes in named:
        for code in dict.fromkeys(codes):
            if kind != _("name of an area") and (not _CODE.fullmatch(code) or fold(code) == WHOLE):
                yield _("“{code}” cannot be the code of a {kind}: letters, digits, _ and - only, and not “{whole}”."
                        ).format(code=code, kind=kind, whole=WHOLE)  # fmt: skip
            if [fold(one) for one in codes].count(fold(code)) > 1:
                yield _("The {kind} “{code}” stands twice.").format(kind=kind, code=code)
    for question in design.questions:
        yield from _faults_of_answers(question, design)
    yield from _faults_of_columns(design)
    if design.invented and design.place in {row["name"] for row in municipalities().values()}:
        yield _("{place} is a real municipality: what is invented may not bear its name.").format(place=design.place)


def _faults_of_period(design: SafetySurvey) -> Iterator[str]:
    try:
        parse_period(design.period)
    except ValueError as error:
        yield str(error)


def _faults_of_answers(question: SurveyQuestion, design: SafetySurvey) -> Iterator[str]:
    if not question.text:
        yield _("The question “{id}” has no text.").format(id=question.id)
    if not design.finished and not (question.bad and question.good):
        yield _("The question “{id}” needs both bad and good answers.").format(id=question.id)
    lists = (question.bad, question.good, question.neutral, question.dont_know, question.not_asked, design.blank)
    every = [one.casefold() for answers in lists for one in dict.fromkeys(answers)]
    for answer in sorted({one for one in every if every.count(one) > 1}):
        yield _("In the question “{id}” the answer “{answer}” stands in two lists.").format(
            id=question.id, answer=answer
        )


def _faults_of_columns(design: SafetySurvey) -> Iterator[str]:
    if bool(design.areas) != bool(design.area_column) and not design.finished:
        yield _("area_column and [[areas]] belong together: give both or neither.")
    if bool(design.strata) != bool(design.stratum_column):
        yield _("stratum_column and [[strata]] belong together: give both or neither.")
    if bool(design.post_strata) != bool(design.post_column):
        yield _("post_column and [post_strata] belong together: give both or neither.")
    if design.stratum_is_area and {one.code for one in design.strata} != {one.code for one in design.areas}:
        yield _("Where areas and strata share a column, each area must be a stratum, and each stratum an area.")
    for one in design.strata:
        if one.asked > one.population:
            yield _("In the stratum “{code}” more were asked than live there.").format(code=one.code)
    if design.finished and (design.strata or design.post_strata or design.weight_column or design.cluster_columns):
        yield _("A finished table has no strata, no clusters and no weights: its shares are taken as they are.")
    if "" in design.cluster_columns:
        yield _("“{key}” names a column without a name.").format(key="cluster_columns")


def _only(data: object, known: tuple[str, ...], where: str) -> None:
    if not isinstance(data, dict):
        raise ValueError(_("What stands for {where} is no table.").format(where=where))
    if unknown := sorted(set(data) - set(known)):
        raise ValueError(
            _("Unknown keys in {where}: {keys}. Known keys: {known}.").format(
                where=where, keys=", ".join(unknown), known=", ".join(known)
            )
        )


def _tables(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key, [])
    if not isinstance(found, list):
        raise ValueError(_("“{key}” must be a list of tables: write [[{key}]].").format(key=key))
    return found


def _text(data: dict[str, Any], key: str) -> str:
    found = data.get(key, "")
    if not isinstance(found, str) or "\n" in found:
        raise ValueError(_("“{key}” must be a text in one line, with quotation marks.").format(key=key))
    return found.strip()


def _texts(data: dict[str, Any], key: str) -> tuple[str, ...]:
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(_('“{key}” must be a list of texts: ["a", "b"].').format(key=key))
    return tuple(one.strip() for one in found)


def _flag(data: dict[str, Any], key: str, otherwise: bool) -> bool:
    found = data.get(key, otherwise)
    if not isinstance(found, bool):
        raise ValueError(_("“{key}” must be true or false.").format(key=key))
    return found


def _whole(data: dict[str, Any], key: str) -> int:
    found = data.get(key)
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise ValueError(_("“{key}” must be a whole number, 1 or more.").format(key=key))
    return found


def _totals(data: object) -> dict[str, int]:
    if not isinstance(data, dict):
        raise ValueError(_("[post_strata] must give the population of each group."))
    return {key: _whole(data, key) for key in data}
