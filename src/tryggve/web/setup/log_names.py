"""The names of what the log keeps by number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tryggve.domain.language import _
from tryggve.store.database.models import AuditEvent
from tryggve.web.core.models import KnownPlace, Membership, Organisation


class Names:
    """Asked for once for a whole page of events. A reporter without a name stays a number: nobody is pointed out."""

    def __init__(self, events: Iterable[AuditEvent]) -> None:
        wanted: dict[str, set[Any]] = {"organisation": set(), "membership": set(), "place": set()}
        for event in events:
            found = event.details if isinstance(event.details, dict) else {}
            for key, numbers in wanted.items():
                if isinstance(found.get(key), int):
                    numbers.add(found[key])
        self._organisations = _names_of(Organisation, wanted["organisation"])
        self._members = _names_of(Membership, wanted["membership"])
        self._places = _names_of(KnownPlace, wanted["place"])

    def organisation(self, number: Any) -> str:
        """An organisation by name."""
        return self._organisations.get(number) or str(number)

    def member(self, number: Any) -> str:
        """A member by name; one who reports without a name by number."""
        return self._members.get(number) or _("no. {n}").format(n=number)

    def place(self, number: Any) -> str:
        """A known place by name; by number where it is known no longer."""
        return self._places.get(number) or _("no. {n}").format(n=number)


def _names_of(kind: type[Organisation | Membership | KnownPlace], numbers: set[Any]) -> dict[Any, str]:
    return dict(kind.objects.filter(pk__in=numbers).values_list("pk", "name")) if numbers else {}
