"""Single values of a query string: each is understood or told of, never refused with an exception."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tryggve.domain.area import AreaRegister
from tryggve.domain.category import category_of
from tryggve.domain.language import _
from tryggve.domain.organisation import organisation_kind_of
from tryggve.domain.period import Period
from tryggve.reports.week.periods import read_period

MOST_SIGNS = 200
MOST_VALUES = 100
SEVEREST = 5


class Read:
    """A query string being read; `messages` says what was not understood."""

    def __init__(self, query: Mapping[str, str | Sequence[str]]) -> None:
        self._query = query
        self.messages: list[str] = []

    def all(self, name: str) -> list[str]:
        """The values of a name that can be texts of a filter, blanks round them taken away."""
        given = self._query.get(name, ())
        values = [given] if isinstance(given, str) else list(given)[:MOST_VALUES]
        found = []
        for value in values:
            text = str(value).strip()
            if len(text) > MOST_SIGNS or not text.isprintable():
                self.messages.append(_("A value of the filter is too long or holds signs that cannot be shown."))
            elif text:
                found.append(text)
        return found

    def one(self, name: str) -> str:
        """The last value of a name; "" where there is none."""
        return next(reversed(self.all(name)), "")

    def period(self, name: str) -> Period | None:
        """A period; None where none was given or understood."""
        text = self.one(name)
        if not text:
            return None
        try:
            return read_period(text)
        except ValueError as error:
            self.messages.append(str(error))
            return None

    def categories(self, name: str) -> tuple[str, ...]:
        """Codes of categories, each once, in order."""
        return self._codes(name, category_of, _("There is no category {name}."))

    def kinds(self, name: str) -> tuple[str, ...]:
        """Codes of kinds of organisations, each once, in order."""
        return self._codes(name, organisation_kind_of, _("There is no kind of organisation {name}."))

    def _codes(self, name: str, code_of: Callable[[str], str | None], unknown: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for text in self.all(name):
            code = code_of(text)
            if code is None:
                self.messages.append(unknown.format(name=text))
            else:
                found[code] = None
        return tuple(sorted(found))

    def area(self, name: str, register: AreaRegister | None) -> tuple[str, str] | None:
        """An area as LEVEL:CODE."""
        text = self.one(name)
        if not text:
            return None
        level, _colon, code = text.partition(":")
        if not (level and code) or (register is not None and register.get(level, code) is None):
            self.messages.append(_("There is no area {name}.").format(name=text))
            return None
        return level, code

    def severity(self, name: str) -> int | None:
        """A least severity, 1 to 5."""
        text = self.one(name)
        if not text:
            return None
        if text not in map(str, range(1, SEVEREST + 1)):
            self.messages.append(_("Severity is a whole number from 1 to {most}.").format(most=SEVEREST))
            return None
        return int(text)
