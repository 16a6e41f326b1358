"""When two reports may tell of the same event: one rule, for who reports and for who reads.

Whoever reads the reports is shown the distance as it is. Whoever reports is told by squares and spans that lie still,
which must hold all that the reader's rule holds: what the inbox marks as alike was asked about before it was sent.
"""

from __future__ import annotations

NEAR_M = 300
"""So near in each direction."""

HOURS = 12
"""So near in time."""

SQUARE_M = 200
"""Nobody learns by asking again and again where a report lies closer than by squares of this side."""

SPAN_S = 6 * 3600
"""Nor when, closer than by spans of this length."""

ASKED_M = NEAR_M + SQUARE_M // 2
"""From the nearest corner of squares: at least `NEAR_M` from anywhere, at most a square more."""

ASKED_S = HOURS * 3600 + SPAN_S // 2
"""From the nearest end of spans: at least `HOURS` from any time, at most a span more."""

LONGEST_S = 3 * 24 * 3600
"""Who says a longer time than from Friday to Monday means no one event: asked of weeks, the answer would be a count of
what others have told, to people who may not see it. Who reads is shown what lies in it all the same.
"""
