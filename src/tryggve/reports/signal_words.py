"""What a signal is, in words: for people who are to judge it, on the screen and in the lägesbild."""

from __future__ import annotations

from collections.abc import Iterator

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import N_, _, ngettext
from tryggve.domain.organisation import organisation_kinds
from tryggve.domain.writing import date_long
from tryggve.reports import numbers
from tryggve.reports.context import category_name
from tryggve.reports.tree import Certainty
from tryggve.signals.groups import group_name
from tryggve.signals.history import History
from tryggve.signals.life import State
from tryggve.signals.today import Signal, SignalList

_MOST_NAMED = 4

STATES = {
    "opened": N_("opened"),
    "growing": N_("growing"),
    "fading": N_("fading"),
    "closed": N_("closed"),
}
VERDICTS = {"judged": N_("judged"), "acted": N_("acted on"), "dismissed": N_("dismissed")}

_METHODS = {
    "emerging": N_("what begins to gather, all places, starts and strengths weighed"),
    "scan": N_("areas side by side against what is usual"),
    "permutation": N_("areas side by side against each other"),
    "series": N_("an area's own weeks"),
    "near_repeat": N_("events that follow on one another"),
}


def where_words(history: History, signal: Signal) -> str:
    """The areas that have events, by name, the most events first; all areas of the find where none has."""
    return _named([history.names[area] for area in areas_with_events(signal)])


def areas_with_events(signal: Signal) -> tuple[int, ...]:
    """The rows of the areas of a signal in which its events happened, the most events first."""
    counted = sorted(zip(signal.judged.per_area, signal.track.areas, strict=True), key=lambda one: -one[0])
    return tuple(area for n, area in counted if n) or signal.track.areas


