"""reporters.csv: which organisations are expected to report, where, from when and how often."""

from __future__ import annotations

from collections.abc import Mapping

from tryggve.domain.area import AreaRegister, level_words
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident import TimePrecision
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.domain.organisation import organisation_kind_of, organisation_kinds
from tryggve.domain.row_error import RowError
from tryggve.domain.spelling import fold
from tryggve.ingest.area_codes import AREA_LEVEL, AreaCodes
from tryggve.ingest.bound_columns import choices, vocabulary
from tryggve.ingest.faults import Faults
from tryggve.ingest.iso_times import DAY_S
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.recognition import by_spelling, first_present
from tryggve.ingest.time_texts import parse_times

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisation": ("organisation", "organization"),
    "kind": ("organisationstyp", "kind"),
    "areas": ("omraden", "areas"),
    "from": ("fran", "from"),
    "to": ("till", "to"),
    "cadence": ("takt", "cadence"),
}
_NEEDED = ("organisation", "kind", "from", "cadence")
_DAY = int(TimePrecision.DAY)


def is_reporters(table: RawTable) -> bool:
    """Whether the table has the headings of reporters.csv."""
    present = by_spelling(table.columns)
    return all(first_present(_COLUMNS[name], present) for name in _NEEDED)


def read_reporters(
    table: RawTable, register: AreaRegister | None = None
) -> tuple[tuple[Reporter, ...], tuple[RowError, ...]]:
    """The reporters of a table that `is_reporters`, and what is wrong with the other rows.

    Area codes or names are looked up in the register where there is one; without it they stand as codes of the level
    "area". `till` is included; empty means until further notice.
    """
    present = by_spelling(table.columns)
    headings = {name: first_present(wanted, present) for name, wanted in _COLUMNS.items()}
    cells = {
        name: _trimmed(table.columns[heading]) if heading else Coded.constant("", len(table))
        for name, heading in headings.items()
    }
    faults = Faults(table.row_numbers)
    codes = AreaCodes(register) if register else None
    rows = [_Row(faults, headings, cells, i) for i in range(len(table))]
    found: dict[Reporter, int] = {}
    for i, row in enumerate(rows):
        reporter = row.reporter(codes)
        if reporter is not None and found.setdefault(reporter, i) != i:
            first = int(table.row_numbers[found[reporter]])
            row.refuse(
                "organisation", _("The same reporter as in row {row}.").format(row=first), _("Take the row away.")
            )
    return tuple(found), faults.errors()


class _Row:
    """One row of the table; what is wrong with it goes to the faults."""

    def __init__(
        self, faults: Faults, headings: Mapping[str, str | None], cells: Mapping[str, Coded], row: int
    ) -> None:
        self._faults, self._headings, self._cells, self._row = faults, headings, cells, row

    def text(self, name: str) -> str:
        return self._cells[name][self._row]

    def refuse(self, name: str, what: str, how: str) -> None:
        self._faults.add_row(self._row, self._headings[name] or name, self.text(name), what, how)

    def reporter(self, codes: AreaCodes | None) -> Reporter | None:
        organisation, kind = self.text("organisation"), organisation_kind_of(self.text("kind"))
        cadence = vocabulary("cadence").get(fold(self.text("cadence")))
        first, last = self._day("from"), self._day("to")
        areas = self._areas(codes)
        if not organisation:
            self.refuse("organisation", _("The organisation is missing."), _("Write the name of the organisation."))
        if kind is None:
            names = ", ".join(kind.name for kind in organisation_kinds().values())
            self.refuse(
                "kind", _("The kind of organisation is not known."), _("Use one of: {names}.").format(names=names)
            )
        if cadence is None:
            names = ", ".join(choices("cadence"))
            self.refuse("cadence", _("The cadence is not known."), _("Use one of: {names}.").format(names=names))
        if first is None and not self.text("from"):
            self.refuse("from", _("The first day is missing."), _("Write the first day, as 2025-03-02."))
        if first is not None and last is not None and last < first:
            self.refuse("to", _("The time ends before it begins."), _("Swap from and to, or mend one of them."))
        if self._faults.bad[self._row] or kind is None or cadence is None or first is None:
            return None
        return Reporter(organisation, kind, areas, first, last, Cadence(cadence))

    def _day(self, name: str) -> int | None:
        text = self.text(name)
        if not text:
            return None
        parsed = parse_times([text])
        if parsed.kind[0] != _DAY:
            self.refuse(name, _("This is not a date."), _("Write a date, as 2025-03-02."))
            return None
        return int(parsed.local_s[0]) // DAY_S

    def _areas(self, codes: AreaCodes | None) -> tuple[tuple[str, str], ...]:
        texts = [text.strip() for text in self.text("areas").split("|") if text.strip()]
        found: list[tuple[str, str]] = []
        for text in texts:
            areas = codes.meant(text) if codes else ((AREA_LEVEL, text),)
            if len(areas) == 1:
                found.append(areas[0])
            elif areas:
                levels = ", ".join(f"{code} ({level_words(level)})" for level, code in areas)
                self.refuse(
                    "areas", _("The name fits several areas: {areas}.").format(areas=levels), _("Write the code.")
                )
            else:
                self.refuse(
                    "areas", _("There is no area {area} in the areas file.").format(area=text),
                    _("Write area codes with | between; leave the cell empty for the whole municipality."),
                )  # fmt: skip
        return tuple(dict.fromkeys(found))


def _trimmed(column: Coded) -> Coded:
    return Coded(column.codes, tuple(text.strip() for text in column.values))
