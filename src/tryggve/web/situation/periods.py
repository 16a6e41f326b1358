"""The periods of a municipality: how often its lägesbild is made, and how a period stands in an address."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import _
from tryggve.domain.period import Period, PeriodKind, containing
from tryggve.domain.writing import month_name
from tryggve.reports import numbers
from tryggve.reports.week.periods import fortnight, period_text, read_period
from tryggve.store.database import meta
from tryggve.web.core.choices import chosen
from tryggve.web.core.municipal import here

CADENCE = "cadence"
"""The choice: {"cadence": "weekly", "tertial": true, "year": true}."""

_KINDS = {"weekly": PeriodKind.WEEK, "fortnightly": PeriodKind.RANGE, "monthly": PeriodKind.MONTH}
_BACK = {PeriodKind.WEEK: 12, PeriodKind.RANGE: 8, PeriodKind.MONTH: 12, PeriodKind.TERTIAL: 3, PeriodKind.YEAR: 2}


class PeriodPart:
    """A period in an address: 2026-W48, 2026-11, 2026-T3, 2026-K4, 2026, or two days with dots between."""

    regex = r"\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d|\d{4}-W\d\d|\d{4}-[TK]\d|\d{4}-\d\d|\d{4}"

    def to_python(self, value: str) -> Period:
        """ValueError, which is a 404, for one that the calendar does not have."""
        return read_period(value)

    def to_url(self, value: Period) -> str:
        """As people write it."""
        return period_text(value)


def current(today: dt.date) -> Period:
    """The period that the municipality's cadence has on a day."""
    told = chosen(CADENCE, {}).get("cadence", "weekly")
    return period_on(day_number(today), _KINDS.get(told, PeriodKind.WEEK))


def kinds() -> list[PeriodKind]:
    """The kinds of periods that a lägesbild is made for, the most frequent first."""
    told = chosen(CADENCE, {})
    longer = [(PeriodKind.TERTIAL, told.get("tertial")), (PeriodKind.YEAR, told.get("year"))]
    return [_KINDS.get(told.get("cadence"), PeriodKind.WEEK), *(kind for kind, wanted in longer if wanted)]


def living(today: dt.date) -> list[Period]:
    """The periods whose drafts are kept fresh: the one that goes on and the one before, of each kind."""
    found = []
    for kind in kinds():
        now = period_on(day_number(today), kind)
        found += [now, before(now)]
    return found


def offered(today: dt.date) -> list[Period]:
    """What one may choose from, the latest first within each kind."""
    found = []
    for kind in dict.fromkeys((*kinds(), PeriodKind.MONTH)):
        period = period_on(day_number(today), kind)
        for _step in range(_BACK[kind]):
            found.append(period)
            period = before(period)
    return found


def period_on(day: int, kind: PeriodKind) -> Period:
    """The period of a kind that holds a day; two weeks are counted in pairs from the first Monday of 1970."""
    if kind is not PeriodKind.RANGE:
        return containing(day, kind)
    week = containing(day, PeriodKind.WEEK)
    is_first = (week.first_day - _FIRST_MONDAY) // 7 % 2 == 0
    return fortnight(containing(week.last_day + 1, PeriodKind.WEEK) if is_first else week)


_FIRST_MONDAY = day_number(dt.date(1970, 1, 5))


def before(period: Period) -> Period:
    """The period before."""
    return period.previous()


def after(period: Period) -> Period:
    """The period after."""
    if period.kind is PeriodKind.RANGE:
        first, last = (numbers.date_iso(_date(day)) for day in (period.last_day + 1, period.last_day + period.days))
        return read_period(f"{first}..{last}")
    return containing(period.last_day + 1, period.kind)


def _date(day: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=day)


def title(period: Period) -> str:
    """A period as a heading: Vecka 48 2026."""
    if period.kind is PeriodKind.RANGE and period.days == 14:
        (first, one, _day), (last, other, _day) = period.first_date.isocalendar(), period.last_date.isocalendar()
        return _("Weeks {first} and {last}").format(
            first=one if first == last else f"{one} {first}", last=f"{other} {last}"
        )
    words = numbers.period_words(period).split(" (")[0]
    return words[:1].upper() + words[1:]


def days(period: Period) -> str:
    """The days of a period in words."""
    return numbers.date_span(period.first_date, period.last_date)


def weekday_name(number: int) -> str:
    """1 is Monday."""
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))[
        number - 1
    ]


def day_of(number: int) -> str:
    """A day of the store in few signs that stay on one line: sön 21 dec."""
    date = _date(number)
    weekday, month = weekday_name(date.isoweekday())[:3].lower(), month_name(date.month)[:3].lower()
    return f"{weekday}\N{NO-BREAK SPACE}{date.day}\N{NO-BREAK SPACE}{month}"


def joined(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Spans of days that follow on each other as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def spans_of(spans: tuple[tuple[int, int], ...]) -> str:
    """Some spans of days."""
    return ", ".join(numbers.date_span(_date(first), _date(last)) for first, last in spans)


def moment_of(seconds: int) -> str:
    """A time of day in the municipality's own zone."""
    return dt.datetime.fromtimestamp(seconds, meta.zone(here())).strftime("%H.%M")


def date_of(number: int) -> str:
    """A day of the store as 2026-11-28."""
    return _date(number).isoformat()


def in_sentence(period: Period) -> str:
    """A period inside a sentence: vecka 48 2026."""
    words = title(period)
    return words[:1].lower() + words[1:]


def clock_time(at: dt.datetime) -> str:
    """The time of day as people write it: 14.32."""
    return at.astimezone(meta.zone(here())).strftime("%H.%M")
