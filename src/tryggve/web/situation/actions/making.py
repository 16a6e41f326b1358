"""Drafts and fastställda lägesbilder that somebody waits for: asked for at a page, made by the worker.

What is asked for is a row. It is made outside any transaction, some seconds long, and ends in one: what was made and
that it was made are written together, so a worker that dies half-way leaves the row open and the next one begins anew.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from tryggve.domain.language import DEFAULT_LANGUAGE, _, use_language
from tryggve.domain.period import Period
from tryggve.domain.row_error import FileError
from tryggve.reports.week.periods import read_period
from tryggve.store.database import audit
from tryggve.web.core.hooks_of_picture import Reach, Told
from tryggve.web.core.municipal import here
from tryggve.web.situation.actions.adopting import Adoption, ChangedError, adopt, check_can_adopt
from tryggve.web.situation.actions.drafts import rebuild
from tryggve.web.situation.models import Making, Snapshot

DRAFT, ADOPT = "draft", "adopt"
DONE, CHANGED, REFUSED, FAILED = "done", "changed", "refused", "failed"

TRIES = 3
"""So often a making is begun that ends neither well nor badly: the worker was stopped, or died of it."""

KEPT = 60
"""So many makings that have ended are remembered."""


def ask_for_draft(*, period: Period, by: str, today: dt.date, at: dt.datetime, wish: dict[str, Any]) -> Making:
    """Ask for the draft anew; who asks meanwhile gets the same answer."""
    return _ask(DRAFT, period, wish, by, today, at)


def ask_to_adopt(*, adoption: Adoption, link: str, by: str, today: dt.date, at: dt.datetime) -> Making:
    """Ask for a lägesbild to be fastställd as it was seen. FileError where it may not be.

    One at a time for each period: who confirms while another is made gets that one, whoever confirmed it.
    """
    check_can_adopt(adoption)
    told = asdict(adoption) | {"period": adoption.period.label, "link": link}
    return _ask(ADOPT, adoption.period, told, by, today, at)


def _ask(kind: str, period: Period, wish: dict[str, Any], by: str, today: dt.date, at: dt.datetime) -> Making:
    with here().writing():
        going = going_on(kind, period)
        if going is not None:
            return going
        old = Making.objects.filter(open=None).order_by("-id").values_list("id", flat=True)[KEPT : KEPT + 1].first()
        if old is not None:
            Making.objects.filter(open=None, id__lte=old).delete()
        made = Making.objects.create(kind=kind, period=period.label, wish=wish, by=by, asked_at=at, day=today)
        audit.record(here(), audit.Action.REPORT, by=by, at=at, why="", period=period.label, asked=kind)
    return made


def going_on(kind: str, period: Period) -> Making | None:
    """What is asked for and has not ended."""
    return Making.objects.filter(kind=kind, period=period.label, open=True).first()


def is_asked() -> bool:
    """Whether anything is asked for."""
    return Making.objects.filter(open=True).exists()


def make_what_is_asked(*, at: dt.datetime) -> None:
    """Make all that is asked for, the oldest first. How each ended stands in its row."""
    for one in Making.objects.filter(open=True).order_by("id"):
        with use_language(DEFAULT_LANGUAGE):
            _make(one, at)


def _make(one: Making, at: dt.datetime) -> None:
    if one.tries >= TRIES:
        _end(one, FAILED, at, _("It was begun {n} times and never came to its end.").format(n=TRIES))
        return
    with here().writing():
        Making.objects.filter(pk=one.pk).update(tries=one.tries + 1, step="")
    try:
        (_make_draft if one.kind == DRAFT else _make_adopted)(one, at)
    except ChangedError:
        rebuild(period=read_period(one.period), by=one.by, today=one.day, at=at, tell=lambda step: _note(one, step))
        _end(one, CHANGED, at)
    except FileError as error:
        _end(one, REFUSED, at, str(error))
    except Exception:
        # Whoever waits is told that it failed; the worker writes of what kind it was in its own log.
        _end(one, FAILED, at)
        raise


def _make_draft(one: Making, at: dt.datetime) -> None:
    rebuild(period=read_period(one.period), by=one.by, today=one.day, at=at, tell=lambda step: _note(one, step))
    _end(one, DONE, at)


def _make_adopted(one: Making, at: dt.datetime) -> None:
    wish = dict(one.wish)
    link, said = wish.pop("link"), [_told(**told) for told in wish.pop("told")]
    adopt(
        adoption=Adoption(**wish | {"period": read_period(one.period), "told": said}), link=link, by=one.by,
        today=one.day, at=one.asked_at, tell=lambda step: _note(one, step),
        kept=lambda made: _end(one, DONE, at, made=made),
    )  # fmt: skip


def _told(*, reach: int, texts: list[list[str]], **rest: Any) -> Told:
    """As it was before it was written down."""
    return Told(reach=Reach(reach), texts=tuple((heading, text) for heading, text in texts), **rest)


def _note(one: Making, step: str) -> None:
    with here().writing():
        Making.objects.filter(pk=one.pk).update(step=step)


def _end(one: Making, outcome: str, at: dt.datetime, told: str = "", made: Snapshot | None = None) -> None:
    with here().writing():
        kept = {"next": one.wish["next"]} if "next" in one.wish else {}
        Making.objects.filter(pk=one.pk).update(
            open=None, ended_at=at, outcome=outcome, told=told, wish=kept, version=made.version if made else None
        )
