"""Areas by code or name in a register, for columns that hold nothing else."""

from __future__ import annotations

from tryggve.domain.area import UNNAMED, AreaRegister
from tryggve.domain.spelling import fold

AreaKey = tuple[str, str]

AREA_LEVEL = UNNAMED
"""The level of area codes in a file when no areas file tells what they are."""


class AreaCodes:
    """The areas of a register by code and by name."""

    def __init__(self, register: AreaRegister) -> None:
        self._by_code: dict[str, list[AreaKey]] = {}
        self._by_name: dict[str, list[AreaKey]] = {}
        for area in register.areas:
            self._by_code.setdefault(area.code, []).append((area.level, area.code))
            for name in {fold(name) for name in (area.name, *area.aliases)}:
                self._by_name.setdefault(name, []).append((area.level, area.code))

    def meant(self, text: str) -> tuple[AreaKey, ...]:
        """(level, code) of the areas a text means: by exact code, else by name or other name."""
        return tuple(self._by_code.get(text) or self._by_name.get(fold(text), []))
