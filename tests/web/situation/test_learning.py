"""What is rare is learnt by the worker: beside its other work, one at a time, and it is seen how far it has come."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from tests.web.cast import AT
from tests.web.conftest import Installation
from tests.web.situation.signal_seed import DAYS, TODAY, calibration
from tests.web.situation.signal_town import _signal_template, town  # noqa: F401
from tryggve.store.database.models import AuditEvent
from tryggve.store.database.signal_models import SignalCalibration
from tryggve.web.core import beside, clock
from tryggve.web.core.alone import alone_at
from tryggve.web.situation import signal_work
from tryggve.web.situation.actions import learning
from tryggve.web.situation.actions.learning import FAILED, FEW, LEARNT, learn
from tryggve.web.situation.actions.looking import look
from tryggve.web.situation.models import Learning, SignalLook
from tryggve.web.situation.signal_learning import OLD, must_learn

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    clock.forget()
    yield
    clock.forget()


@pytest.fixture
def unlearnt(town: Installation) -> Installation:  # noqa: F811
    """The town before anything was learnt, looked at."""
    with town.inside():
        SignalCalibration.objects.all().delete()
        look(by="Tryggve", today=TODAY, at=AT)
    return town


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """A replay that gives what was made by hand, in two steps; how often it was asked."""
    asked: list[int] = []

    def replay(_history: Any, _methods: Any, first: int, last: int, *, kept: Any, progress: Any) -> Any:
        asked.append(last - first + 1)
        for done in (0, 91, 182):
            progress("days", done, last - first + 1)
        return SimpleNamespace(calibration=calibration())

    monkeypatch.setattr(learning, "backtest", replay)
    return lambda: len(asked)


def signals_page(town: Installation) -> str:  # noqa: F811
    answer = town.client("Kerstin").get(town.url("signaler/"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def now() -> dt.datetime:
    return clock.now()


def test_it_is_learnt_and_the_list_comes(unlearnt: Installation, quick: Callable[[], int]) -> None:
    with unlearnt.inside():
        assert must_learn(now())
    before = signals_page(unlearnt)
    assert "tryggve backtest" not in before
    assert "Tryggve lär sig" in before
    with unlearnt.inside():
        learn(at=now)
        assert quick() == 1
        row = Learning.objects.get()
        assert (row.outcome, row.done, row.ended_at is None) == (LEARNT, 182, False)
        event = AuditEvent.objects.filter(action="calibration").order_by("-id")[0]
        assert event.by == "Tryggve"
        assert SignalLook.objects.order_by("-id")[0].content["why"] == ""
        assert not must_learn(now() + 10 * DAY)
        assert not list((settings.DATA / "learning").glob("*"))  # nothing half done is left
    assert "Ruta 4" in signals_page(unlearnt)


def test_what_is_old_is_learnt_anew(town: Installation) -> None:  # noqa: F811
    with town.inside():
        assert not must_learn(now())
        last = SignalLook.objects.order_by("-id")[0]
        assert last.day is not None
        SignalCalibration.objects.update(last_day=last.day - OLD)
        assert not must_learn(now())
        SignalCalibration.objects.update(last_day=last.day - OLD - 1)
        assert must_learn(now())


def test_too_few_days_are_told_with_their_number(
    unlearnt: Installation, monkeypatch: pytest.MonkeyPatch, quick: Callable[[], int]
) -> None:
    monkeypatch.setattr(learning, "NEEDED", 1000)
    with unlearnt.inside():
        learn(at=now)
        assert quick() == 0
        row = Learning.objects.get()
        assert (row.outcome, row.done, row.days) == (FEW, DAYS, 1000)
        assert not must_learn(now())
        assert must_learn(now() + DAY + MINUTE)
    assert f"det finns {DAYS}" in signals_page(unlearnt)


def test_what_fails_is_told_without_words_and_tried_tomorrow(
    unlearnt: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_about: Any, **_more: Any) -> Any:
        raise ValueError("Texten som ingen logg får hålla")

    monkeypatch.setattr(learning, "backtest", fails)
    with unlearnt.inside():
        learn(at=now)
        assert Learning.objects.get().outcome == FAILED
        assert not must_learn(now())
        assert must_learn(now() + DAY + MINUTE)
    assert "ValueError" in caplog.text
    assert "Texten" not in caplog.text
    assert "igen i morgon" in signals_page(unlearnt)


def test_one_learns_at_a_time(unlearnt: Installation, quick: Callable[[], int]) -> None:
    with unlearnt.inside(), alone_at("learning") as mine:
        assert mine
        learn(at=now)
        assert quick() == 0
        assert not Learning.objects.exists()


def test_stopped_it_begins_again(unlearnt: Installation, quick: Callable[[], int]) -> None:
    steps = iter([True, False])
    with unlearnt.inside():
        learn(at=now, goes_on=lambda: next(steps))
        row = Learning.objects.get()
        assert (row.outcome, row.ended_at, row.done) == ("", None, 0)
        assert not SignalCalibration.objects.exists()
        assert must_learn(now())
        Learning.objects.update(done=91, days=301)
    assert "91 av 301" in signals_page(unlearnt)
    with unlearnt.inside():
        learn(at=now)
        assert Learning.objects.get().outcome == LEARNT


def test_the_worker_begins_it_beside_its_other_work(unlearnt: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job itself does nothing but start a process: what waits for it, no other job does."""
    begun: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str]) -> None:
            begun.append(command)

        def poll(self) -> None:
            return None

        def terminate(self) -> None:
            begun.append(["terminate"])

        def wait(self, _patience: float | None = None) -> None:
            return None

    monkeypatch.setattr(beside.subprocess, "Popen", Process)
    monkeypatch.setattr(beside, "_at_work", {})
    with unlearnt.inside():
        signal_work.learn_what_is_rare(now())
        signal_work.learn_what_is_rare(now())
    assert [command[2:] for command in begun] == [
        ["tryggve", "worker", "--learn", "exempelkommunen", "--parent", str(os.getpid())]
    ]
    beside.end()
    assert begun[1:] == [["terminate"]]


@pytest.mark.slow
def test_the_process_learns_for_real(unlearnt: Installation) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRYGGVE_", "DJANGO_"))}
    environment |= {"TRYGGVE_DATA": str(unlearnt.folder), "TRYGGVE_EXAMPLE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tryggve", "worker", "--learn", "exempelkommunen"], capture_output=True, text=True,
        timeout=500, env=environment, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    with unlearnt.inside():
        assert Learning.objects.get().outcome == LEARNT
        assert SignalCalibration.objects.get().source == SignalLook.objects.order_by("-id")[0].source
