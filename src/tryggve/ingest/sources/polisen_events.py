"""The police's event notices over the net: one question for the whole country, and an archive that remembers edits."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from tryggve.domain.language import _
from tryggve.ingest.fetching.bodies import changed, fields_of
from tryggve.ingest.fetching.fetcher import Fetcher
from tryggve.ingest.fetching.hosts import Host
from tryggve.ingest.fetching.kept_answers import Answer, Question

MOST_NOTICES = 5_000
_FIELDS = ("id", "datetime", "name", "summary", "type", "location")

Archive = dict[int, dict[str, Any]]
"""Notices by id, each with first_seen and last_seen (UTC)."""


def fetch_events(fetcher: Fetcher, host: Host) -> tuple[list[dict[str, Any]], Answer]:
    """The latest notices of the country. FileError for an answer of another shape."""
    said, answer = fetcher.json(host, Question(f"{host.base}/api/events"))
    return read_events(said, host.source), answer


def read_events(said: Any, source: str) -> list[dict[str, Any]]:
    """The notices of an answer: a list, not an object; each with place and the middle of the place."""
    if not isinstance(said, list) or len(said) > MOST_NOTICES:
        raise changed(source, _("a list of notices was expected"))
    for one in said:
        fields = fields_of(one, _FIELDS, source)
        fields_of(fields["location"], ("name", "gps"), source)
        if not isinstance(fields["id"], int):
            raise changed(source, "id")
    return [dict(one) for one in said]


def of_places(events: Iterable[Mapping[str, Any]], names: Iterable[str]) -> list[dict[str, Any]]:
    """The notices that are placed in these municipalities or counties."""
    wanted = {name.casefold() for name in names}
    return [dict(one) for one in events if str(one["location"]["name"]).casefold() in wanted]


def added(archive: Archive, events: Iterable[Mapping[str, Any]], seen: dt.datetime) -> Archive:
    """The archive with these notices: the police edit and withdraw them, so the last wording of an id is kept."""
    moment = seen.astimezone(dt.UTC).isoformat(timespec="seconds")
    following = dict(archive)
    for one in events:
        number = int(one["id"])
        first = following.get(number, {}).get("first_seen", moment)
        following[number] = {**one, "first_seen": first, "last_seen": moment}
    return following


def archive_text(archive: Archive) -> str:
    """One notice a line, by id: the form that the profile "polisen" reads."""
    return "".join(f"{json.dumps(archive[number], ensure_ascii=False)}\n" for number in sorted(archive))


def read_archive(text: str, source: str) -> Archive:
    """The archive that `archive_text` wrote. FileError where a line is none of its own."""
    try:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        return {int(row["id"]): row for row in rows}
    except (ValueError, KeyError, TypeError):
        raise changed(source, _("the archive of notices")) from None
