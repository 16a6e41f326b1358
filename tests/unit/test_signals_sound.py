"""A calibration that somebody has opened and changed is refused with words, never counted with."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.signal_twin import FIRST, METHODS, town
from tryggve.domain.language import set_language
from tryggve.domain.row_error import FileError
from tryggve.signals.backtest import backtest
from tryggve.signals.calibration_file import calibration_of_file


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    made = backtest(town(days=620), METHODS, FIRST + 550, FIRST + 610).calibration
    assert made is not None
    assert made.past
    return made.plain()


Change = Callable[[dict[str, Any]], object]
CHANGES: dict[str, Change] = {
    "no episodes": lambda it: it["scale"]["whole"].update(episodes=[]),
    "falling episodes": lambda it: it["scale"]["whole"]["episodes"].reverse(),
    "endless days": lambda it: it.update(days=[0, 10**9]),
    "days of no number": lambda it: it.update(days=[0, float("inf")]),
    "days the other way round": lambda it: it["days"].reverse(),
    "no rate": lambda it: it.update(wanted_per_year=float("nan")),
    "a rate of none": lambda it: it.update(wanted_per_year=0),
    "learnt of no days": lambda it: it["scale"]["whole"].update(days=0),
    "an own scale of no days": lambda it: next(iter(it["scale"]["own"].values())).update(days=0),
    "levels of no number": lambda it: it["scale"]["whole"]["levels"].__setitem__(0, float("nan")),
    "no share": lambda it: it["scale"].update(shares={}),
    "a share of nothing": lambda it: it["scale"]["shares"].update(twin=0),
    "a past of nothing": lambda it: it["past"].append({}),
    "a past of no day": lambda it: it["past"][0].update(opened="soon"),
    "listed from nowhere": lambda it: it.update(listed_from="soon"),
    "a list": lambda it: it.update(scale=[]),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_calibration_is_refused(what: str, plain: dict[str, Any], tmp_path: Path) -> None:
    set_language("en")
    changed = copy.deepcopy(plain)
    CHANGES[what](changed)
    (tmp_path / "k.json").write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(FileError, match="is no calibration"):
        calibration_of_file(tmp_path / "k.json")


def test_an_unchanged_one_is_read(plain: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "k.json").write_text(json.dumps(plain), encoding="utf-8")
    assert calibration_of_file(tmp_path / "k.json").plain() == plain
