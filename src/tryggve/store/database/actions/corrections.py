"""Fields that a person has corrected: what they said before does not come back, whatever else the source changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tryggve.domain.incident import LeftOut
from tryggve.domain.incident_table import Coded
from tryggve.store.database.actions.arrival import Screen
from tryggve.store.database.actions.corrected_fields import FACTS, WORDS, give, needs_words, said, value_of
from tryggve.store.database.bulk import select_in
from tryggve.store.database.connect import Database
from tryggve.store.database.incoming import digest
from tryggve.store.database.models import Correction, Incident, IncidentText

_ADDRESS = "address"
LEFT_OUT = "left_out"
_ASIDE = f"('{LeftOut.HELD_BACK}', '{LeftOut.MERGED}')"


@dataclass(frozen=True)
class Standing:
    """A corrected field of an incident: the digests of what must not come back, and what stands there now."""

    incident: int
    field: str
    gone: frozenset[bytes]
    value: Any
    flags: str


def set_fields(
    database: Database, incident: int, values: Mapping[str, Any], screen: Screen, batch_id: int, *, erase: bool = False
) -> str:
    """Give fields of an incident new values, and remember what they said; what is seen in its words now.

    With `erase` what its words say now is remembered as erased, whether or not it gets new ones.
    """
    using = database.alias
    row = Incident.objects.using(using).get(pk=incident)
    words = IncidentText.objects.using(using).filter(pk=incident).first()
    if words is None and any(needs_words(field, value) for field, value in values.items()):
        words = IncidentText(incident_id=incident, text="")
    for field in (*FACTS, *WORDS):
        if field in values:
            was = said(value_of(database, row, words, field))
            Correction.objects.using(using).get_or_create(
                key=bytes(row.key), field=field, was=was, defaults={"batch_id": batch_id}
            )
            give(database, row, words, field, values[field])
    if erase:
        mine = Correction.objects.using(using).filter(key=bytes(row.key), field__in=WORDS)
        mine.update(erased=True)
    row.save(using=using)
    if words is None:
        return ""
    if any(field in WORDS for field in values):
        words.flags = screened(screen, words.text, words.said_place, words.said_title)
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
    """The corrected fields of incidents, as they stand, and why those are left out that a person has set aside."""
    sql = (
        "SELECT incident.id, field, was FROM incident JOIN correction ON correction.key = incident.key "
        "WHERE incident.id IN {}"
    )
    gone: dict[tuple[int, str], set[bytes]] = {}
    for i, field, was in select_in(database.connection, sql, ids):
        gone.setdefault((i, field), set()).add(bytes(was))
    # First: what a person has set aside stays so, whatever its category says now.
    sql = f"SELECT id, left_out FROM incident WHERE left_out IN {_ASIDE} AND id IN {{}}"
    aside = select_in(database.connection, sql, ids)
    found = [Standing(i, LEFT_OUT, frozenset(), reason, "") for i, reason in sorted(aside)]
    for (i, field), digests in sorted(gone.items(), key=lambda one: (one[0][0], (*FACTS, *WORDS).index(one[0][1]))):
        row, words = _holders(database, i)
        value = value_of(database, row, words, field)
        found.append(Standing(i, field, frozenset(digests), value, words.flags if words else ""))
    return found


def keep(database: Database, corrected: Sequence[Standing]) -> None:
    """Give incidents that were just written what stood there, where the source says what a person has corrected."""
    using = database.alias
    for found in corrected:
        row, words = _holders(database, found.incident)
        if found.field == LEFT_OUT:
            Incident.objects.using(using).filter(pk=found.incident).update(left_out=found.value)
            continue
        now = said(value_of(database, row, words, found.field))
        if now not in found.gone or (found.field in WORDS and words is None):
            continue
        if words is None and needs_words(found.field, found.value):
            words = IncidentText(incident_id=found.incident, text="")
        give(database, row, words, found.field, found.value)
        row.save(using=using)
        if words is not None:
            words.flags = found.flags if found.field in WORDS else words.flags
            words.save(using=using)


def _holders(database: Database, incident: int) -> tuple[Incident, IncidentText | None]:
    using = database.alias
    row = Incident.objects.using(using).get(pk=incident)
    return row, IncidentText.objects.using(using).filter(pk=incident).first()


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
