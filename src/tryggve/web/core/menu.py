"""The main menu: what a member may open, in the order of the week."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from tryggve.domain.access import Permission
from tryggve.domain.language import N_, _
from tryggve.web.core.member import Request

ENTRIES: tuple[tuple[str, str, str, Permission], ...] = (
    ("report", N_("Report"), "report", Permission.REPORT),
    ("my_reports", N_("My reports"), "list", Permission.READ_OWN),
    ("inbox", N_("Inbox"), "inbox", Permission.REVIEW),
    ("week", N_("Week"), "week", Permission.READ_LIVE),
    ("pictures", N_("Lägesbilder"), "map", Permission.READ_ADOPTED),
    ("signals", N_("Signals"), "signal", Permission.READ_SIGNALS),
    ("signs", N_("Early signs"), "eye", Permission.SIGNS),
    ("tasks", N_("Insatser"), "insats", Permission.READ_TASKS),
    ("meetings", N_("Meetings"), "meeting", Permission.READ_NOTES),
    ("situation_reports", N_("Lägesrapporter"), "edit", Permission.TELL_SITUATION),
    ("people", N_("People"), "people", Permission.PEOPLE_OF_ORGANISATION),
    ("settings", N_("Settings"), "settings", Permission.SETTINGS),
)
"""Name of the page, words, icon, what it needs."""


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    name: str
    href: str
    words: str
    icon: str
    here: bool
    count: int = 0


_BESIDE = {"settings": "driftstart"}
"""Pages that an entry leads to and that lie beside it."""


def menu(request: Request) -> list[Entry]:
    """What the member may open."""
    found = []
    for name, words, icon, needs in ENTRIES:
        if needs in request.member.permissions:
            try:
                href = reverse(name, kwargs={"kommun": request.kommun.slug})
            except NoReverseMatch:
                continue
            found.append(Entry(name, href, _(words), icon, _here(request, name, href)))
    return found


def _here(request: Request, name: str, href: str) -> bool:
    beside = reverse(_BESIDE[name], kwargs={"kommun": request.kommun.slug}) if name in _BESIDE else href
    return request.path.startswith((href, beside))
