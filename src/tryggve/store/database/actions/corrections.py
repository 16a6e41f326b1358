"""Fields that a person has corrected: what they said before does not come back, whatever else the source changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tryggve.domain.incident_table import Coded
from tryggve.store.database.actions.arrival import Screen
from tryggve.store.database.bulk import select_in
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import digest
from tryggve.store.database.models import Correction, Incident, IncidentText

FACTS = ("category", "severity")
_ADDRESS = "address"
WORDS = ("text", "said_place", "said_title")
"""What a person may correct here; time, place and number are corrected in the source."""


@dataclass(frozen=True)
class Standing:
    """A corrected field of an incident: the digests of what must not come back, and what stands there now."""

    incident: int
    field: str
    gone: frozenset[bytes]
    value: Any
    flags: str


def set_fields(
    database: Database, incident: int, values: Mapping[str, Any], screen: Screen, batch_id: int, *, erase: bool
) -> str:
    """Give fields of an incident new values, and remember what they said; what is seen in its words now.

    With `erase` what its words say now is remembered as erased, whether or not it gets new ones.
    """
    using = database.alias
    row = Incident.objects.using(using).get(pk=incident)
    words, _made = IncidentText.objects.using(using).get_or_create(incident_id=incident, defaults={"text": ""})
    for field, value in values.items():
        holder: Any = words if field in WORDS else row
        Correction.objects.using(using).get_or_create(
            key=bytes(row.key), field=field, was=digest(getattr(holder, field)), defaults={"batch_id": batch_id}
        )
        setattr(holder, field, value)
    if erase:
        mine = Correction.objects.using(using).filter(key=bytes(row.key), field__in=WORDS)
        mine.update(erased=True)
    seen = screened(screen, words.text, words.said_place, words.said_title)
    words.flags = seen if any(field in WORDS for field in values) else words.flags
    row.save(using=using)
    words.save(using=using)
    return str(words.flags)


def screened(screen: Screen, text: str, *places: str) -> str:
    """The kinds of personal data in the words of a report."""
    seen = [screen(Coded.of([text]))[0], *(but_address(screen(Coded.of([place]))[0]) for place in places)]
    return " ".join(sorted({kind for kinds in seen for kind in kinds.split()}))


def but_address(kinds: str) -> str:
    """The kinds that have no business in a column of places, which is there for addresses."""
    return " ".join(kind for kind in kinds.split() if kind != _ADDRESS)


def standing(database: Database, ids: Sequence[int]) -> list[Standing]:
    """The corrected fields of incidents, as they stand."""
    sql = (
        "SELECT incident.id, field, was, category, severity, text, said_place, said_title, flags FROM incident "
        "JOIN correction ON correction.key = incident.key "
        "LEFT JOIN incident_text ON incident_text.incident_id = incident.id WHERE incident.id IN {}"
    )
    names = (*FACTS, *WORDS)
    found: dict[tuple[int, str], Standing] = {}
    for i, field, was, *values, flags in select_in(database.connection, sql, ids):
        before = found[i, field].gone if (i, field) in found else frozenset()
        value = dict(zip(names, values, strict=True))[field]
        found[i, field] = Standing(i, field, before | {bytes(was)}, "" if value is None else value, flags or "")
    return list(found.values())


def keep(database: Database, corrected: Sequence[Standing]) -> None:
    """Give incidents that were just written what stood there, where the source says what a person has corrected."""
    using = database.alias
    for found in corrected:
        model: Any = IncidentText if found.field in WORDS else Incident
        holder = model.objects.using(using).filter(pk=found.incident).first()
        if holder is None or digest(getattr(holder, found.field)) not in found.gone:
            continue
        setattr(holder, found.field, found.value)
        if found.field in WORDS:
            holder.flags = found.flags
        holder.save(using=using)


def keep_erased(database: Database, keys: Iterable[bytes]) -> None:
    """Empty the words of reports that have just come in where they say what was erased before."""
    using = database.alias
    sql = (
        "SELECT incident.id, field, was FROM correction JOIN incident ON incident.key = correction.key "
        "WHERE erased AND correction.key IN {}"
    )
    for incident, field, was in list(select_in(database.connection, sql, keys)):
        words = IncidentText.objects.using(using).filter(pk=incident).first()
        if words is not None and digest(getattr(words, field)) == bytes(was):
            setattr(words, field, "")
            words.save(using=using)


def forget(database: Database, batch_id: int) -> None:
    """A correction was taken back: the field is again the source's."""
    Correction.objects.using(database.alias).filter(batch_id=batch_id, erased=False).delete()
