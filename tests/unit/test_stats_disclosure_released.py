"""Numbers published together and over time: what a reader can subtract must not be small."""

from __future__ import annotations

import numpy as np
import pytest

from tryggve.stats.disclosure.released import audit_released
from tryggve.stats.disclosure.spans import REST, Released

MONTH = 30


def number(classes: str, first: int, last: int, value: int, edition: int = 0) -> Released:
    kinds = tuple(classes)
    return Released("EST", "kind" if kinds else "", kinds, first, last, value, edition)


def document(first: int, last: int, counts: dict[str, int], edition: int, limit: int = 5) -> list[Released]:
    """A public table: small kinds merged until their sum is not small, and all together."""
    kept = sorted((k for k, n in counts.items() if n == 0 or n >= limit), key=lambda k: -counts[k])
    small = [k for k in counts if k not in kept]
    while small and sum(counts[k] for k in small) < limit and kept:
        small.append(kept.pop())
    rows = [number(k, first, last, counts[k], edition) for k in kept]
    rows += [number("".join(sorted(small)), first, last, sum(counts[k] for k in small), edition)] if small else []
    return [*rows, number("", first, last, sum(counts.values()), edition)]


def test_one_kind_small_in_one_month_comes_back_from_the_year() -> None:
    """Twelve months with a 10 each, but June: A has 3 and hides with B. The year shows A: 113 less eleven tens is 3."""
    months = [{"A": 10, "B": 10, "C": 20} | ({"A": 3} if m == 5 else {}) for m in range(12)]
    parts = [row for m, counts in enumerate(months) for row in document(MONTH * m, MONTH * m + 29, counts, m)]
    assert audit_released(parts).derived == ()
    year = document(0, 359, {k: sum(counts[k] for counts in months) for k in "ABC"}, 12)
    found = audit_released([*parts, *year])
    june = [d for d in found.derived if d.target.classes == ("A",) and d.target.spans == ((150, 179),)]
    assert [(d.low, d.high) for d in june] == [(3.0, 3.0)]
    assert found.adjusted == 0


def test_a_week_and_its_month() -> None:
    """All of a month but one day is published beside it: the day is the difference, 2."""
    found = audit_released([number("", 0, 29, 42), number("", 0, 28, 40)])
    assert [(d.target.spans, d.low, d.high) for d in found.derived] == [(((29, 29),), 2.0, 2.0)]
    assert audit_released([number("", 0, 29, 42), number("", 5, 11, 10)]).derived == ()


def test_the_same_month_twice_with_late_reports() -> None:
    """First A is merged with B (7 together); then A is 6 and B is shown as 6, five reports having come late.

    Had nothing come late the numbers would contradict one another: the older ones are taken as changed. That late
    reports only add leaves A of the first edition between 1 and 6.
    """
    first = [number("AB", 0, 29, 7, 1), number("C", 0, 29, 9, 1), number("", 0, 29, 16, 1)]
    second = [number("A", 0, 29, 6, 2), number("B", 0, 29, 6, 2), number("C", 0, 29, 9, 2), number("", 0, 29, 21, 2)]
    found = audit_released([*first, *second])
    assert found.adjusted == 1  # AB of the first edition; its total is printed anew.
    assert found.derived == ()
    assert audit_released([*first, *second], assume="added").derived == ()


def test_an_earlier_number_can_be_given_away_by_a_later_edition() -> None:
    """AB is 6 of A and B together; later AB is 9 and B is shown to be 6: A is 3 now.

    That late reports only add says of the first edition that A was 0..3 and so B 3..6.
    """
    first = [number("AB", 0, 29, 6, 1), number("", 0, 29, 6, 1)]
    second = [number("B", 0, 29, 6, 2), number("AB", 0, 29, 9, 2), number("", 0, 29, 9, 2)]
    found = audit_released([*first, *second])
    assert [(d.target.classes, d.low, d.high) for d in found.derived] == [(("A",), 3.0, 3.0)]
    added = audit_released([*first, *second], assume="added").derived
    assert {("".join(d.target.classes), d.edition, d.low, d.high) for d in added} == {
        ("A", 1, 0.0, 3.0),
        ("B", 1, 3.0, 6.0),
        ("A", 2, 3.0, 3.0),
    }


