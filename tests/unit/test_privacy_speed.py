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
from tryggve.ingest import person_catalog, person_judge, person_nicknames, person_words
from tryggve.ingest.privacy import find, scan, to_judge
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


@pytest.mark.parametrize("module", [person_judge, person_nicknames])
def test_no_pattern_of_persons_repeats_without_bound(module: Any) -> None:
    patterns = [value for value in vars(module).values() if isinstance(value, re.Pattern)]
    assert patterns
    for pattern in patterns:
        if pattern is not person_words.WORD and pattern is not person_judge._SENTENCES:  # these take all in one pass
            assert most_repeated(pattern.pattern) <= 62


HOSTILE = (
    "0", "1 ", "850312-", "850312-1238 ", "85 03 12 ", "@", "a@", "a@a.", "a.", "07", "070-", "0 12 ", "08-12 ", "+46",
    "+4", "ABC 1", "ABC 12", "abc", "Storgatan ", "Storgatan 12 ", "gatan 1", "Norra ", "lgh ", "K1", "K 1-",
    "5000-K", "é 1", "-1", "Ali ", "ali, ", "heter ", "kallas ", "kallas för ", "@a_",
    "a_1", "'", "\"A", "Xa-", "von ", "A. ",
    "snap: a1", "k\u0301", "Räven och ", "säger X till honom ", "\n",
)  # fmt: skip


def seconds(text: str) -> float:
    begin = time.process_time()
    find(text)
    return time.process_time() - begin


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_size_and_not_with_its_square(unit: str) -> None:
    small, large = ((unit * (size // len(unit) + 1))[:size] for size in (10_000, 80_000))
    # Eight times the text: 8 if linear, 64 if quadratic; a busy machine has been seen to make 8 into 29.
    # What takes no time at all cannot be compared.
    assert min(seconds(large) for _i in range(3)) < 40 * max(min(seconds(small) for _i in range(3)), 0.001)


@pytest.mark.parametrize(
    "text",
    [
        "Klotter och skadegörelse vid torget, spring och skrik sent på kvällen igen",
        "Större samling vid lekplatsen, ett trettiotal. Väktare är informerade om det.",
        "STÖKIGT VID STATIONEN IGÅR KVÄLL, MÅNGA UNGDOMAR OCH HÖG MUSIK",
    ],
)
def test_a_text_without_findings_costs_little(text: str) -> None:
    assert (find(text), to_judge(text)) == ([], [])
    rounds = []
    for _round in range(10):
        begin = time.process_time()
        for _i in range(200):
            find(text)
        rounds.append((time.process_time() - begin) / 200)
    assert min(rounds) < 60e-6  # 5 to 15 microseconds on an idle core


def test_the_lists_are_read_once_and_quickly() -> None:
    person_catalog.names.cache_clear()
    begin = time.process_time()
    size = len(person_catalog.names())
    assert time.process_time() - begin < 0.5  # 0.05 seconds on an idle core
    assert size > 100_000
    assert person_catalog.names() is person_catalog.names()


def test_what_is_remembered_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_words, "_MOST_REMEMBERED", 100)
    person_words.JUDGED.clear()
    find(" ".join(f"ord{'abcdefghij'[i % 10] * (i // 10 + 1)}" for i in range(300)))
    assert len(person_words.JUDGED) <= 100


def test_many_short_texts_each_with_a_word_not_seen_before() -> None:
    rng = np.random.default_rng(5)
    places = ["torget", "skolan", "parken", "stationen", "Storgatan 12", "gallerian kl 21:30"]
    texts = [
        f"Klotter och skadegörelse vid {places[i]}, {'ab'[i % 2]}{j:b}"
        for j, i in enumerate(rng.integers(0, 6, 20_000))
    ]
    texts = [text.replace("0", "o").replace("1", "l") if i % 5 else text for i, text in enumerate(texts)]
    column = Coded(np.arange(len(texts), dtype=np.int32), tuple(texts))
    # How long 300 000 take is measured by make bench.
    counted = scan(column)
    assert counted.any_rows > 0
