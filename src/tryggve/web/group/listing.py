"""The list of insatser: which are shown is told by the address, so that a view can be shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from tryggve.domain.language import N_, _
from tryggve.domain.task import CLOSED, TIMING_NAMES, TaskState, Timing, timing
from tryggve.web.core.member import Member
from tryggve.web.group.models import Task
from tryggve.web.group.models.task import TaskRows

SHOWN: Mapping[str, str] = {
    "oppna": N_("Open ones"),
    "sena": N_("Late ones"),
    "avslutade": N_("Closed ones"),
    "alla": N_("All of them"),
}
"""Word in the address → words."""


@dataclass(frozen=True)
class Filters:
    """What the address asks for; anything else in it is left out."""

    shown: str = "oppna"
    mine: bool = False
    organisation: int | None = None

    @classmethod
    def read(cls, told: Mapping[str, str]) -> Filters:
        """Out of the parameters of an address."""
        shown, number = told.get("visa", ""), told.get("organisation", "")
        return cls(
            shown if shown in SHOWN else cls.shown,
            told.get("vems") == "mina",
            int(number) if number.isascii() and number.isdecimal() and len(number) < 12 else None,
        )

    def query(self, **change: str) -> str:
        """The parameters, with some of them changed."""
        told = {"visa": self.shown} | ({"vems": "mina"} if self.mine else {})
        told |= {"organisation": str(self.organisation)} if self.organisation else {}
        return urlencode({name: value for name, value in (told | change).items() if value})


@dataclass(frozen=True)
class Row:
    """An insats and how it stands against its day."""

    task: Task
    timing: Timing

    @property
    def timing_words(self) -> str:
        """`late`, `soon`, or nothing."""
        name = TIMING_NAMES[self.timing]
        return _(name) if name else ""


def row_of(task: Task, today: dt.date) -> Row:
    """An insats as it stands on a day."""
    return Row(task, timing(TaskState(task.state), task.due, today))


def rows_of(filters: Filters, member: Member, today: dt.date) -> TaskRows:
    """The insatser that are asked for, as far as the member sees them; the latest closed first."""
    rows: TaskRows = Task.objects.visible_to(member).select_related("organisation", "known_place")
    if filters.mine:
        rows = rows.of(member.organisation)
    if filters.organisation is not None:
        rows = rows.filter(organisation_id=filters.organisation)
    if filters.shown == "avslutade":
        return rows.filter(state__in=CLOSED).order_by("-closed_at")
    if filters.shown == "alla":
        return rows
    return rows.open().filter(due__lt=today) if filters.shown == "sena" else rows.open()
