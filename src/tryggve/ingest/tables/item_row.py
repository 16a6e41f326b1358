"""An item of a JSON list as a row, or why it cannot be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tryggve.domain.language import _
from tryggve.ingest.tables.features import flat_feature, is_feature
from tryggve.ingest.tables.flatten import Unfit, as_text, flat
from tryggve.ingest.tables.json_text import Broken


@dataclass(frozen=True, slots=True)
class ItemRow:
    """Texts by key; where it cannot be a row, the reason (what, how to mend) and what else is to be given back."""

    number: int
    texts: dict[str, str]
    reason: tuple[str, str] | None = None
    surplus: tuple[str, ...] = ()


def row_of_item(number: int, item: Any) -> ItemRow:
    """The item with this number as a row."""
    if isinstance(item, Broken):
        reason = _("The line is not whole JSON."), _("Write the object whole and on one line.")
        return ItemRow(number, {}, reason, (item,))
    if not isinstance(item, dict):
        reason = _("The item is no object."), _("Write it as an object with names and values.")
        return ItemRow(number, {}, reason, (as_text(item),))
    try:
        return ItemRow(number, flat_feature(item) if is_feature(item) else flat(item))
    except Unfit as unfit:
        return ItemRow(number, unfit.row, unfit.reason, () if unfit.row else (as_text(item),))
    except RecursionError:
        return ItemRow(number, {}, (_("The object is nested too deeply."), _("Export a plain table.")))
