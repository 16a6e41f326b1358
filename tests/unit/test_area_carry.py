"""An area of one division in another: by surface, in both directions, and nothing where nothing is known."""

from __future__ import annotations

import pytest

from tryggve.domain.area_carry import AreaCarry, Covered
from tryggve.domain.area_eras import Eras
from tryggve.domain.area_overlap import Overlap, kind_of

OLD, NEW = "stadsdel@2022", "stadsdel@2026"


def pair(first: str, second: str, share: float, back: float, *, is_edge: bool = False) -> Overlap:
    return Overlap(first, second, 1e6 * share, share, back, kind_of(share, back, is_edge=is_edge))


CARRY = AreaCarry(
    {
        (OLD, NEW): [
            pair("A", "A", 0.36, 1.0), pair("A", "B", 0.64, 1.0), pair("C", "C", 0.995, 0.992),
            pair("D", "E", 1.0, 0.5), pair("F", "E", 1.0, 0.5), pair("G", "H", 0.989, 0.5),
            pair("G", "C", 0.005, 0.005, is_edge=True), pair("I", "J", 1.0, 0.4), pair("I", "K", 1.0, 0.4),
        ]
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "into"), [("A", ""), ("C", "C"), ("D", "E"), ("F", "E"), ("G", ""), ("I", ""), ("unknown", "")]
)
def test_an_area_is_in_another_only_where_that_holds_it(code: str, into: str) -> None:
    assert CARRY.inside((OLD, code), NEW) == into
    assert CARRY.inside((OLD, code), OLD) == code
    assert CARRY.inside((OLD, code), "stadsdel@2030") == ""


def test_the_way_back() -> None:
    assert [CARRY.inside((NEW, code), OLD) for code in "ABCE"] == ["A", "A", "C", ""]


def test_what_a_promise_covers() -> None:
    assert CARRY.covered((OLD, "A"), NEW) == Covered(("A", "B"))
    assert CARRY.covered((OLD, "G"), NEW) == Covered((), ("H",))
    assert CARRY.covered((NEW, "E"), OLD) == Covered(("D", "F"))
    assert CARRY.covered((OLD, "C"), OLD) == Covered(("C",))
    assert CARRY.covered((OLD, "unknown"), NEW) is None


def test_what_was_in_use_when_a_batch_came() -> None:
    eras = Eras().then(2, [OLD, "municipality"]).then(5, [OLD, "regso@2025"]).then(8, [NEW, "regso@2025"])
    first = {"stadsdel": OLD, "regso": "regso@2025"}
    assert [eras.at(batch) for batch in (1, 3, 6)] == [first] * 3
    assert eras.at(9) == {"stadsdel": NEW, "regso": "regso@2025"}
    assert eras.then(10, [OLD]).at(9) == eras.at(9)
    assert eras.then(10, [OLD]).at(11) == first
