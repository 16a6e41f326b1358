"""Who has promised to report: the list of an organisation is replaced as a whole, and the old one kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tryggve.domain.coverage import Reporter
from tryggve.store.database.bulk import next_id
from tryggve.store.database.connect import Database
from tryggve.store.database.models import Agreement, AgreementArea, AgreementVersion

_FIELDS = ("organisation", "organisation_kind", "first_day", "last_day", "cadence", "areas")


def write_agreements(database: Database, reporters: Sequence[Reporter], *, batch_id: int) -> list[str]:
    """Replace the agreements of the organisations that `reporters` names; returns those for which they are others."""
    wanted: dict[str, list[dict[str, Any]]] = {}
    for reporter in reporters:
        wanted.setdefault(reporter.organisation, []).append(values_of(reporter))
    changed = [name for name, agreements in wanted.items() if agreements_of(database, name) != agreements]
    for name in changed:
        end_agreements(database, name, ended_by=batch_id)
    # In the order of the file, whichever organisations stand between.
    put_in(database, [values_of(reporter) for reporter in reporters if reporter.organisation in changed], batch_id)
    return changed


def agreements_of(database: Database, organisation: str) -> list[dict[str, Any]]:
    """The agreements of an organisation as they stand."""
    mine = Agreement.objects.using(database.alias).filter(organisation=organisation)
    return list(mine.order_by("id").values(*_FIELDS))


def end_agreements(database: Database, organisation: str, *, ended_by: int) -> None:
    """Take the agreements of an organisation away; they are kept as a version."""
    using = database.alias
    mine = Agreement.objects.using(using).filter(organisation=organisation)
    first = mine.order_by("id").first()
    if first is not None:
        AgreementVersion.objects.using(using).create(
            organisation=organisation, batch_id=first.batch_id, ended_by_id=ended_by,
            agreements=agreements_of(database, organisation),
        )  # fmt: skip
    AgreementArea.objects.using(using).filter(agreement__in=mine).delete()
    mine.delete()


def put_in(database: Database, agreements: Iterable[dict[str, Any]], batch_id: int) -> None:
    """Add agreements with their areas."""
    for values in agreements:
        number = next_id(database.connection, Agreement)
        made = Agreement.objects.using(database.alias).create(pk=number, batch_id=batch_id, **values)
        AgreementArea.objects.using(database.alias).bulk_create(
            AgreementArea(agreement_id=made.pk, level=level, area_code=code)
            for level, code in (values["areas"] or [("", "")])
        )


def values_of(reporter: Reporter) -> dict[str, Any]:
    """A reporter as the columns of an agreement."""
    values = {name: getattr(reporter, name) for name in _FIELDS}
    return values | {"cadence": str(reporter.cadence), "areas": [list(area) for area in sorted(set(reporter.areas))]}
