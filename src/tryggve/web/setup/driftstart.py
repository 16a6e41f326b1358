"""Driftstart: what a municipality fills in before live data, as the catalog lists it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tryggve.catalog import read_text, read_toml
from tryggve.domain.language import pick
from tryggve.reports.numbers import date_long
from tryggve.store.database.models import RetentionDecision
from tryggve.web.core.choices import all_chosen
from tryggve.web.core.models import Choice

RETENTION = "retention_decision"
"""The item that has a page of its own: what is answered there is what may be deleted."""

_PREFIX = "driftstart.item."


@dataclass(frozen=True)
class Field:
    """Something to fill in. `kind` is text, date or choice; `choices` are (key, names)."""

    key: str
    labels: Mapping[str, str]
    kind: str
    required: bool
    choices: tuple[tuple[str, Mapping[str, str]], ...] = ()

    @property
    def label(self) -> str:
        """In the current language."""
        return pick(dict(self.labels))

    def shown(self, value: str) -> str:
        """An answer as people read it."""
        if self.kind == "date" and value:
            return date_long(dt.date.fromisoformat(value))
        return next((pick(dict(names)) for key, names in self.choices if key == value), value)


@dataclass(frozen=True)
class Item:
    """One thing that must be in place, and why."""

    id: str
    titles: Mapping[str, str]
    whys: Mapping[str, str]
    template: str
    fields: tuple[Field, ...]
    also: tuple[tuple[str, Mapping[str, str]], ...] = ()

    @property
    def title(self) -> str:
        """In the current language."""
        return pick(dict(self.titles))

    @property
    def why(self) -> str:
        """In the current language."""
        return pick(dict(self.whys))

    @property
    def templates(self) -> list[tuple[str, str]]:
        """Its templates: the name of the file without its ending, and in words ("" is the item's own)."""
        more = [(file, pick(dict(names))) for file, names in self.also]
        return [(file.partition(".")[0], words) for file, words in [(self.template, ""), *more] if file]


@dataclass(frozen=True)
class Filled:
    """An item, what was answered, by whom and when."""

    item: Item
    answers: Mapping[str, str]
    choice: Choice | None

    @property
    def is_done(self) -> bool:
        """Whether all that is required has been filled in."""
        return all(self.answers.get(field.key) for field in self.item.fields if field.required)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What was answered, as people read it."""
        found = ((field, self.answers.get(field.key, "")) for field in self.item.fields)
        return [(field.label, field.shown(value)) for field, value in found if value]


@cache
def items() -> tuple[Item, ...]:
    """All items, in the order of the catalog."""
    return tuple(_item(raw) for raw in read_toml("driftstart/driftstart.toml")["item"])


def item(name: str) -> Item | None:
    """One item."""
    return next((one for one in items() if one.id == name), None)


def template(name: str) -> str:
    """The text of a template, by one of the names in `templates`."""
    return read_text(f"driftstart/{name}.md")


def choice_name(one: Item) -> str:
    """The choice that keeps the answers of an item."""
    return f"{_PREFIX}{one.id}"


def filled() -> list[Filled]:
    """All items with what the municipality we are in has answered."""
    kept = {**all_chosen(_PREFIX), f"{_PREFIX}{RETENTION}": _decided()}
    found = ((one, kept.get(choice_name(one))) for one in items())
    return [Filled(one, dict(choice.value) if choice else {}, choice) for one, choice in found]


def _decided() -> Choice | None:
    """The decision on retention in force as the answers of its item: it is recorded once, in the store."""
    row = RetentionDecision.objects.order_by("-id").first()
    if row is None:
        return None
    said = {
        "reference": row.reference, "decided_by": row.decided_by, "decided_on": row.decided_on.isoformat(),
        "text_months": str(row.text_months), "facts_months": "" if row.facts_months is None else str(row.facts_months),
    }  # fmt: skip
    return Choice(name=f"{_PREFIX}{RETENTION}", value=said, by=row.recorded_by, at=row.recorded_at)


def _item(raw: Mapping[str, Any]) -> Item:
    fields = tuple(
        Field(
            one["key"], one["label"], one["kind"], one["required"],
            tuple((choice["key"], {"sv": choice["sv"], "en": choice["en"]}) for choice in one.get("choices", ())),
        )
        for one in raw["fields"]
    )  # fmt: skip
    also = tuple((one["template"], {"sv": one["sv"], "en": one["en"]}) for one in raw.get("also", ()))
    return Item(raw["id"], raw["title"], raw["why"], raw["template"], fields, also)