def _named(names: list[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return ", ".join(names)
    more = len(names) - _MOST_NAMED + 1
    return _("{names} and {n} more").format(names=", ".join(names[: _MOST_NAMED - 1]), n=more)


def what_words(history: History, signal: Signal) -> str:
    """What happened more than usual, since when, and how much."""
    found = signal.candidate.found
    kinds = ", ".join(f"{category_name(name)} {n}" for name, n in signal.judged.categories if name)
    low, high = signal.judged.expected.low, signal.judged.expected.high
    told = _("{group}: {observed} events, {days}; expected {expected} (range {range}).")
    if kinds:
        told = _("{group}: {observed} events, {days}; expected {expected} (range {range}). Most: {kinds}.")
    return told.format(
        group=_capital(group_name(found.group)), observed=_number(found.observed),
        days=numbers.date_span(day_date(found.first_day), day_date(found.last_day)),
        expected=expected_words(found.expected), range=numbers.interval(low, high), kinds=kinds,
    )  # fmt: skip


def rare_words(signal: Signal) -> str:
    """How often the list shows as much as it does now, where nothing in particular happens."""
    if not signal.calibrated:
        return _("How rare this is is not known: no backtest of the municipality's own history holds.")
    rate, (low, high) = signal.candidate.per_year, signal.candidate.interval
    if signal.candidate.beyond:
        return _(
            "If nothing in particular happens, a signal at least as strong is expected less than once in {years} "
            "years: none was as strong in the {years} years replayed (95 % interval 0 to {high} a year)."
        ).format(years=numbers.decimal(signal.candidate.years, 1), high=numbers.decimal(high, 1))
    if rate >= 1.05:
        often = _("about {n} times a year").format(n=numbers.decimal(rate, 0 if rate >= 10 else 1))
    elif rate > 0.95:
        often = _("about once a year")
    else:
        often = _("about once in {n} years").format(n=numbers.decimal(1 / rate, 1))
    return _(
        "If nothing in particular happens, a signal at least as strong is expected {often} by the municipality's own "
        "history (95 % interval {low} to {high} a year)."
    ).format(often=often, low=numbers.decimal(low, 1), high=numbers.decimal(high, 1))


def life_words(signal: Signal) -> str:
    """Since when, and whether it grows or fades."""
    opened, last = (date_long(day_date(day)) for day in (signal.track.opened, signal.track.last_found))
    if signal.track.state is State.OPENED:
        return _("Opened {opened}, last found {last}").format(opened=opened, last=last)
    return _("{state}: opened {opened}, last found {last}").format(
        state=_capital(_(STATES[signal.track.state.value])), opened=opened, last=last
    )


def further_words(history: History, signal: Signal) -> Iterator[str]:
    """Whether the number is odd, who reported, what it overlaps, what would make it go away, which methods found it."""
    judged = signal.judged
    quiet = [history.names[area] for area in signal.track.areas if area not in areas_with_events(signal)]
    if quiet:
        yield _("What was expected is counted for {areas} as well, where no such event happened.").format(
            areas=_named(quiet)
        )
    if signal.candidate.found.observed <= judged.expected.high:
        yield _(
            "The number in itself is within what is expected: read the events before anything is concluded. What kinds "
            "they are, or how close together they came, may be what stands out."
        )
    yield from _reporters(signal)
    if judged.grave:
        yield ngettext(
            "{n} grave event (severity 4 or 5) is among these events.",
            "{n} grave events (severity 4 or 5) are among these events.",
            judged.grave,
        ).format(n=judged.grave)
    if judged.planned:
        days = (numbers.date_span(day_date(first), day_date(last)) for first, last in judged.planned)
        yield ngettext(
            "A planned event was announced in the area in these days: {days}.",
            "{n} planned events were announced in the area in these days: {days}.",
            len(judged.planned),
        ).format(n=len(judged.planned), days="; ".join(days))
    if signal.earlier:
        yield _("Earlier signals in the same areas: {ids}.").format(ids=", ".join(signal.earlier))
    if judged.weekly_limit == 0:
        yield _("It goes away when no such event comes from these areas for two weeks.")
    else:
        yield ngettext(
            "It goes away when at most {n} such event a week comes from these areas for two weeks.",
            "It goes away when at most {n} such events a week come from these areas for two weeks.",
            judged.weekly_limit,
        ).format(n=judged.weekly_limit)
    yield _("Found by: {methods}.").format(
        methods="; ".join(dict.fromkeys(map(method_words, signal.candidate.methods)))
    )


def certainty_of(signal: Signal) -> Certainty:
    """Low where one source explains it, or nobody knows who reported."""
    return Certainty.LOW if signal.judged.behind.changed or not signal.judged.behind.known else Certainty.MODERATE


def changed_words(signal: Signal) -> str:
    """That one source explains it, where one does; else ""."""
    behind = signal.judged.behind
    if not behind.changed:
        return ""
    known = organisation_kinds().get(behind.kind)
    who = known.name if known else behind.kind or _("one organisation")
    new = _("which did not report from here before") if behind.new else _("which reports more from here than before")
    return _("Changed reporting: one source explains it ({who}, {new}). Ask before anything is concluded.").format(
        who=who, new=new
    )


def _reporters(signal: Signal) -> Iterator[str]:
    behind = signal.judged.behind
    if not behind.known:
        yield _("The events do not say who reported them: a change in who reports could look like this.")
    elif changed := changed_words(signal):
        yield changed
    else:
        yield ngettext("Reported by {n} organisation.", "Reported by {n} organisations.", behind.organisations).format(
            n=behind.organisations
        )
    if behind.silent:
        yield ngettext(
            "Reports are missing: {n} organisation that should report from here has been silent.",
            "Reports are missing: {n} organisations that should report from here have been silent.",
            behind.silent,
        ).format(n=behind.silent)


def uncalibrated_words(found: SignalList) -> str:
    """Why no rate is told; "" where one is."""
    reasons = {
        "none": N_("No backtest has been made, so how rare anything is is not known. Run tryggve backtest."),
        "methods": N_(
            "The backtest was made with other methods, or for another source, level or other areas, so it does not "
            "hold here. Run tryggve backtest anew."
        ),
    }
    return _(reasons[found.why_uncalibrated]) if found.why_uncalibrated in reasons else ""


def method_words(key: str) -> str:
    """A method in words, by the first part of its key."""
    name = key.partition("/")[0]
    return _(_METHODS[name]) if name in _METHODS else name


def expected_words(value: float) -> str:
    """How many were to be expected."""
    return numbers.decimal(value, 1) if value >= 0.05 else _("nearly none")


def _number(value: float) -> str:
    return numbers.integer(int(value)) if float(value).is_integer() else numbers.decimal(value, 1)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
