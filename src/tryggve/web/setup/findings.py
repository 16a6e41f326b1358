"""What `tryggve doctor` found: each thing it looked at, what is wrong with it and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing stands."""

    RIGHT = "right"
    LOOK = "look"  # works, and somebody should know
    WRONG = "wrong"  # must be mended


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` says what to do; "" where nothing is to be done."""

    what: str
    state: State = State.RIGHT
    told: str = ""
    mend: str = ""
    municipality: str = ""

    def plain(self) -> dict[str, str]:
        """For other programs."""
        return {name: str(value) for name, value in asdict(self).items()}


def wrong(what: str, told: str, mend: str, municipality: str = "") -> Finding:
    """Something that must be mended."""
    return Finding(what, State.WRONG, told, mend, municipality)


def look(what: str, told: str, mend: str, municipality: str = "") -> Finding:
    """Something that somebody should know."""
    return Finding(what, State.LOOK, told, mend, municipality)
