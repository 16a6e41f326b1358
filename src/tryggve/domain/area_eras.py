"""Which divisions were in use when something came in: a code is read in the division of its time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tryggve.domain.area import MUNICIPALITY, Area, AreaRegister, level_of
from tryggve.domain.area_carry import AreaCarry


@dataclass(frozen=True)
class Eras:
    """The keys of the divisions that each batch with areas left in use, in the order of the batches."""

    uses: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def at(self, batch: int) -> dict[str, str]:
        """Level → division for what a batch brought; of a level that had none by then, the first that came."""
        found: dict[str, str] = {}
        for since, keys in self.uses:
            for key in keys:
                if since < batch or level_of(key) not in found:
                    found[level_of(key)] = key
        found.pop(MUNICIPALITY, None)
        return found

    def then(self, batch: int, keys: Iterable[str]) -> Eras:
        """With what another batch leaves in use."""
        return Eras((*self.uses, (batch, tuple(keys))))


@dataclass(frozen=True)
class KnownAreas:
    """All that is known of areas at a moment. `divisions`: the areas of each by its key, in order; `came`: its batch.

    `in_use`: the keys of those in use, the municipality among them.
    """

    municipality: str
    crs: str
    divisions: Mapping[str, tuple[Area, ...]]
    came: Mapping[str, int]
    in_use: tuple[str, ...]
    eras: Eras
    carry: AreaCarry

    def register(self) -> AreaRegister | None:
        """The areas in use; None where there are none."""
        return self._of(set(self.in_use))

    def everything(self) -> AreaRegister | None:
        """The areas of all divisions; None where there are none."""
        return self._of(set(self.divisions))

    def at(self, batch: int) -> AreaRegister | None:
        """The areas that what a batch brought is read in."""
        return self._of({*self.eras.at(batch).values(), MUNICIPALITY})

    def used(self) -> dict[str, str]:
        """Level → the division in use, the municipality left out."""
        return {level_of(key): key for key in self.in_use if key != MUNICIPALITY}

    def _of(self, keys: set[str]) -> AreaRegister | None:
        areas = tuple(
            area for key, own in self.divisions.items() if key in keys for area in self._with_parents(key, own, keys)
        )
        return AreaRegister(self.municipality, areas, self.crs) if areas else None

    def _with_parents(self, key: str, areas: tuple[Area, ...], keys: set[str]) -> tuple[Area, ...]:
        """The code of a parent is of the division that was in use when its child came, and is carried from there."""
        then = set(self.eras.at(self.came[key] + 1).values()) - {key}
        strange = keys - then - {key, MUNICIPALITY}
        if not strange:
            return areas
        codes = {area.code for other in strange for area in self.divisions.get(other, ())}
        return tuple(
            replace(area, parent=self._parent(area.parent, then, keys)) if area.parent in codes else area
            for area in areas
        )

    def _parent(self, code: str, then: set[str], keys: set[str]) -> str:
        meant = [key for key in then if any(area.code == code for area in self.divisions.get(key, ()))]
        if set(meant) & keys or len(meant) != 1:
            return code if set(meant) & keys else ""
        to = [key for key in keys if level_of(key) == level_of(meant[0])]
        return self.carry.inside((meant[0], code), to[0]) if len(to) == 1 else ""
