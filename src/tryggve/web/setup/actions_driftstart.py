"""A municipality fills in Driftstart, opens for live data, and closes again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.readiness import OPEN
from tryggve.web.setup.driftstart import Item, choice_name, filled


def fill_in(*, item: Item, answers: Mapping[str, str], by: str, at: dt.datetime) -> None:
    """Keep the answers of an item. What was open stays open: a coordinator closes it where it should not be."""
    known = {field.key for field in item.fields}
    choose(name=choice_name(item), value={k: v for k, v in answers.items() if k in known and v}, by=by, at=at)


def open_for_live(*, by: str, at: dt.datetime) -> None:
    """Live data may come in from now on. FileError where something required is not filled in."""
    missing = [one.item.title for one in filled() if not one.is_done]
    if missing:
        raise FileError(
            _("Not all is filled in: {items}.").format(items=", ".join(missing)), _("Fill it in, then open.")
        )
    choose(name=OPEN, value=True, by=by, at=at)


def close_for_live(*, why: str, by: str, at: dt.datetime) -> None:
    """No live data come in from now on; what has come stays."""
    choose(name=OPEN, value=False, by=by, at=at, why=why)
