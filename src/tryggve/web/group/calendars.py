"""Insatser and meetings for people's calendars. They are fetched once: there is no feed, and no secret address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from tryggve.domain.language import _
from tryggve.web.group.models import Meeting, Task

HOUR = dt.timedelta(hours=1)


def of_tasks(tasks: Iterable[Task], *, slug: str, address: str) -> bytes:
    """Each insats that has a day, on that day; `address` begins the link to each."""
    calendar = _calendar()
    for task in tasks:
        if task.due is not None:
            event = _event(f"insats-{task.pk}@{slug}", task.changed_at, task.version)
            event.add("summary", _("Insats: {what}").format(what=task.what))
            event.add("dtstart", task.due)
            event.add("dtend", task.due + dt.timedelta(days=1))
            event.add("transp", "TRANSPARENT")
            event.add("description", f"{task.who}\n{task.state_words}")
            if task.where:
                event.add("location", task.where)
            event.add("url", f"{address}{task.pk}/")
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def of_meeting(meeting: Meeting, *, slug: str, name: str, address: str, zone: ZoneInfo) -> bytes:
    """A meeting: an hour from when it starts, or the day."""
    calendar = _calendar()
    event = _event(f"mote-{meeting.pk}@{slug}", meeting.made_at, 0)
    event.add("summary", _("EST meeting, {name}").format(name=name))
    if meeting.starts is None:
        event.add("dtstart", meeting.day)
        event.add("dtend", meeting.day + dt.timedelta(days=1))
    else:
        starts = dt.datetime.combine(meeting.day, meeting.starts, zone).astimezone(dt.UTC)
        event.add("dtstart", starts)
        event.add("dtend", starts + HOUR)
    if meeting.where:
        event.add("location", meeting.where)
    event.add("url", address)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Tryggve//SV")
    calendar.add("version", "2.0")
    return calendar


def _event(uid: str, changed: dt.datetime, version: int) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", changed.astimezone(dt.UTC))
    event.add("sequence", version)
    return event
