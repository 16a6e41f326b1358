from __future__ import annotations

import pytest

from tryggve.web.people.pin import fault_of


@pytest.mark.parametrize("pin", ["481592", "7305186", "9264817305", "580293"])
def test_a_pin_that_others_do_not_guess(pin: str) -> None:
    assert fault_of(pin) is None


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("48159", "6 to 12"), ("4815926374051", "6 to 12"), ("48159a", "6 to 12"), ("٤٨١٥٩٢", "6 to 12"),
        ("111111", "three different"), ("121212", "three different"),
        ("123456", "in a row"), ("987654", "in a row"), ("901234", "in a row"), ("123123", "repeat"),
        ("850412", "birthday"), ("120485", "birthday"), ("19850412", "birthday"), ("12041985", "birthday"),
        ("198504121239", "birthday"), ("8504121239", "birthday"),
    ],
)  # fmt: skip
def test_a_pin_that_everybody_tries_first_is_refused_with_its_reason(pin: str, why: str) -> None:
    assert why in (fault_of(pin) or "")
