"""Fields that a person has corrected: an import leaves them alone as long as the source says what it said then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """A corrected field of an incident: what the source said, and what a person made of it."""

    incident: int
    field: str
    was: bytes
    value: Any
    flags: str


def set_fields(database: Database, incident: int, values: Mapping[str, Any], screen: Screen, batch_id: int) -> str:
    """Give fields of an incident new values, and remember what the source says there; what is seen in its words now."""
    using = database.alias
    row = Incident.objects.using(using).get(pk=incident)
    words, _made = IncidentText.objects.using(using).get_or_create(incident_id=incident, defaults={"text": ""})
    for field, value in values.items():
        holder: Any = words if field in WORDS else row
        # Of several corrections the first knows what the source says.
        Correction.objects.using(using).get_or_create(
            incident_id=incident, field=field, defaults={"was": digest(getattr(holder, field)), "batch_id": batch_id}
        )
        setattr(holder, field, value)
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
        "JOIN correction ON correction.incident_id = incident.id "
        "LEFT JOIN incident_text ON incident_text.incident_id = incident.id WHERE incident.id IN {}"
    )
    names = (*FACTS, *WORDS)
    return [
        Standing(i, field, bytes(was), dict(zip(names, values, strict=True))[field], flags or "")
        for i, field, was, *values, flags in select_in(database.connection, sql, ids)
    ]


def keep(database: Database, corrected: Sequence[Standing]) -> None:
    """Give incidents that were just written what a person made of them, where the source says the same as then."""
    using = database.alias
    for found in corrected:
        model: Any = IncidentText if found.field in WORDS else Incident
        holder = model.objects.using(using).filter(pk=found.incident).first()
        if holder is None or digest(getattr(holder, found.field)) != found.was:
            Correction.objects.using(using).filter(incident_id=found.incident, field=found.field).delete()
            continue
        setattr(holder, found.field, found.value)
        if found.field in WORDS:
            holder.flags = found.flags
        holder.save(using=using)


def forget(database: Database, batch_id: int) -> None:
    """A correction was taken back: the field is again the source's."""
    Correction.objects.using(database.alias).filter(batch_id=batch_id).delete()
