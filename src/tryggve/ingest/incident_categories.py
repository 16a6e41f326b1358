"""The category of each row: our code for the source's text, or a fault that names the nearest ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tryggve.domain.category import OTHER, categories
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import _
from tryggve.ingest.bound_columns import BoundColumns
from tryggve.ingest.category_texts import category_texts, nearest_categories
from tryggve.ingest.faults import Faults

_MOST_NAMED = 20


def read_categories(
    bound: BoundColumns, events: NDArray[np.bool_], faults: Faults
) -> tuple[Coded, NDArray[np.bool_], tuple[str, ...]]:
    """Per row the code ("" where the row is no event), whether the source's category is a mixed one, and notes."""
    texts, profile = bound.texts("category"), bound.profile
    found = category_texts(profile, texts.values)
    unknown = [i for i, known in enumerate(found) if known is None]
    notes: tuple[str, ...] = ()
    if profile.unknown_category == OTHER:
        notes = _others(bound, texts, unknown, events)
    else:
        for (what, how), alike in _unknown_categories(texts, unknown, bound).items():
            wrong = np.zeros(len(texts.values), bool)
            wrong[alike] = True
            faults.add_codes(wrong, bound.heading("category"), texts, what, how, events)
    codes = tuple(known.code if known else OTHER for known in found)
    mixed = np.array([known is not None and known.mixed for known in found])[texts.codes]
    category = Coded.concat([Coded(texts.codes, codes)])
    none = Coded(np.where(events, category.codes, len(category.values)).astype(np.int32), (*category.values, ""))
    return none, mixed & events, notes


def _unknown_categories(texts: Coded, unknown: Sequence[int], bound: BoundColumns) -> dict[tuple[str, str], list[int]]:
    """By what is wrong and how to mend it the codes of the unknown texts."""
    near = nearest_categories([texts.values[i] for i in unknown], bound.profile)
    every = _("Use one of: {names}.").format(names=", ".join(category.name for category in categories().values()))
    not_known = _("The category is not known.")
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, names in zip(unknown, near, strict=True):
        if not texts.values[i]:
            fault = _("The category is missing."), _("Write what happened; “övrigt” where no category fits.")
        elif names:
            fault = not_known, _("Did you mean: {names}?").format(names=", ".join(names))
        else:
            fault = not_known, every
        found[fault].append(i)
    return found


def _others(bound: BoundColumns, texts: Coded, unknown: Sequence[int], events: NDArray[np.bool_]) -> tuple[str, ...]:
    counts = np.bincount(texts.codes[events], minlength=len(texts.values))
    number = Counter({texts.values[i]: int(counts[i]) for i in unknown if counts[i]})
    total = sum(number.values())
    if not total:
        return ()
    if not bound.has_column("category"):
        return (_("The file has no category: all {n} rows become “övrigt”. A profile can state one.").format(n=total),)
    empty = _("(empty)")
    named = [f"{text or empty} {n}" for text, n in sorted(number.items(), key=lambda e: (-e[1], e[0]))]
    shown = ", ".join(named[:_MOST_NAMED]) + (" …" if len(named) > _MOST_NAMED else "")
    return (_("Categories without a counterpart became “övrigt” ({n} rows): {types}.").format(n=total, types=shown),)
