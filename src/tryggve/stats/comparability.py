"""What two figures must have in common before they may be compared, and which reason stops them."""

from __future__ import annotations

from dataclasses import dataclass

DEFINITION = "definition"
UNIT = "unit"
POPULATION = "population"
DIVISION = "division"
PERIOD = "period"
BREAK = "break"
PRELIMINARY = "preliminary"
"""This one does not stop a comparison by itself: it is said beside it (`cautions`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a figure rests on, as its source states it; "" or None where the source says nothing.

    `definition` names what is counted and by which rule; `unit` what it is given per; `population` the vintage of the
    people it is held against (mean of the year, 31 December); `division` areas and vintage; `start`, `end` its
    period as fractions of years, end excluded (2024.0, 2025.0). `breaks` are the moments at which the series changed.
    """

    definition: str
    unit: str = ""
    population: str = ""
    division: str = ""
    start: float | None = None
    end: float | None = None
    breaks: tuple[float, ...] = ()
    preliminary: bool = False

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError("a period has a start and an end, or neither")
        if self.start is not None and self.end is not None and not self.start < self.end:
            raise ValueError(f"a period ends after it starts, got {self.start} to {self.end}")


def obstacles(one: Basis, other: Basis) -> tuple[str, ...]:
    """Why two figures must not be compared, each reason once; () when nothing known stands against it.

    "definition", "unit", "population", "division" when both state one and they differ; "period" when their periods are
    of different length; "break" when a break of either series lies between the start of the earlier and the end of the
    later figure. What a source does not state stops nothing: it is unknown, and to be said.
    """
    found = [
        name
        for name in (DEFINITION, UNIT, POPULATION, DIVISION)
        if getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
    ]
    if one.start is not None and one.end is not None and other.start is not None and other.end is not None:
        if abs((one.end - one.start) - (other.end - other.start)) > 0.02:
            found.append(PERIOD)
        first, last = min(one.start, other.start), max(one.end, other.end)
        if any(first < moment < last for moment in (*one.breaks, *other.breaks)):
            found.append(BREAK)
    return tuple(found)


def cautions(one: Basis, other: Basis) -> tuple[str, ...]:
    """What stops nothing but is said beside a comparison: "preliminary", and what either does not state, by name."""
    unsaid = [name for name in (UNIT, POPULATION, DIVISION) if not (getattr(one, name) and getattr(other, name))]
    return ((PRELIMINARY,) if one.preliminary or other.preliminary else ()) + tuple(unsaid)
