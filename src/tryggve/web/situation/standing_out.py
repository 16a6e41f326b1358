"""What stands out in a period: from the draft of its lägesbild, or from the view for those who do not see all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from tryggve.domain.language import _
from tryggve.reports import numbers
from tryggve.reports.context import category_title
from tryggve.reports.week.expected import CategoryCount, Verdict
from tryggve.store.database.models import Incident
from tryggve.web.situation.expectations import Expectation, expectations
from tryggve.web.situation.models import Draft
from tryggve.web.situation.seen import Seen


@dataclass(frozen=True)
class StandingOut:
    """Sentences; `built_at` is when they were made, `since` how many reports of the period have come after.

    `expected` is what the draft expects of each kind, where it speaks of just what the view counts.
    """

    sentences: tuple[str, ...]
    built_at: dt.datetime | None = None
    since: int = 0
    expected: Mapping[str, Expectation] = field(default_factory=dict)


def standing_out(seen: Seen) -> StandingOut:
    """One question for the draft and one for what came after it; a reader of less than all gets nothing of either."""
    if not seen.reader.sees_all:
        return StandingOut(tuple(sentences_of(seen)))
    draft = Draft.objects.filter(period=seen.period.label).defer("tree").first()
    if draft is None:
        return StandingOut(tuple(sentences_of(seen)))
    newer = Incident.objects.filter(
        batch_id__gt=draft.batch, last_day__gte=seen.period.first_day, last_day__lte=seen.period.last_day
    )
    since = newer.count()
    same = not since and not seen.filters.is_narrow and seen.view.is_over
    expected = expectations(draft.expected, seen.view.source) if same else {}
    return StandingOut(tuple(draft.standing_out), draft.built_at, since, expected)


def sentences_of(seen: Seen) -> list[str]:
    """Kinds with more or fewer events than was to be expected."""
    rows = [seen.view.total, *seen.view.categories]
    return [_sentence(row) for row in rows if row.verdict in (Verdict.MORE, Verdict.FEWER)]


def _sentence(row: CategoryCount) -> str:
    name = category_title(row.category) if row.category else _("All events")
    expected = "" if row.low is None or row.high is None else numbers.interval(row.low, row.high)
    text = _("{name}: {n}, {verdict} by the last year (expected {expected}).")
    return text.format(name=name, n=numbers.integer(row.n), verdict=row.verdict_words, expected=expected)
