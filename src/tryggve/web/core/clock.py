"""What day it is in a municipality. The invented one stays on the day after its data end, so that its week has some."""

from __future__ import annotations

import datetime as dt
from weakref import WeakKeyDictionary

from django.utils import timezone

from tryggve.store.database import meta
from tryggve.store.database.connect import Database
from tryggve.web.core.choices import chosen
from tryggve.web.core.municipal import NotEnteredError, here

TODAY = "example.today"
"""The choice that stops the calendar of an invented municipality: its value is a day, `2025-12-29`."""

_PLANNED = dt.timedelta(days=60)
"""What lies so far ahead of the own day has been planned on it."""

_stopped: WeakKeyDictionary[Database, dt.date | None] = WeakKeyDictionary()
"""Set once, when the example is made: not asked for again by every page."""


def now() -> dt.datetime:
    """The moment, aware: in an invented municipality the time of day as it is, on its own day."""
    moment, day = timezone.now(), own_day()
    if day is None:
        return moment
    local = moment.astimezone(meta.zone(here()))
    return local.replace(year=day.year, month=day.month, day=day.day).astimezone(dt.UTC)


def today() -> dt.date:
    """The day, in the time zone of the municipality."""
    return own_day() or timezone.now().astimezone(meta.zone(here())).date()


def own_day() -> dt.date | None:
    """The day on which the calendar of an invented municipality stands; None where it goes on."""
    database = here()
    if database not in _stopped:
        told = chosen(TODAY)
        _stopped[database] = dt.date.fromisoformat(told) if told else None
    return _stopped[database]


def shown(moment: dt.datetime) -> dt.datetime:
    """A moment by the calendar of the municipality we are in, if any.

    In an invented one accounts, invitations and copies are noted by the real clock, by which they end: what lies long
    after its own day is of that kind, and is shown as far from its day as it lies from the real one.
    """
    try:
        day = own_day()
    except NotEnteredError:
        return moment
    if day is None or moment.date() - day < _PLANNED:
        return moment
    return moment - (timezone.now().date() - day)


def forget() -> None:
    """Ask again: the example has just been given its day."""
    _stopped.clear()
