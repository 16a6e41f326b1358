"""What the search for emerging gatherings takes for granted: few figures, none of them from any one town."""

from __future__ import annotations

from dataclasses import dataclass

REFERENCE = (
    "Neill, D. B., Moore, A. W. & Cooper, G. F. (2006). A Bayesian spatial scan statistic. NIPS 18, 1003-1010; Neill, "
    "D. B. & Cooper, G. F. (2010). Mach. Learn. 79, 261-282; near repeats: Marsan, D. & Lengline, O. (2008). Science "
    "319, 1076-1079, and Mohler, G. O. et al. (2011). JASA 106, 100-108."
)

RINGS = (0.0, 25.0, 50.0, 75.0, 100.0, 150.0)
"""Distances (metres) within which the pattern of near repeats is learnt; nothing is taken to follow beyond the last."""

DELAYS = (0, 1, 4, 8, 15, 31)
"""Days after an event, as half-open bands, within which the pattern is learnt."""

HOUSE = 35.0
"""Bandwidth in metres of the usual density of events round a place: about a house and its yard."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The hypotheses and how they are weighed.

    A gathering covers a centre and up to `most_areas` − 1 nearest areas, began up to `longest` − 1 days ago, and brings
    `excess` times the usual number of events of the zone beside the usual ones, less on its first days (`rise`). Its
    kinds are either as usual or, with the weight `even`, all alike. Zones too small to bring `sought` events weigh
    less. Areas with at least `belief` of the belief at a place are named. `past` days teach what is usual, those of
    the last `lag` days not among them.
    """

    most_areas: int = 7
    longest: int = 28
    excess: tuple[float, ...] = (0.8, 2.0)
    rise: tuple[float, ...] = (0.25, 0.75)
    even: float = 0.5
    sought: int = 8
    belief: float = 0.4
    past: int = 730
    lag: int = 28
    most_kinds: int = 8
    fewest_of_kind: int = 50
    finds: int = 8
    floor: float = -3.0
