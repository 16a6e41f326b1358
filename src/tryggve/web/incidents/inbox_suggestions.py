"""What the words of a report speak for: a kind of event or a place, each with its reason. A person decides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tryggve.domain.area import MUNICIPALITY
from tryggve.domain.category import Category, categories
from tryggve.domain.language import _
from tryggve.domain.spelling import fold
from tryggve.ingest.one_report import Spot, find_place
from tryggve.store.database.models import Incident
from tryggve.web.core.models import KnownPlace
from tryggve.web.incidents.ground import Ground

_SHORTEST = 5
"""Letters of the beginning of a word that is heard in longer ones: "klotter" in "klottret" by "klott"."""

_COMMON = frozenset({"otrygg", "plats", "annat", "ovrigt", "personal", "incident", "information", "sociala", "medier"})
"""Words of names of categories that tell nothing by themselves."""


@dataclass(frozen=True)
class Suggestion:
    """Field of the form that corrects, value, what it is called, and why."""

    field: str
    value: str
    name: str
    why: str


def suggestions(incident: Incident, areas: dict[str, str], words: dict[str, str], ground: Ground) -> list[Suggestion]:
    """What the words speak for, where the report says something else or nothing."""
    told = " ".join(filter(None, words.values()))
    found = [*_category(incident, told), *_known(incident, told)]
    return found if any(one.field == "known" for one in found) else [*found, *_area(areas, words, ground)]


def _category(incident: Incident, told: str) -> list[Suggestion]:
    heard = {code: word for code in categories() if (word := _heard(categories()[code], told))}
    if len(heard) != 1 or incident.category in heard:
        return []
    code, word = next(iter(heard.items()))
    return [Suggestion("category", code, categories()[code].name, _("the text says “{word}”").format(word=word))]


def _heard(category: Category, told: str) -> str:
    """The word of a text that speaks for a category; "" for none."""
    if category.source != "EST":
        return ""
    stems = {
        _stem(word)
        for name in (category.names["sv"], *category.also) for word in fold(name).split()
        if len(word) >= _SHORTEST and word not in _COMMON
    }  # fmt: skip
    word: str
    for word in re.findall(r"\w+", told):
        if any(fold(word).startswith(stem) for stem in stems):
            return word
    return ""


def _stem(word: str) -> str:
    """The beginning of a word that its inflected forms share."""
    return word if len(word) <= _SHORTEST + 1 else re.sub(r"(ade|ing|else|ning|en|et|er|a|e)$", "", word)


def _known(incident: Incident, told: str) -> list[Suggestion]:
    """A known place that is named, where the report tells no point; protected places are never offered."""
    if incident.x is not None:
        return []
    text = f" {fold(told)} "
    named = [one for one in KnownPlace.objects.filter(protected=False) if f" {fold(one.name)} " in text]
    if len(named) != 1:
        return []
    return [Suggestion("known", str(named[0].pk), named[0].name, _("the text names the place"))]


def _area(areas: dict[str, str], words: dict[str, str], ground: Ground) -> list[Suggestion]:
    """The area that the words name, where the report lies in none of that level or in another."""
    if ground.locator is None:
        return []
    spoken = " . ".join(filter(None, (words.get("said_title", ""), words.get("text", ""))))
    found = find_place(Spot(words=words.get("said_place", "")), ground.locator, spoken)
    for level, own in ground.levels:
        code = found.areas.get(level, "")
        if level != MUNICIPALITY and code and areas.get(level, "") != code:
            name = next(area.name for area in own if area.code == code)
            elsewhere, nowhere = _("the words name it; the report lies elsewhere"), _("the words name it")
            return [Suggestion("area", code, name, elsewhere if areas.get(level) else nowhere)]
    return []
