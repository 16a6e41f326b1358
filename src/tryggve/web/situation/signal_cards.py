"""Signals as they are shown: each kept one with its words, what is decided, and what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Prefetch, QuerySet

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import N_, _
from tryggve.reports import certainty, numbers, signal_words
from tryggve.signals.history import History
from tryggve.signals.read_back import read_back
from tryggve.signals.today import Signal as Found
from tryggve.store.database.signal_models import Signal, SignalNote

CLOSED = "closed"

STATES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "opened": (N_("newly opened"), "plus"),
        "growing": (N_("grows"), "chevron-up"),
        "fading": (N_("fades"), "chevron-down"),
        "closed": (N_("ended"), "check"),
    }
)
"""State → words and icon."""

DECISIONS: Mapping[str, str] = MappingProxyType({"acted": N_("act"), "judged": N_("watch"), "dismissed": N_("leave")})
"""A decision as the store keeps it → in words."""


def kept_signals() -> QuerySet[Signal]:
    """All signals with their decisions, the first decision first: two questions."""
    return Signal.objects.prefetch_related(Prefetch("notes", SignalNote.objects.order_by("id")))


@dataclass(frozen=True)
class Decision:
    """What somebody decided, when and why."""

    words: str
    by: str
    why: str
    at: Any


@dataclass(frozen=True)
class Card:
    """A signal in words. `row` is what the store keeps of it, `history` and `signal` the same as it was found."""

    row: Signal
    history: History
    signal: Found
    decisions: tuple[Decision, ...]

    @property
    def where(self) -> str:
        """The areas by name."""
        return signal_words.where_words(self.history, self.signal)

    @property
    def what(self) -> str:
        """How many events of what, and how many were expected."""
        return signal_words.what_words(self.history, self.signal)

    @property
    def rare(self) -> str:
        """How often so much is seen where nothing in particular happens."""
        return signal_words.rare_words(self.signal)

    @property
    def since(self) -> str:
        """Since when, and when last found."""
        opened, last = day_date(self.row.opened), day_date(self.row.last_found)
        if opened == last:
            return _("since {day}").format(day=numbers.date_long(opened))
        return _("since {day}, last found {last}").format(day=numbers.date_long(opened), last=numbers.date_long(last))

    @property
    def explained(self) -> tuple[str, ...]:
        """What may explain it: a planned event, or one source that reports more than before."""
        planned = self.signal.judged.planned
        said = [signal_words.changed_words(self.signal)]
        if planned:
            said.append(_("A planned event was announced there in the same days."))
        return tuple(filter(None, said))

    @property
    def further(self) -> tuple[str, ...]:
        """All else that is known of it."""
        return tuple(signal_words.further_words(self.history, self.signal))

    @property
    def certainty(self) -> str:
        """How sure it is."""
        return certainty.name(signal_words.certainty_of(self.signal))

    @property
    def state(self) -> tuple[str, str]:
        """Words and icon."""
        words, icon = STATES[self.row.state]
        return _(words), icon

    @property
    def waits(self) -> bool:
        """Whether nobody has decided, and it goes on."""
        return not self.decisions and self.row.state != CLOSED

    @property
    def latest(self) -> Decision | None:
        """The decision that holds."""
        return self.decisions[-1] if self.decisions else None


def card_of(row: Signal) -> Card:
    """A kept signal in words."""
    history, found = read_back(row.content, source=row.source, level=row.level, state=row.state)
    return Card(row, history, found, tuple(map(decision_of, row.notes.all())))


def decision_of(note: SignalNote) -> Decision:
    """A decision in words."""
    return Decision(_(DECISIONS[note.verdict]), note.by, note.why, note.at)


@dataclass(frozen=True)
class Cards:
    """The signals of a page: those that wait, those decided that go on, and those that are over."""

    waiting: tuple[Card, ...]
    decided: tuple[Card, ...]
    over: tuple[Card, ...]


def sorted_cards(rows: Sequence[Signal], ranked: Sequence[str]) -> Cards:
    """What goes on as the latest list ranked it, what is over the latest first."""
    place = {name: i for i, name in enumerate(ranked)}
    cards = sorted(map(card_of, rows), key=lambda one: (place.get(one.row.name, len(place)), one.row.per_year))
    living = [one for one in cards if one.row.state != CLOSED]
    over = sorted(
        (one for one in cards if one.row.state == CLOSED), key=lambda one: (-one.row.last_found, one.row.name)
    )
    return Cards(tuple(one for one in living if one.waits), tuple(one for one in living if not one.waits), tuple(over))
