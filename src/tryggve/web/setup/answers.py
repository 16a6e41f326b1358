"""What has been filled in of a new municipality. It is made in one go at the end; until then nothing is.

The answers lie in the session, a file that was sent waits apart.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from tryggve.web.setup import waiting

STEPS = ("kommun", "omraden", "organisationer", "samordnare", "takt")
"""The steps in their order, as addresses name them. `granska` and `klart` come after."""

OPTIONAL = ("omraden", "organisationer")
"""Steps that may be passed over."""

_KEY, _HELD, _DONE = "setup", "setup_held", "setup_done"


class Answers:
    """The answers so far: step → what was said."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self._session = session

    @property
    def held(self) -> str:
        """What this browser got for the code."""
        return str(self._session.get(_HELD, ""))

    def begin(self, held: str) -> None:
        """A set-up begins from nothing."""
        self.drop_file()
        self._session[_HELD] = held
        self._session[_KEY] = {}
        self._session.pop(_DONE, None)

    def said(self, step: str) -> dict[str, Any]:
        """What was said at a step; empty before it."""
        found: dict[str, Any] = self._session.get(_KEY, {}).get(step, {})
        return found

    def say(self, step: str, answers: dict[str, Any]) -> None:
        """Keep the answers of a step."""
        self._session[_KEY] = self._session.get(_KEY, {}) | {step: answers}

    def has(self, step: str) -> bool:
        """Whether the step is done, or was passed over."""
        return step in self._session.get(_KEY, {})

    @property
    def missing(self) -> str | None:
        """The first step that is not done."""
        return next((step for step in STEPS if not self.has(step)), None)

    def done(self, slug: str) -> None:
        """The municipality is made: the answers go."""
        self.drop_file()
        self._session.pop(_KEY, None)
        self._session.pop(_HELD, None)
        self._session[_DONE] = slug

    @property
    def made(self) -> str:
        """The municipality that this browser has made; "" before."""
        return str(self._session.get(_DONE, ""))

    def file(self) -> Path | None:
        """The areas file, where one was sent and is still there."""
        return waiting.waiting(str(self.said("omraden").get("kept", "")))

    def drop_file(self) -> None:
        """The areas file goes."""
        waiting.drop(str(self.said("omraden").get("kept", "")))