def test_two_divisions_are_tied_by_their_total() -> None:
    """Kinds sum to 20 and severities to 20 less 17: no table prints the 3, but the total of one serves the other."""
    kinds = [number("A", 0, 29, 12), number("B", 0, 29, 8), number("", 0, 29, 20)]
    level = Released("EST", "severity", ("1",), 0, 29, 17)
    assert audit_released(kinds).derived == ()
    rest = audit_released([*kinds, level]).derived
    assert [(d.target.division, d.target.classes, d.low, d.high) for d in rest] == [("severity", (REST,), 3.0, 3.0)]
    named = Released("EST", "severity", ("1", "2"), 0, 29, 20)
    found = audit_released([*kinds, level, named]).derived
    assert [(d.target.classes, d.low, d.high) for d in found] == [(("2",), 3.0, 3.0)]


def test_what_is_left_of_a_total_is_asked_for() -> None:
    """12 in all and 11 of A: one of other kinds. With a merged row beside it there is nothing left to ask for."""
    for classes in ({"A": 11}, {"A": 6, "B": 5}):
        rows = [number(kind, 1, 7, n) for kind, n in classes.items()]
        found = audit_released([number("", 1, 7, 12), *rows]).derived
        assert [(d.target.classes, d.low, d.high) for d in found] == [((REST,), 1.0, 1.0)]
    assert audit_released([number("", 1, 7, 12), number("A", 1, 7, 12)]).derived == ()
    assert audit_released([number("", 1, 7, 12), number("A", 1, 7, 7)]).derived == ()
    assert audit_released([number("", 1, 7, 16), number("A", 1, 7, 11), number("BC", 1, 7, 5)]).derived == ()


def test_what_is_left_of_a_total_over_time() -> None:
    """Others than A: 9 in a month and 7 in all of it but a day. The day is 2."""
    month = [number("", 0, 29, 40), number("A", 0, 29, 31)]
    short = [number("", 0, 28, 30), number("A", 0, 28, 23)]
    found = {(d.target.classes, d.target.spans): (d.low, d.high) for d in audit_released([*month, *short]).derived}
    assert found == {((REST,), ((29, 29),)): (2.0, 2.0)}


@pytest.mark.parametrize(
    ("first", "last", "value", "says"),
    [
        (1, 7, -3, "value of 'EST' must be a whole number"),
        (1, 7, 1.5, "value of 'EST' must be a whole number"),
        (7, 1, 9, "first_day of 'EST' must be a whole day, not after last_day"),
        (1, 7.5, 9, "first_day of 'EST' must be a whole day"),
        ("a", 7, 9, "first_day and last_day of 'EST' must be numbers"),
        (1, float("nan"), 9, "first_day and last_day of 'EST' holds"),
    ],
)
def test_a_number_that_means_nothing_is_refused(first: int, last: int, value: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        number("", first, last, value)


def test_numbers_of_other_series_are_never_added() -> None:
    other = Released("Polisen", "", (), 0, 28, 40)
    assert audit_released([number("", 0, 29, 42), other]).derived == ()


def test_what_was_open_before_is_told_by_the_same_question() -> None:
    earlier = [number("", 0, 29, 42, 1), number("", 0, 28, 40, 1)]
    planned = [number("", 10, 19, 15, 2)]
    before = {d.target for d in audit_released(earlier, beside=planned).derived}
    after = {d.target for d in audit_released([*earlier, *planned]).derived}
    assert before == after != set()


def test_many_years_the_share_that_comes_back() -> None:
    """Three seeded years of 12 months and 17 kinds: months alone give nothing back, with the year something does."""
    kinds, alone, together = "ABCDEFGHIJKLMNOPQ", 0, 0
    rates = np.array([25, 24, 20, 18, 14, 13, 12, 11, 10, 9.5, 9, 9, 8.5, 8.5, 8, 8, 8])
    for seed in range(3):
        counts = np.random.default_rng(seed).poisson(rates, (12, 17))
        rows = [
            row
            for m in range(12)
            for row in document(MONTH * m, MONTH * m + 29, dict(zip(kinds, counts[m].tolist(), strict=True)), m)
        ]
        alone += len(audit_released(rows).derived)
        year = document(0, 359, dict(zip(kinds, counts.sum(axis=0).tolist(), strict=True)), 12)
        together += len(audit_released([*rows, *year]).derived)
    assert alone == 0
    assert together > 5


def test_nothing_published_says_nothing() -> None:
    assert audit_released([]).derived == ()
