"""Near pairs of events and the usual density round each: loops over a grid of cells as wide as the reach."""

from __future__ import annotations

import math

from numba import njit


@njit(cache=True, nogil=True)
def near(  # type: ignore[no-untyped-def]
    x, y, day, kind, cell_x, cell_y, start, member, across, down, reach, last_delay, past, house, usual, own, pairs
):
    """Count (and, where `pairs` int64[n, 3] has room, write) pairs (later, earlier, days) of one kind, near in both.

    Events are in order of day; cell c holds `member[start[c]:start[c + 1]]` in that order. `usual` and `own` [n] become
    the sums over events of any kind and of the same kind, more than `last_delay` and at most `past` days before and
    within `reach`, of a Gaussian of bandwidth `house` scaled to a mean of one over the disc.
    """
    found = 0
    inside = 1.0 - math.exp(-reach * reach / (2.0 * house * house))
    peak = reach * reach / (2.0 * house * house) / inside
    for i in range(len(x)):
        usual[i] = 0.0
        own[i] = 0.0
        for cx in range(max(0, cell_x[i] - 1), min(across, cell_x[i] + 2)):
            for cy in range(max(0, cell_y[i] - 1), min(down, cell_y[i] + 2)):
                cell = cx * down + cy
                for q in range(start[cell], start[cell + 1]):
                    j = member[q]
                    if j >= i:
                        break
                    days = day[i] - day[j]
                    if days > past:
                        continue
                    square = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2
                    if square >= reach * reach:
                        continue
                    if days <= last_delay:
                        if kind[i] == kind[j]:
                            if found < len(pairs):
                                pairs[found, 0] = i
                                pairs[found, 1] = j
                                pairs[found, 2] = days
                            found += 1
                    else:
                        weight = peak * math.exp(-square / (2.0 * house * house))
                        usual[i] += weight
                        if kind[i] == kind[j]:
                            own[i] += weight
    return found
