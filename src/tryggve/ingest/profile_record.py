"""The profile: which column of a file means what. A frozen record with its TOML form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tryggve.domain.language import N_


class Kind(StrEnum):
    """What the rows of a file are."""

    INCIDENTS = "incidents"
    COUNTS = "counts"


INCIDENT_FIELDS: Mapping[str, str] = {
    "id": N_("id of the report within its source"),
    "source": N_("where the report comes from; reports of two sources are never added"),
    "report_kind": N_("an event, or nothing to report"),
    "organisation": N_("organisation that reported (never a person)"),
    "organisation_kind": N_("kind of organisation"),
    "time": N_("when it happened, or when it began at the earliest"),
    "to": N_("when it ended at the latest, if the time is an interval"),
    "date": N_("date, where date and clock stand in two columns"),
    "clock": N_("clock time, where date and clock stand in two columns"),
    "month": N_("month, where nothing closer is known"),
    "category": N_("what happened"),
    "area": N_("area code or area name"),
    "place": N_("the place in words"),
    "location_precision": N_("how well the place is known: point, street, area, municipality or unknown"),
    "x": N_("easting in metres; degrees where all x and y can be degrees and no CRS is stated"),
    "y": N_("northing, as x"),
    "lon": N_("longitude in degrees"),
    "lat": N_("latitude in degrees"),
    "latlon": N_("latitude and longitude in one column, with a comma between"),
    "severity": N_("severity 1–5"),
    "observation": N_("own observation or second-hand"),
    "n": N_("number of events in the report"),
    "title": N_("title"),
    "text": N_("free text"),
    "left_out": N_("why the row is kept but not counted"),
}
"""Fields of an incident that a profile can point at, with what they hold."""

COUNT_FIELDS: Mapping[str, str] = {
    "source": N_("where the count comes from; counts of two sources are never added"),
    "category": N_("what is counted"),
    "area": N_("area code or area name"),
    "area_name": N_("area name, beside a code"),
    "area_level": N_("level of the area: municipality, district …"),
    "period": N_("the period: 2024, 2024-05, May 2024, 2024-K3, 2024-T2, 2024-W05 or 2024-01-01..2024-06-30"),
    "year": N_("year, where the parts of the period stand in columns of their own"),
    "quarter": N_("quarter 1–4, beside the year"),
    "month": N_("month 1–12 or its name, beside the year"),
    "week": N_("ISO week 1–53, beside the year"),
    "value": N_("the number"),
    "population": N_("population that the number belongs to"),
    "preliminary": N_("whether the number is preliminary"),
}
"""Fields of a table of counts that a profile can point at, with what they hold."""

OPTIONS: Mapping[str, str] = {
    "name": N_("short name of the profile"),
    "kind": N_("incidents (one row a report) or counts (a table of counts)"),
    "recognise": N_("headings a file must have to be read with this profile unasked; a|b means either"),
    "reader": N_("a preparation of the source's own: polisen"),
    "mapping": N_("list of the source's categories in the catalog: polisen or police_uk"),
    "unknown_category": N_("error: an unknown category stops the row; ovrigt: it becomes “other”, with a note"),
    "zone": N_("time zone of the times, for example Europe/Stockholm; empty: the store's"),
    "crs": N_("coordinate system of x and y, for example EPSG:3006; empty: what the file says, else the store's"),
    "missing": N_("texts that mean that nothing is known, for example NA"),
    "date_order": N_("dmy or mdy where dates are written like 2/3 2025; empty: such dates are refused"),
    "time_formats": N_("forms of times that are not among the usual ones, as %d.%m.%y %H:%M"),
    "register": N_("true: the counts come from a register, so that rates per inhabitant may be made"),
    "dash": N_("what - means in a table of counts: unknown or zero"),
    "wide": N_("true: a column for each period"),
    "footnotes": N_("true: digits glued to the end of a label are footnotes and are taken away"),
    "mixed": N_("texts of categories that mix what has codes of its own here"),
}
"""Keys at the top of a profile, with what they mean; the tables follow below them."""

TABLES = ("title", "columns", "constants", "values", "categories")


@dataclass(frozen=True)
class Profile:
    """How one kind of file is read.

    `columns` names, per field, the headings that hold it (the first one present is used); `constants` gives a text
    for every row of a field without a column; `values` turns the file's words into ours, per field; `categories`
    lists, per code, the file's category texts. `notes` say what was guessed and why.
    """

    name: str
    kind: Kind
    title: Mapping[str, str] = field(default_factory=dict)
    recognise: tuple[str, ...] = ()
    reader: str = ""
    mapping: str = ""
    unknown_category: str = "error"
    zone: str = ""
    crs: str = ""
    missing: tuple[str, ...] = ()
    date_order: str = ""
    time_formats: tuple[str, ...] = ()
    register: bool = False
    dash: str = "unknown"
    wide: bool = False
    footnotes: bool = False
    mixed: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def field_names(self) -> Mapping[str, str]:
        """The fields that a profile of this kind can point at."""
        return INCIDENT_FIELDS if self.kind is Kind.INCIDENTS else COUNT_FIELDS

    def has(self, name: str) -> bool:
        """Whether the field has a column or a constant."""
        return name in self.columns or name in self.constants

    def to_toml(self) -> str:
        """The profile as TOML that `profile_from_toml` reads back; the notes stand as comments on top."""
        lines = [f"# {_printable(line)}" for note in self.notes for line in note.splitlines()]
        for key in OPTIONS:
            value = getattr(self, key)
            if key in ("name", "kind") or value != getattr(EMPTY, key):
                lines.append(f"{key} = {toml_text(value)}")
        for table in TABLES:
            entries = getattr(self, table)
            if not entries:
                continue
            if table == "values":
                for name, words in entries.items():
                    lines += ["", f"[values.{name}]", *(f"{toml_text(a)} = {toml_text(b)}" for a, b in words.items())]
            else:
                lines += ["", f"[{table}]", *(f"{_key(key)} = {toml_text(value)}" for key, value in entries.items())]
        return "\n".join(lines) + "\n"


EMPTY = Profile("", Kind.INCIDENTS)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def toml_text(value: Any) -> str:
    """A text, truth value or tuple of texts as TOML; a tuple of one is written as the text alone."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return toml_text(value[0]) if len(value) == 1 else "[" + ", ".join(toml_text(part) for part in value) + "]"
    shown = (_ESCAPES.get(c) or (c if c.isprintable() else f"\\U{ord(c):08X}") for c in str(value))
    return '"' + "".join(shown) + '"'


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() else " " for c in line)


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() and key.isascii() else toml_text(key)
