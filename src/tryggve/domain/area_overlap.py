"""How the areas of two divisions share surface, and what that says of a count that is to be moved between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

WHOLE_SHARE = 0.99
"""So large a part of an area counts as all of it: two outlines of the same border are never drawn alike."""

EDGE_SHARE = 0.01
"""So small a part of both areas may be a difference between two drawings of the same border …"""

EDGE_WIDTH_M = 50.0
"""… where it is also no wider on average than this: SCB draws RegSO to within 10 to 50 metres."""


class OverlapKind(StrEnum):
    """What two areas of two divisions are to each other, seen from the first."""

    SAME = "same"  # at least 99 % of each lies in the other
    WITHIN = "within"  # at least 99 % of the first lies in the second
    PART = "part"  # they share more than a difference of drawing, and no more can be said
    EDGE = "edge"  # a strip along a border that two hands have drawn


@dataclass(frozen=True)
class Overlap:
    """The surface that an area of one division shares with one of another; shares of the whole areas, 0 to 1.

    `low` and `high` bound the part of a count for the first area that can have happened in the second. Surface says
    nothing of where in an area things happen: of a part it can be nothing or all.
    """

    from_code: str
    to_code: str
    shared_m2: float
    share_of_from: float
    share_of_to: float
    kind: OverlapKind

    @property
    def low(self) -> float:
        """The least part of a count for the first area that belongs to the second."""
        return 1.0 if self.kind in (OverlapKind.SAME, OverlapKind.WITHIN) else 0.0

    @property
    def high(self) -> float:
        """The largest such part."""
        return 0.0 if self.kind is OverlapKind.EDGE else 1.0

    def reversed(self) -> Overlap:
        """The same surface seen from the second area."""
        turned = replace(
            self, from_code=self.to_code, to_code=self.from_code, share_of_from=self.share_of_to,
            share_of_to=self.share_of_from,
        )  # fmt: skip
        is_edge = self.kind is OverlapKind.EDGE
        return replace(turned, kind=kind_of(turned.share_of_from, turned.share_of_to, is_edge=is_edge))


def kind_of(share_of_from: float, share_of_to: float, *, is_edge: bool) -> OverlapKind:
    """The kind of an overlap by the shares of both areas; `is_edge` where it is a strip along a border."""
    if is_edge:
        return OverlapKind.EDGE
    if share_of_from < WHOLE_SHARE:
        return OverlapKind.PART
    return OverlapKind.SAME if share_of_to >= WHOLE_SHARE else OverlapKind.WITHIN
