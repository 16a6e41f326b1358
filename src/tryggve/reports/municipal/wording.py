"""How figures of public statistics are written: units, what a source can see, and what stands where no number does."""

from __future__ import annotations

from tryggve.domain.figure import MEN, WOMEN, Figure, FigureStatus
from tryggve.domain.indicator import Direction, Indicator, Measures
from tryggve.domain.language import _
from tryggve.reports import numbers

_DIGITS = {"percent": 1, "per_10000": 1, "index": 1, "thousand_kronor": 1}
_WHOLE_FROM = 100.0


def digits_of(unit: str, value: float | None) -> int:
    """Decimals of a number in a unit: rates of rare events below a hundred get one."""
    if unit == "per_100000":
        return 0 if value is None or abs(value) >= _WHOLE_FROM else 1
    return _DIGITS.get(unit, 0)


def number_text(unit: str, value: float | None) -> str:
    """A number with the decimals of its unit, without a sign."""
    return numbers.decimal(value, digits_of(unit, value))


def value_text(unit: str, value: float | None) -> str:
    """A number in its unit; percent bear their sign."""
    text = number_text(unit, value)
    return f"{text}\u00a0%" if unit == "percent" and value is not None else text


def limits_text(unit: str, limits: tuple[float, float], value: float | None, *, bare: bool = False) -> str:
    """An interval in the unit of its number, with as many decimals; `bare` beside a number that bears the sign."""
    text = numbers.interval(*limits, digits_of(unit, value))
    if bare:
        return text
    return f"{text}\u00a0%" if unit == "percent" else text


def figure_text(unit: str, figure: Figure | None) -> str:
    """A figure: the number, marked where preliminary, or what stands in its place. Never a zero for the unknown."""
    if figure is None:
        return _("no figure")
    if figure.status is FigureStatus.SUPPRESSED:
        return _("not shown by the source")
    if figure.value is None:
        return _("missing")
    text = value_text(unit, figure.value)
    return _("{number} (preliminary)").format(number=text) if figure.status is FigureStatus.PRELIMINARY else text


def unit_words(unit: str) -> str:
    """What a number of a unit is a number of."""
    return {
        "per_100000": _("per 100,000 inhabitants"),
        "per_10000": _("per 10,000 adults"),
        "per_1000": _("per 1,000"),
        "percent": _("percent"),
        "persons": _("persons"),
        "count": _("number"),
        "index": _("index"),
        "class": _("class"),
        "thousand_kronor": _("thousand kronor"),
    }[unit]


def sees(measures: Measures) -> str:
    """What a source can see, in a word."""
    return {
        Measures.REPORTED: _("reported"),
        Measures.EXPERIENCED: _("experienced"),
        Measures.PERCEIVED: _("perceived"),
        Measures.REGISTER: _("register"),
    }[measures]


def sees_in_words(measures: Measures) -> str:
    """What a source can see and what it cannot, in a sentence."""
    return {
        Measures.REPORTED: _(
            "Reported: what somebody reported, or the police found. Follows the will to report and the work of the "
            "police as well as crime."
        ),
        Measures.EXPERIENCED: _(
            "Experienced: what people answer that they have met, reported or not. A sample answers; those who are hit "
            "hardest answer least."
        ),
        Measures.PERCEIVED: _(
            "Perceived: how people see it, feel and act. It may rise while crime falls, and the other way round."
        ),
        Measures.REGISTER: _("Register: what an authority has noted of conditions. It does not see crime."),
    }[measures]


def more_may_mean(indicator: Indicator) -> str:
    """What stands beside a number of reports where more of them is not by itself worse; "" for any other."""
    if indicator.measures is not Measures.REPORTED or indicator.direction is not Direction.UNCLEAR:
        return ""
    return _("It follows how much is reported and how much the police look for.")


def sex_name(sex: str) -> str:
    """Women, men, or both together."""
    return {WOMEN: _("women"), MEN: _("men")}.get(sex, _("women and men"))


def direction_words(direction: Direction) -> str:
    """Which way is worse, where that can be said."""
    return {
        Direction.MORE_IS_WORSE: _("more is worse"),
        Direction.LESS_IS_WORSE: _("less is worse"),
        Direction.UNCLEAR: _("the direction says nothing by itself"),
    }[direction]
