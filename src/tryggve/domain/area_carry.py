"""What an area of one division is in another, by the surface they share: never by a code that both happen to have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tryggve.domain.area_overlap import Overlap, OverlapKind

_WHOLE = (OverlapKind.SAME, OverlapKind.WITHIN)
AreaRef = tuple[str, str]
"""The key of a division and the code of an area in it."""


@dataclass(frozen=True)
class Covered:
    """What a promise to report for an area says of another division: areas it is for, and areas it may be for."""

    surely: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()


class AreaCarry:
    """Carries areas between the divisions that have been compared; each pair of divisions is given once."""

    def __init__(self, overlaps: Mapping[tuple[str, str], Iterable[Overlap]]) -> None:
        self._of: dict[tuple[str, str, str], list[tuple[Overlap, Overlap]]] = defaultdict(list)
        for (first, second), pairs in overlaps.items():
            for pair in pairs:
                back = pair.reversed()
                self._of[first, pair.from_code, second].append((pair, back))
                self._of[second, pair.to_code, first].append((back, pair))

    def inside(self, area: AreaRef, to: str) -> str:
        """The code of the area of another division that is the same or holds it; "" where that is not known."""
        key, code = area
        if key == to:
            return code
        found = [there.to_code for there, _back in self._of.get((key, code, to), ()) if there.kind in _WHOLE]
        return found[0] if len(found) == 1 else ""

    def covered(self, area: AreaRef, to: str) -> Covered | None:
        """What a promise for an area covers in another division; None where its outline has never been compared."""
        key, code = area
        if key == to:
            return Covered((code,))
        pairs = self._of.get((key, code, to))
        if pairs is None:
            return None
        whole = [there.to_code for there, back in pairs if there.kind in _WHOLE or back.kind in _WHOLE]
        part = [there.to_code for there, _back in pairs if there.kind is OverlapKind.PART]
        return Covered(tuple(whole), tuple(code for code in part if code not in whole))
