"""What the chapters of a draft share: the matter, the question, and all comparisons made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tryggve.domain.indicator import Indicator
from tryggve.reports.municipal.before import Earlier
from tryggve.reports.municipal.held import Held, held
from tryggve.reports.municipal.matter import Matter
from tryggve.reports.municipal.trends import TrendOfPiece, trends
from tryggve.reports.tree import Audience


@dataclass(frozen=True, eq=False)
class DraftRequest:
    """For whom the draft is, and an earlier one to tell what changed since."""

    audience: Audience = Audience.INTERNAL
    previous: Earlier | None = None

    @property
    def public(self) -> bool:
        """Whether it is for everybody."""
        return self.audience is not Audience.INTERNAL


@dataclass(frozen=True, eq=False)
class Context:
    """The matter with its comparisons."""

    matter: Matter
    request: DraftRequest

    @cached_property
    def held(self) -> Mapping[tuple[str, str], Held]:
        """Every comparison by indicator and what with."""
        return held(self.matter)

    @cached_property
    def trends(self) -> Mapping[str, tuple[TrendOfPiece, ...]]:
        """The change a year of every series of reported offences, by indicator."""
        return trends(self.matter)

    def indicator(self, id: str) -> Indicator:
        """An indicator of the catalog."""
        return self.matter.indicators[id]
