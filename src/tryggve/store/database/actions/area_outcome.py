"""What areas come from, what placing needs, and what became of what the store holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.area_eras import KnownAreas
from tryggve.domain.area_overlap import Overlap
from tryggve.domain.placing import Placer
from tryggve.store.database.actions.area_moves import Moved
from tryggve.store.database.actions.placing import Replaced
from tryggve.store.database.divisions import Change


@dataclass(frozen=True)
class Tools:
    """What the store cannot do by itself, for it knows no shapes.

    `whole`: areas and a name → the municipality that they make up. `overlap`: how the areas of two divisions share
    surface. `placer`: what is known of areas now and what was until then → who places by them.
    """

    whole: Callable[[Sequence[Area], str], Area]
    overlap: Callable[[Sequence[Area], Sequence[Area]], Sequence[Overlap]]
    placer: Callable[[KnownAreas, KnownAreas], Placer]


@dataclass(frozen=True)
class AreasFile:
    """The file that areas come from; `mend`: those without a vintage replace the division that has none either."""

    name: str
    sha256: str
    register: AreaRegister
    mend: bool = False


@dataclass(frozen=True)
class AreasOutcome:
    """What an import of areas, or another choice among them, did; `batch` is None where it changed nothing.

    `superseded`: divisions that are no longer in use. `beside`: divisions of the file that are not in use. `moved`: per
    level the reports that lost or gained an area. `old_promises`: promises to report for areas of divisions that are
    not in use, of which it is not known which areas of today hold them. `nowhere`: per level in use the reports that
    count and have no area there. `kept_whole`: the store has an outline of the municipality, so the sum of the areas
    was not used.
    """

    batch: int | None
    changes: tuple[Change, ...] = ()
    superseded: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    kept_whole: bool = False
    incidents: Replaced = field(default_factory=Replaced)
    moved: tuple[Moved, ...] = ()
    counts: int = 0
    agreements: int = 0
    nowhere: Mapping[str, int] = field(default_factory=dict)
    old_promises: int = 0
