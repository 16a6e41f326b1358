"""No text makes the search for personal data slow: no unbounded repetition, and time in step with size."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import numpy as np
import pytest

from tryggve.domain.incident_table import Coded
from tryggve.ingest.privacy import find, scan
from tryggve.ingest.privacy_patterns import PATTERNS

LONGEST = 120
"""No pattern takes in more characters than this, so no start costs more than a fixed number of steps."""


def repetitions(parsed: Iterable[Any]) -> Iterable[tuple[int, int]]:
    """(depth, most) of every repetition in a parsed pattern."""
    for operator, argument in parsed:
        if operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
            _least, most, inner = argument
            yield 1, int(most)
            yield from ((depth + 1, int(most) * inner_most) for depth, inner_most in repetitions(inner))
        elif operator is _constants.SUBPATTERN:
            yield from repetitions(argument[3])
        elif operator is _constants.BRANCH:
            for branch in argument[1]:
                yield from repetitions(branch)
        elif operator in (_constants.ASSERT, _constants.ASSERT_NOT):
            yield from repetitions(argument[1])


def most_repeated(pattern: str) -> int:
    return max((most for _depth, most in repetitions(_parser.parse(pattern))), default=1)


def test_the_check_sees_unbounded_and_nested_repetition() -> None:
    assert most_repeated("a+") >= int(_constants.MAXREPEAT)
    assert most_repeated("(?:a{1,30}){1,30}") == 900
    assert most_repeated("a(?=(b|c{7}))") == 7
    assert most_repeated("abc") == 1


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.kind.value)
def test_no_pattern_repeats_without_bound(pattern: Any) -> None:
    for expression in (pattern.gate, pattern.form):
        assert isinstance(expression, re.Pattern)
        parts = 4 if pattern.kind.value == "email" else 1  # of a domain, each of at most 63 characters
        assert most_repeated(expression.pattern) <= 64 * parts
        assert _parser.parse(expression.pattern).getwidth()[1] <= LONGEST * parts


HOSTILE = (
    "0", "1 ", "850312-", "850312-1238 ", "85 03 12 ", "@", "a@", "a@a.", "a.", "07", "070-", "0 12 ", "08-12 ", "+46",
    "+4", "ABC 1", "ABC 12", "abc", "Storgatan ", "Storgatan 12 ", "gatan 1", "Norra ", "lgh ", "K1", "K 1-",
    "5000-K", "é 1", "-1",
)  # fmt: skip


def seconds(text: str) -> float:
    begin = time.process_time()
    find(text)
    return time.process_time() - begin


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_size_and_not_with_its_square(unit: str) -> None:
    small, large = ((unit * (size // len(unit) + 1))[:size] for size in (31_250, 250_000))
    # Eight times the text: 8 if linear, 64 if quadratic. What takes no time at all cannot be compared.
    assert min(seconds(large) for _i in range(2)) < 24 * max(min(seconds(small) for _i in range(3)), 0.002)


def test_three_hundred_thousand_short_texts() -> None:
    rng = np.random.default_rng(5)
    places = ["torget", "skolan", "parken", "stationen", "Storgatan 12", "gallerian kl 21:30"]
    texts = [
        f"Klotter och skadegörelse vid {places[i]}, {'ab'[i % 2]}{j:b}"
        for j, i in enumerate(rng.integers(0, 6, 300_000))
    ]
    texts = [text.replace("0", "o").replace("1", "l") if i % 5 else text for i, text in enumerate(texts)]
    column = Coded(np.arange(len(texts), dtype=np.int32), tuple(texts))
    begin = time.process_time()
    counted = scan(column)
    assert time.process_time() - begin < 3.0  # about one second on an idle core
    assert counted.any_rows > 0
