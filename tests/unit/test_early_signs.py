"""The questions on early signs, what is told of them, and what keeps a summary back."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tryggve.catalog import names_in, read_text, read_toml
from tryggve.domain import early_signs
from tryggve.domain.early_signs import SCALE, SIGN_NAMES, WITHHELD_NAMES, Sign, Withheld, read_set, shipped, withheld
from tryggve.domain.language import use_language
from tryggve.reports.early_signs import counted, kept_back, measured, shifted

IDS = [one.id for one in shipped().questions]
POLICE_CLASSES = re.compile(r"utsatt\w*\s+område|riskområde|vulnerable area|risk area", re.IGNORECASE)
OF_PERSONS = re.compile(
    r"\b(vem|vilka personer|namn|namngiven|ålder|kön|etnicitet|ursprung|religion|who is|whose|ethnic\w*|religio\w*)\b",
    re.IGNORECASE,
)


def test_each_question_has_words_source_and_a_day_of_review() -> None:
    assert len(IDS) == len(set(IDS)) == 16
    assert [len(one.questions) for one in shipped().groups] == [4] * 4
    for name in names_in("early_signs"):
        told = read_toml(f"early_signs/{name}.toml")
        assert "Polismyndigheten" in told["source"]
        assert told["reviewed"].year >= 2026
    for language in ("sv", "en"):
        with use_language(language):
            assert all(one.words.endswith("?") and one.name and one.criterion for one in shipped().questions)


def test_no_question_names_a_class_of_the_police_or_asks_of_persons() -> None:
    """The page where the police publish their criteria is called by its name once a file, as the source."""
    for one in shipped().questions:
        for words in (*one.texts.values(), *one.names.values()):
            assert not POLICE_CLASSES.search(words), words
            assert not OF_PERSONS.search(words), words
    for name in names_in("early_signs"):
        lines = read_text(f"early_signs/{name}.toml").splitlines()
        assert not [one for one in lines if POLICE_CLASSES.search(one) and not one.startswith("source")]


def test_what_a_round_keeps_is_what_was_asked() -> None:
    assert read_set(shipped().as_kept()) == shipped()
    twice: dict[str, Any] = shipped().as_kept()
    twice["groups"] = [*twice["groups"], twice["groups"][0]]
    with pytest.raises(ValueError, match="twice"):
        read_set(twice)


def test_files_of_two_versions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [read_toml(f"early_signs/{name}.toml") for name in names_in("early_signs")]
    found[2]["version"] = "2020-01"
    told = iter(found)
    monkeypatch.setattr(early_signs, "read_toml", lambda _name: next(told))
    with pytest.raises(ValueError, match="different versions"):
        shipped.__wrapped__()


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({}, None),
        ({"raters": 1}, Withheld.TOO_FEW_RATERS),
        ({"unchanged": False}, Withheld.CHANGED),
        ({"judged": 7}, Withheld.TOO_FEW_JUDGED),
        ({"judged": 8}, None),
        ({"kappa": None}, Withheld.NO_KAPPA),
        ({"kappa": 0.39999}, Withheld.BELOW_LIMIT),
        ({"kappa": 0.4}, None),
        ({"kappa": -0.2}, Withheld.BELOW_LIMIT),
    ],
)
def test_a_summary_is_kept_back(told: dict[str, Any], why: Withheld | None) -> None:
    usual: dict[str, Any] = {"raters": 2, "unchanged": True, "judged": 16, "questions": 16, "kappa": 0.7, "limit": 0.4}
    assert withheld(**usual | told) is why


def test_each_answer_and_each_reason_has_words() -> None:
    assert set(SIGN_NAMES) == set(Sign)
    assert set(WITHHELD_NAMES) == set(Withheld)
    assert Sign.UNKNOWN not in SCALE


def all_of(*signs: Sign) -> dict[str, Sign]:
    return {one: signs[i % len(signs)] for i, one in enumerate(IDS)}


def test_agreement_by_hand() -> None:
    """Where one rater says one thing throughout, and half are alike, po = pe = 1 - 1/2 · 1/3: kappa is 0."""
    with use_language("sv"):
        by_chance = measured(all_of(Sign.NONE, Sign.SINGLE), all_of(Sign.NONE), shipped())
        assert by_chance.linear.kappa == pytest.approx(0.0)
        assert by_chance.alike.startswith("8 av 16 (50")
        # 16 pairs on two neighbouring steps, 8 and 8 by the first, 9 and 7 by the second, one apart:
        # unweighted po = 15/16, pe = (8·9 + 8·7)/256 = 1/2, kappa = 7/8; weights of neighbours cancel.
        second = all_of(Sign.NONE, Sign.SINGLE) | {IDS[1]: Sign.NONE}
        near = measured(all_of(Sign.NONE, Sign.SINGLE), second, shipped())
        assert near.plain.kappa == pytest.approx(7 / 8)
        assert near.linear.kappa == pytest.approx(7 / 8)
        assert near.kappas[0][1].startswith("0,88 (")


def test_not_known_and_not_answered_are_in_no_figure() -> None:
    first = all_of(Sign.NONE, Sign.SINGLE) | {IDS[0]: Sign.UNKNOWN}
    second = {one: sign for one, sign in all_of(Sign.NONE, Sign.SINGLE).items() if one not in IDS[:2]}
    found = measured(first, second, shipped())
    assert (found.judged, found.linear.one_unknown, found.linear.both_unknown) == (14, 1, 1)
    assert found.linear.kappa == pytest.approx(1.0)
    counts = counted({IDS[0]: Sign.UNKNOWN, IDS[1]: Sign.NONE}, shipped())[0].counts
    assert [(one.sign, one.n) for one in counts] == [
        (Sign.NONE, 1), (Sign.SINGLE, 0), (Sign.RECURRING, 0), (Sign.WIDESPREAD, 0), (Sign.UNKNOWN, 3),
    ]  # fmt: skip


def test_one_and_the_same_answer_throughout_tells_nothing() -> None:
    same = all_of(Sign.NONE)
    found, why = kept_back([same, same], shipped(), unchanged=True, limit=0.4)
    assert found is not None
    assert found.linear.percent == 1.0
    assert why is Withheld.NO_KAPPA
    assert kept_back([same], shipped(), unchanged=True, limit=0.4) == (None, Withheld.TOO_FEW_RATERS)


def test_a_sign_is_put_beside_itself() -> None:
    before = all_of(Sign.SINGLE) | {IDS[0]: Sign.UNKNOWN}
    now = all_of(Sign.SINGLE) | {
        IDS[1]: Sign.UNKNOWN,
        IDS[2]: Sign.NONE,
        IDS[3]: Sign.WIDESPREAD,
        IDS[4]: Sign.RECURRING,
    }
    found = shifted(before, now, shipped())
    assert (found.more, found.less, found.same, found.unknown) == (2, 1, 11, 2)
