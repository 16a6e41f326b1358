"""What exported files and their columns hold, for whoever opens them in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from tryggve.cli.export_sheet import headings_in_words
from tryggve.domain.language import N_, _

FILES: Mapping[str, str] = {
    "incident_fact": N_("a row for each report; only those with nothing in left_out are counted"),
    "incident_area": N_("in which area of each division a report lies"),
    "count_fact": N_("numbers out of tables, such as those of the police; never added to reports"),
    "report_day": N_("days on which an organisation reported"),
    "reporter": N_("who has promised to report, for which areas and how often"),
}
"""What a row of each table is."""

MEANINGS: Mapping[str, str] = {
    "incident_id": N_("number of the report in this export"),
    "count_id": N_("number of the count in this export"),
    "reporter_id": N_("number of the promise in this export"),
    "file_no": N_("number of the file that it came with"),
    "row_no": N_("row in that file"),
    "source": N_("where it comes from; two sources are never added"),
    "source_id": N_("id of the report within its source"),
    "organisation": N_("organisation that reported (never a person)"),
    "organisation_kind": N_("kind of organisation"),
    "category": N_("code of what happened"),
    "category_label": N_("the source's own word for it"),
    "label": N_("the source's own word for it"),
    "mixed": N_("1 where the source's word mixes several categories"),
    "n": N_("number of events in the report"),
    "start_s": N_("when it began at the earliest, in seconds since 1970-01-01 UTC"),
    "end_s": N_("when it ended at the latest, likewise; for a whole day the midnight after it"),
    "time_precision": N_("how well the time is known, 1 (best) to 4"),
    "first_day": N_("first day, in days since 1970-01-01"),
    "last_day": N_("last day, likewise; a report counts on this day"),
    "day": N_("day, in days since 1970-01-01"),
    "year": N_("year of the last day"),
    "month": N_("month of the last day"),
    "iso_year": N_("year that the ISO week belongs to; 0 where only the month is known"),
    "iso_week": N_("ISO week; 0 where only the month is known"),
    "weekday": N_("weekday, 1 is Monday; 0 where it is not known"),
    "hour": N_("hour; -1 where it is not known"),
    "x": N_("easting in metres, in the coordinate system of the store"),
    "y": N_("northing, as x"),
    "location_precision": N_("how well the place is known, 1 (point) to 5 (unknown)"),
    "severity": N_("severity 1–5; 0 where it is not stated"),
    "observation": N_("0 unknown, 1 own observation, 2 second-hand"),
    "left_out": N_("why the row is kept but not counted"),
    "level": N_("division that the area belongs to"),
    "area_level": N_("division that the area belongs to"),
    "area_code": N_("code of the area"),
    "area_name": N_("name of the area"),
    "value": N_("the number"),
    "status": N_("whether there is a number (value), or why not"),
    "population": N_("population that the number belongs to"),
    "preliminary": N_("1 where the number is preliminary"),
    "cadence": N_("how often a report is promised"),
}
"""What each column holds, whichever table it is in."""


def read_me(zone: ZoneInfo) -> str:
    """The text that goes with the files."""
    from tryggve.store.schema import TABLES

    times = _("Times are those of {zone}. The columns in words follow the codes that they are made from.")
    lines = [
        _("Facts out of Tryggve, for spreadsheets. Files with semicolons between cells, UTF-8, decimal comma."),
        times.format(zone=zone),
        _("Small numbers and coordinates can point at persons: keep the folder for those who need it, then delete it."),
        _("A text that a spreadsheet would take for a formula has an apostrophe before it."),
    ]
    words = headings_in_words(zone)
    for table in TABLES:
        lines += ["", f"{table.name}.csv – {_(FILES[table.name])}"]
        for name in table.columns:
            beside = f" ({words[name]})" if name in words else ""
            lines.append(f"  {name}{beside}: {_(MEANINGS[name])}")
    return "\n".join([*lines, ""])
