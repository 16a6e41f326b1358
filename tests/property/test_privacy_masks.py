"""Laws of masking: what has the form of personal data is found wherever it stands, and only that is changed."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tryggve.domain.incident_table import Coded
from tryggve.ingest.privacy import find, flags, kind_name, mask, to_judge
from tryggve.ingest.privacy_patterns import NO_PLATES

ALPHABET = "0123456789 -+.,:@()/abckxABCKX åÄgatanvägen\u00a0\n*"
anything = st.text(st.sampled_from(ALPHABET), max_size=120) | st.text(max_size=60)
# Pieces of reports, put together in any order: names, cues, nicknames, signs.
PIECES = (
    "Ali anna KALLE Björn sten Hodžić Zqarb läraren heter kallas för alias @kalle_98 snap: kalle98 ”Räven” von "
    "al-Khatib A. K och på i vid hos sprang muslim svart jacka han misstänks . , \n - ' ” "
    "Storgatan 12 070-123 45 67 a@b.se"
).split(" ")
pieces = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)
# Words that touch no pattern: letters, then something that is neither letter, digit nor dash.
before = st.sampled_from(["", "Pojken (", "se: ", "enligt ", "\n", "ring\t"])
after = st.sampled_from(["", ".", " sprang", ")", ", sedan", "\n"])


def check_digit(nine: str) -> int:
    doubled = [int(digit) * (2 - i % 2) for i, digit in enumerate(nine)]
    return -sum(value - 9 if value > 9 else value for value in doubled) % 10


@st.composite
def personnummer(draw: st.DrawFn) -> str:
    """A valid personnummer or samordningsnummer in one of the forms people write."""
    born = draw(st.dates(dt.date(1900, 1, 1), dt.date(2030, 12, 31)))
    date = f"{born:%y%m}{born.day + draw(st.sampled_from([0, 60])):02d}"
    serial = f"{draw(st.integers(1, 999)):03d}"
    century = draw(st.sampled_from(["", f"{born:%Y}"[:2]]))
    separator = draw(st.sampled_from(["", "-", "+", " ", " - ", "–"]))
    return f"{century}{date}{separator}{serial}{check_digit(date + serial)}"


@given(personnummer(), before, after)
def test_every_valid_personnummer_is_found_in_every_form(number: str, lead: str, tail: str) -> None:
    text = lead + number + tail
    (finding,) = find(text)
    assert (finding.kind.value, text[finding.start : finding.end]) == ("personnummer", number)


@given(
    st.sampled_from(["70", "72", "73", "76", "79"]),
    st.integers(0, 9_999_999),
    st.sampled_from(["0{}-{} {} {}", "0{} {} {} {}", "+46 {} {} {} {}", "0{}-{}{}{}", "0046{}{}{}{}"]),
    before,
    after,
)
def test_every_mobile_number_is_found(prefix: str, rest: int, form: str, lead: str, tail: str) -> None:
    digits = f"{rest:07d}"
    number = form.format(prefix, digits[:3], digits[3:5], digits[5:])
    (finding,) = find(lead + number + tail)
    assert finding.kind.value == "phone"
    assert (finding.start, finding.end) == (len(lead), len(lead) + len(number))


@given(st.text("ABCDEFGHJKLMNOPRSTUWXYZ", min_size=3, max_size=3), st.integers(0, 999), before, after)
def test_a_plate_is_masked_unless_it_is_an_abbreviation(letters: str, number: int, lead: str, tail: str) -> None:
    found = [finding.kind.value for finding in find(f"{lead}{letters} {number:03d}{tail}")]
    # "LGH 123" is the number of a flat.
    other = ["address"] if letters == "LGH" else []
    assert found == (other if letters in NO_PLATES else ["registration_plate"])


@given(anything)
def test_findings_are_in_order_apart_and_inside_the_text(text: str) -> None:
    found = find(text)
    ends = [0, *(end for finding in found for end in (finding.start, finding.end)), len(text)]
    assert ends == sorted(ends)
    assert all(finding.start < finding.end for finding in found)


@given(anything)
def test_only_what_was_found_is_changed(text: str) -> None:
    found = find(text)
    expected, at = "", 0
    for finding in found:
        expected += text[at : finding.start] + f"[{kind_name(finding.kind)}]"
        at = finding.end
    assert mask(text) == expected + text[at:]
    assert found or mask(text) == text


@given(anything, anything)
def test_what_stands_on_another_line_changes_nothing(one: str, other: str) -> None:
    shift = len(one) + 2
    apart = [*find(one), *(type(f)(f.kind, f.start + shift, f.end + shift) for f in find(other))]
    assert find(f"{one}\n\n{other}") == apart


@given(anything | pieces)
def test_what_was_found_is_gone_and_the_rest_is_there(text: str) -> None:
    found = find(text)
    kept, at = [], 0
    for finding in found:
        kept.append(text[at : finding.start])
        at = finding.end
    rest = mask(text)
    for part in [*kept, text[at:]]:
        assert part in rest
        rest = rest[rest.index(part) + len(part) :]
    assert all(text[finding.start : finding.end].strip() for finding in found)


@given(anything | pieces)
def test_findings_to_judge_lie_in_the_text_in_order_and_are_told(text: str) -> None:
    judged = to_judge(text)
    assert all(0 <= one.start < one.end <= len(text) for one in judged)
    assert [one.start for one in judged] == sorted(one.start for one in judged)
    told = flags(Coded.of([text]))[0]
    assert told == {one.kind.value for one in judged} | {one.kind.value for one in find(text)}


@given(pieces)
def test_a_text_searched_twice_gives_the_same(text: str) -> None:
    assert find(text) == find(text)
    assert to_judge(text) == to_judge(text)


@given(
    st.sampled_from("anna Hassan Wojciech faduma Máret KAIJA emir zeynep".split()),
    st.sampled_from(["pratade med {} igår", "{} sprang hem", "{}s cykel är borta", "ringde {}.", "({})"]),
)
def test_a_listed_name_is_found_wherever_it_stands(name: str, sentence: str) -> None:
    text = sentence.format(name)
    assert any(name in text[finding.start : finding.end] for finding in find(text))
