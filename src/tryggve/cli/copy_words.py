"""What a store that was made from a copy holds, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tryggve.cli.progress import Progress
from tryggve.domain.language import _

if TYPE_CHECKING:
    from tryggve.store.database.actions.copies import Made


class RowsIn:
    """How many rows have gone in, on standard error."""

    def __init__(self, what: str) -> None:
        self._what, self._progress, self._rows = what, Progress(), 0
        self._progress.step(what)

    def add(self, _table: str, rows: int) -> None:
        """So many more."""
        if rows and (self._rows + rows) // 10_000 > self._rows // 10_000:
            self._progress.step(f"{self._what}: {self._rows + rows:,}".replace(",", "\N{NO-BREAK SPACE}"))
        self._rows += rows

    def done(self) -> None:
        """No more."""
        self._progress.done()


def tell(made: Made) -> None:
    """Rows of the tables that people know, and the numbers that prove it."""
    rows = made.contents.rows
    for n, name in (
        (rows.get("incident", 0), _("reports")),
        (made.texts, _("texts")),
        (rows.get("incident_version", 0), _("earlier versions")),
        (rows.get("count_cell", 0), _("numbers in tables")),
        (rows.get("area", 0), _("areas")),
        (rows.get("audit_event", 0), _("entries in the log")),
    ):
        print(f"  {n:>10}  {name}")
    if made.steps:
        print(_("It was made by an older version of Tryggve and carried forward to this one."))
    print(_("Digest of all rows, the same as in the copy: {digest}").format(digest=made.contents.digest))
    print(_("Fingerprint of the facts: {fingerprint}").format(fingerprint=made.fingerprint))
