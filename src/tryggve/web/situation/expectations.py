"""What the lägesbild lets expect of each kind, for the week's page: there the same numbers, from all years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tryggve.domain.category import categories
from tryggve.domain.language import _
from tryggve.reports import ids
from tryggve.reports.comparison import TOTAL
from tryggve.reports.tree import Situation
from tryggve.reports.week.expected import WORDS, Verdict

Kept = dict[str, dict[str, list[str]]]
"""Source → code of a kind ("": all) → what was expected, as it is written, and how the number stands to it."""


@dataclass(frozen=True)
class Expectation:
    """What was expected, as the lägesbild writes it, and how the number stands to it."""

    text: str
    verdict: str

    @property
    def verdict_words(self) -> str:
        """In words."""
        return _(WORDS[Verdict(self.verdict)])


def kept_of(situation: Situation) -> Kept:
    """What a draft keeps of them."""
    cells = {cell.id: cell for table in situation.tables() for row in table.rows for cell in row if cell.id}
    unusual = {one.id: one for one in situation.findings if one.key == "level.unusual"}
    found: Kept = {}
    for source in situation.meta.sources:
        for code in (TOTAL, *categories()):
            cell = cells.get(ids.join(ids.join("kinds", source), code or "total", "expected"))
            if cell is None:
                continue
            finding, verdict = unusual.get(ids.join("level", source, code)), Verdict.USUAL
            if finding is not None and finding.interval is not None:
                verdict = Verdict.MORE if (finding.value or 0) > finding.interval[1] else Verdict.FEWER
            found.setdefault(source, {})[code] = [cell.text, verdict.value]
    return found


def expectations(kept: Any, source: str) -> Mapping[str, Expectation]:
    """Those of a source, by code."""
    return {code: Expectation(text, verdict) for code, (text, verdict) in (kept or {}).get(source, {}).items()}
