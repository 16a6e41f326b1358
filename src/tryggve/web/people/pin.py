"""Which PINs a reporter may choose: 6–12 digits that nobody tries first."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.language import N_

LENGTHS = range(6, 13)
_ROWS = ("01234567890123456789", "98765432109876543210", "147258369", "159357", "112112")


def fault_of(pin: str) -> str | None:
    """What is wrong with a PIN, as a msgid; None where nothing is."""
    if not (pin.isascii() and pin.isdigit()) or len(pin) not in LENGTHS:
        return N_("A PIN is 6 to 12 digits.")
    if len(set(pin)) < 3:
        return N_("Too easy to guess: choose at least three different digits.")
    if any(pin in row for row in _ROWS) or _repeats(pin):
        return N_("Too easy to guess: the digits come in a row or repeat themselves.")
    if _is_day(pin):
        return N_("Too easy to guess: it looks like a birthday.")
    return None


def _repeats(pin: str) -> bool:
    """123123, 12341234, 121212."""
    return any(len(pin) % n == 0 and pin == pin[:n] * (len(pin) // n) for n in range(1, len(pin) // 2 + 1))


def _is_day(pin: str) -> bool:
    """Days as people write them, with and without century and last four digits: 850412, 19850412, 120485."""
    patterns = {6: ("%y%m%d", "%d%m%y"), 8: ("%Y%m%d", "%d%m%Y"), 10: ("%y%m%d",), 12: ("%Y%m%d",)}
    text = pin[:-4] if len(pin) in (10, 12) else pin
    return any(_reads_as(text, pattern) for pattern in patterns.get(len(pin), ()))


def _reads_as(text: str, pattern: str) -> bool:
    try:
        day = dt.datetime.strptime(text, pattern)  # noqa: DTZ007 - a day, without a clock
    except ValueError:
        return False
    return 1900 <= day.year <= 2100
