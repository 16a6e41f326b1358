"""What one part of the web tells, and others may answer: each hook is a list of functions that `web.wiring` connects.

They are called inside the transaction of what they tell of, so all of it happens or none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hook(Generic[P, R]):
    """A thing that is told or asked. Called in the order of connection; what they answer comes as a list."""

    def __init__(self) -> None:
        self._answers: list[Callable[P, R]] = []

    def connect(self, answer: Callable[P, R]) -> None:
        """Have a function called; once, however often it is connected."""
        if answer not in self._answers:
            self._answers.append(answer)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """Tell, or ask."""
        return [answer(*args, **kwargs) for answer in self._answers]
