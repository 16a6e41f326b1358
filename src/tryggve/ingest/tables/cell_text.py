"""A cell of a spreadsheet as text."""

from __future__ import annotations

import datetime
from typing import Any

_SOME_DAY = datetime.date(2000, 1, 1)


def cell_text(cell: Any) -> str:
    """A cell as text: ISO for dates and times, numbers without a needless ".0", "true" and "false"."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return _to_second(cell).isoformat()
    if isinstance(cell, datetime.time):
        return _to_second(datetime.datetime.combine(_SOME_DAY, cell)).time().isoformat()
    if isinstance(cell, datetime.timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)


def _to_second(moment: datetime.datetime) -> datetime.datetime:
    """A spreadsheet stores a part of a day; what is left below a second is rounding."""
    whole = moment.replace(microsecond=0)
    late = moment.microsecond >= 500_000 and moment.year < datetime.MAXYEAR
    return whole + datetime.timedelta(seconds=1) if late else whole
