"""What the group tells the other parts, and what it asks them. `web.wiring` connects the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tryggve.web.core.hooks import Hook
from tryggve.web.core.member import Member


@dataclass(frozen=True)
class Answer:
    """What those whose reports led to an insats are told. `incidents`: their numbers in the store. `done`: it was."""

    incidents: tuple[int, ...]
    text: str
    done: bool
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class Line:
    """A line of the agenda that another part writes; `href` where it can be opened.

    `kept` where its words were written once and stand in that language whoever reads them.
    """

    words: str
    detail: str = ""
    href: str = ""
    kept: bool = False


task_closed: Hook[[Answer], int] = Hook()
"""Told in the transaction in which an insats is closed with an answer: how many reporters were answered."""

incidents_behind: Hook[[str], Sequence[int]] = Hook()
"""Asked for the incidents (numbers in the store) that a signal, named by its number in the store, is made of."""

changed_since: Hook[[dt.date | None, Member], Sequence[Line]] = Hook()
"""Asked for what has changed since a day (None: since ever), as far as the member may know, for the agenda."""

signals_to_judge: Hook[[Member], Sequence[Line]] = Hook()
"""Asked for the signals that wait to be judged, for the agenda."""

source_line: Hook[[str, str, Member], Line | None] = Hook()
"""Asked for what a source of an insats is called: its kind (`signal`, `report`) and key."""
