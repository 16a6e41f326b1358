"""How the numbers and verdicts of claims are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tryggve.domain.language import N_, _
from tryggve.reports import numbers
from tryggve.reports.claims.record import Number, Verdict

VERDICTS: Mapping[Verdict, str] = {
    Verdict.HOLDS: N_("Holds"),
    Verdict.DOES_NOT_HOLD: N_("Does not hold"),
    Verdict.CANNOT_BE_JUDGED: N_("Cannot be judged with these data"),
}

_DIGITS: Mapping[str, int] = {"count": 0, "percent": 1, "ratio": 2, "index": 3, "per_100000": 0, "kronor": 0}
_SIGN: Mapping[str, Callable[[str], str]] = {"percent": "{}\u00a0%".format}


def verdict_words(verdict: Verdict) -> str:
    """A verdict in the current language."""
    return _(VERDICTS[verdict])


def written(value: float | None, unit: str) -> str:
    """A number with the digits of its unit; a dash where there is none."""
    text = numbers.decimal(value, _DIGITS[unit])
    return text if value is None else _SIGN.get(unit, str)(text)


def interval_written(number: Number) -> str:
    """The interval of a number; a dash where none is known."""
    if number.interval is None:
        return numbers.MISSING
    text = numbers.interval(*number.interval, _DIGITS[number.unit])
    return _SIGN.get(number.unit, str)(text)
