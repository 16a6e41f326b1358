"""The words that documents add to the tree: headings, labels and notes of the page itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from tryggve.domain.language import N_, _, use_language
from tryggve.domain.period import parse_period
from tryggve.reports import numbers
from tryggve.reports.certainty import name
from tryggve.reports.tree import Audience, Certainty, Finding, FindingKind, Situation

_WRITE: dict[FindingKind, tuple[Callable[[float], str], Callable[[float, float], str]]] = {
    FindingKind.CHANGE: (numbers.change, numbers.change_interval),
    FindingKind.TREND: (numbers.change, numbers.change_interval),
}

_SOURCES = {"EST": N_("EST (reports from organisations, by the method Effektiv samordning för trygghet)")}
"""Sources whose name says nothing to somebody who is new to them."""


def labels() -> dict[str, Any]:
    """Every word of the page itself, in the current language."""
    return {
        "skip": _("Skip to the content"),
        "contents": _("Contents"),
        "interval": _("Interval"),
        "reference": _("Compared with"),
        "certainty": _("Certainty"),
        "method": _("Method"),
        "methods": _("Methods"),
        "about": _("About this document"),
        "left_out": _("Left out"),
        "number": _("Number"),
        "show_numbers": _("Show the numbers"),
        "numbers_behind": _("The numbers behind the figures"),
        "numbers_on": _("The numbers stand in a table on page {page}."),
        "source": _("Source"),
        "no_findings": _("Nothing stands out by the rules of the methods. That does not mean that all was calm."),
        "no_rows": _("There are no rows to show."),
        "table_region": _("Table, can be scrolled sideways: {title}"),
        "figure_region": _("Figure, can be scrolled sideways: {title}"),
        "explained": _("The rows behind the numbers"),
        "explain_lead": _("The rows and the method behind a number are shown by its id:"),
        "explain": _("tryggve explain {id} FOLDER").format(id=_("ID")),
        "ask": _("Where does the number come from?"),
        "ask_region": _("Where the number {id} comes from"),
        "ask_how": _("In DuckDB, from the folder underlag, after views.sql; or:"),
        "ask_command": _("tryggve explain {id} FOLDER"),
        "close": _("Close"),
        "page": _("Page {page} of {pages}"),
        "made_with": _("Made with Tryggve {version}. The same material gives the same document."),
        "characters": _("Some characters cannot be shown in this document and stand as {sign}. The web page has them."),
        "kinds": {kind.value: kind_name(kind) for kind in FindingKind},
        # "unknown" bends after the word it stands with; here that is the certainty.
        "grades": {grade.value: name(grade) for grade in Certainty} | {Certainty.UNKNOWN.value: _("not known")},
    }


def kind_name(kind: FindingKind) -> str:
    """What sort of statement a finding makes, in a word or two."""
    return {
        FindingKind.LEVEL: _("Level"),
        FindingKind.CHANGE: _("Change"),
        FindingKind.TREND: _("Development over time"),
        FindingKind.DENSITY: _("Density"),
        FindingKind.CONCENTRATION: _("Concentration"),
        FindingKind.TIME_PROFILE: _("Pattern over time"),
        FindingKind.COVERAGE: _("Who reported"),
        FindingKind.SIGNAL: _("Signal to assess"),
    }[kind]


def audience_name(audience: Audience) -> str:
    """Which version of the document this is."""
    return {
        Audience.INTERNAL: _("Internal version"),
        Audience.SHARED: _("Shared version, for the authorities of the group"),
        Audience.AREA: _("Shared version by area, for private organisations and councils"),
        Audience.PUBLIC: _("Public version"),
    }[audience]


def value_text(finding: Finding) -> str:
    """The number of a finding as the reader sees it: its own words, else by its kind; empty where there is none."""
    if finding.value_text or finding.value is None:
        return _unless_missing(finding.value_text)
    write = _WRITE[finding.kind][0] if finding.kind in _WRITE else _plain
    return _unless_missing(write(finding.value))


def interval_text(finding: Finding) -> str:
    """The interval of a finding as the reader sees it; empty where there is none."""
    if finding.interval_text or finding.interval is None:
        return _unless_missing(finding.interval_text)
    write = _WRITE[finding.kind][1] if finding.kind in _WRITE else _plain_interval
    return _unless_missing(write(*finding.interval))


def identity(meta: dict[str, Any]) -> list[tuple[str, str]]:
    """What a reader must know first, as pairs of label and text; `meta` as in the JSON."""
    return _filled(
        (_("Period"), _period(meta["period"])),
        (_("Days"), _days(meta["first_date"], meta["last_date"])),
        (_("Area"), meta["scope"]),
        (_("Version of the document"), audience_name(Audience(meta["audience"]))),
        (_("Sources"), "; ".join(_(_SOURCES[name]) if name in _SOURCES else name for name in meta["sources"])),
    )


def about(meta: dict[str, Any]) -> list[tuple[str, str]]:
    """What identifies the document, down to what is needed to make it again."""
    return [
        *_filled((_("Municipality"), meta["municipality"])),
        *identity(meta),
        *_filled(
            (_("Coordinate system"), meta["crs"]),
            (_("Time zone"), meta["time_zone"]),
            (_("Seed of the random numbers"), str(meta["seed"])),
            (_("Fingerprint of the material"), meta["fingerprint"]),
            (_("Version of Tryggve"), meta["version"]),
        ),
    ]


def _period(text: str) -> str:
    """A period by its name; as it stands where it is none, as in a file that somebody else has made."""
    try:
        return numbers.period_name(parse_period(text))
    except ValueError:
        return text


def _days(first: str, last: str) -> str:
    try:
        return numbers.date_span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    except ValueError:
        return f"{first} – {last}"


def explained(situation: Situation, shown: dict[str, Any]) -> list[tuple[str, str]]:
    """The id of each finding that leads back to rows, and what it says: for the end of an internal document."""
    if situation.meta.audience is not Audience.INTERNAL or not situation.explained:
        return []
    with use_language(situation.meta.language):
        return [
            (one["id"], " ".join(filter(None, (kind_name(FindingKind(one["kind"])), one["value_text"]))))
            for one in shown["findings"]
            if one["trace"] is not None
        ]


def _filled(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, text) for label, text in pairs if text]


def _unless_missing(text: str) -> str:
    return "" if text == numbers.MISSING else text


def _plain(value: float) -> str:
    return numbers.integer(value) if float(value).is_integer() else numbers.decimal(value, 2)


def _plain_interval(low: float, high: float) -> str:
    whole = float(low).is_integer() and float(high).is_integer()
    return numbers.interval(low, high, 0 if whole else 2)
