"""What the cells of a column look like: shares of numbers, times, periods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tryggve.domain.category import category_of
from tryggve.domain.count import CellStatus
from tryggve.domain.incident import TimePrecision
from tryggve.domain.incident_table import Coded
from tryggve.ingest.count_cells import read_cell
from tryggve.ingest.numbers import parse_number
from tryggve.ingest.period_texts import parse_period_text
from tryggve.ingest.time_texts import parse_times

_SAMPLE = 1000
_MISSING = frozenset(("", "NA", "N/A", "NULL", "null", "-"))


@dataclass(frozen=True)
class Looks:
    """Shares among the filled cells (0 when there are none), and how many cells and different texts there are.

    `times` holds dates, clock times on dates and months; `days` those that name a day, `clocks` those with a clock
    time; `counts` whole numbers and the signs of hidden ones; `categories` texts that are known categories. `length`
    is the mean number of characters.
    """

    filled: int
    distinct: int
    numbers: float
    times: float
    days: float
    clocks: float
    periods: float
    counts: float
    categories: float
    length: float
    sample: tuple[float, ...]

    def numbers_in(self, low: float, high: float) -> float:
        """The share of cells whose number lies within the range."""
        return sum(low <= number <= high for number in self.sample) / len(self.sample) if self.sample else 0.0


def looks_of(column: Coded, date_order: str = "") -> Looks:
    """Look at up to 1 000 different texts, each weighted by how often it occurs."""
    occurs = np.bincount(column.codes, minlength=len(column.values))
    texts = [(text.strip(), int(n)) for text, n in zip(column.values, occurs.tolist(), strict=True) if n]
    filled = [(text, n) for text, n in texts if text not in _MISSING]
    some = filled[:: max(1, len(filled) // _SAMPLE)][:_SAMPLE]
    total = sum(n for _text, n in some)
    parsed = parse_times([text for text, _n in some], date_order)
    kinds = dict(zip((text for text, _n in some), parsed.kind.tolist(), strict=True))
    precise = (int(TimePrecision.DAY), int(TimePrecision.INSTANT))

    def share(is_so: Callable[[str], bool]) -> float:
        return sum(n for text, n in some if is_so(text)) / total if total else 0.0

    return Looks(
        filled=sum(n for _text, n in filled),
        distinct=len(filled),
        numbers=share(lambda text: parse_number(text) is not None),
        times=share(lambda text: kinds[text] > 0),
        days=share(lambda text: kinds[text] in precise),
        clocks=share(lambda text: kinds[text] == int(TimePrecision.INSTANT)),
        periods=share(lambda text: parse_period_text(text) is not None),
        counts=share(lambda text: read_cell(text, zero_dash=False).status in (CellStatus.VALUE, CellStatus.SUPPRESSED)),
        categories=share(lambda text: category_of(text) is not None),
        length=sum(len(text) * n for text, n in some) / total if total else 0.0,
        sample=tuple(number for text, _n in some if (number := parse_number(text)) is not None),
    )
