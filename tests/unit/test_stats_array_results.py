"""Results over arrays: locked, and never equal to another by what they were asked alone."""

from __future__ import annotations

import importlib
import pkgutil

import numpy as np
import pytest

from tryggve import stats
from tryggve.stats import hotspots, near_repeat, scan, surveillance
from tryggve.stats.array_result import ArrayResult
from tryggve.stats.result import Result


def _all(base: type[Result]) -> set[type[Result]]:
    return {found for one in base.__subclasses__() for found in (one, *_all(one))}


def test_results_with_the_same_question_and_other_answers_differ() -> None:
    bands = {"space_bands": [0, 100], "time_bands": [0, 7], "replicates": 9}
    one = near_repeat.knox([0, 10, 900], [0, 0, 0], [0, 1, 2], **bands)  # type: ignore[arg-type]
    other = near_repeat.knox([0, 900, 1800], [0, 0, 0], [0, 1, 2], **bands)  # type: ignore[arg-type]
    assert (one.method, one.parameters) == (other.method, other.parameters)
    assert one != other
    assert one == one


def test_arrays_of_results_are_locked() -> None:
    found: list[ArrayResult] = [
        near_repeat.knox([0, 10], [0, 0], [0, 1], space_bands=[0, 100], time_bands=[0, 7], replicates=9),
        scan.space_time_permutation([0, 1, 1], [0, 1, 2], [[0, 0], [1, 1]], replicates=9),
        surveillance.ears(np.arange(40)),
        hotspots.gi_star([1.0, 2.0, 3.0], [[1], [0, 2], [1]], permutations=9),
    ]
    for one in found:
        arrays = {name: value for name, value in vars(one).items() if isinstance(value, np.ndarray)}
        assert arrays
        for name, value in arrays.items():
            with pytest.raises(ValueError, match="read-only"):
                value[...] = 0
            assert not value.flags.writeable, name


def test_a_result_that_holds_arrays_has_the_base_that_locks_them() -> None:
    for module in pkgutil.walk_packages(stats.__path__, "tryggve.stats."):
        importlib.import_module(module.name)
    for cls in _all(Result) - _all(ArrayResult) - {ArrayResult}:
        held = [name for name, kind in cls.__annotations__.items() if "Array" in str(kind) or "NDArray" in str(kind)]
        assert not held, f"{cls.__name__}: {held}"
