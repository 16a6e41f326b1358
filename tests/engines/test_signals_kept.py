"""What a store remembers of signals: calibrations, lives, judgements, and what retention takes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.engines.tables import day
from tests.engines.weeding import WORLD, decide, run, told
from tests.stores import AT, BY, fill, opened
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.store.database.actions.life import upgrade_store
from tryggve.store.database.actions.signals import (
    KeptSignal,
    forget_signals,
    keep_calibration,
    keep_signals,
    note_signal,
)
from tryggve.store.database.connect import FILE, Database
from tryggve.store.database.models import AuditEvent
from tryggve.store.database.place import Place
from tryggve.store.database.signal_models import Signal, SignalNote, SignalRun
from tryggve.store.database.signals import days_run, known_signals, latest_calibration
from tryggve.store.database.upgrade import open_store

GAP = 7
SCALE = {"shares": {"m": 1.0}, "own": {}, "whole": {"days": 400, "levels": [-1.5, 0.25], "episodes": [1, 4]}}
CALIBRATION: dict[str, Any] = {
    "source": "est", "level": "district", "days": [19_000, 19_400], "fingerprint": "f" * 64, "methods": "m1",
    "wanted_per_year": 12.175, "scale": SCALE, "injected": None, "past": [{"id": "x", "per_year": 0.25}],
}  # fmt: skip
ONE = KeptSignal(
    "2025-03-03-A", day("2025-03-03"), day("2025-03-03"), "opened", ("A", "Å"), day("2025-03-01"), day("2025-03-03"),
    4.5, {"observed": 9, "name": "ö"},
)  # fmt: skip


def keep(database: Database, on: str, *signals: KeptSignal, source: str = "est", at: dt.datetime = AT) -> None:
    keep_signals(database, source=source, level="district", day=day(on), signals=signals, gap=GAP, by=BY, why="", at=at)


def known(database: Database) -> list[tuple[str, str, int]]:
    return [(one.name, one.state, one.last_found) for one in known_signals(database, "est", "district", 0)]


def test_the_latest_calibration_of_a_source_and_level_holds(database: Database) -> None:
    assert latest_calibration(database, "est", "district") is None
    keep_calibration(database, calibration=CALIBRATION, by=BY, why="first", at=AT)
    keep_calibration(database, calibration={**CALIBRATION, "methods": "m2"}, by=BY, why="anew", at=AT)
    keep_calibration(database, calibration={**CALIBRATION, "source": "other"}, by=BY, why="", at=AT)
    found = latest_calibration(database, "est", "district")
    assert found is not None
    assert found.pop("at") == AT.isoformat(timespec="seconds")
    assert found == {**CALIBRATION, "methods": "m2"}
    events = AuditEvent.objects.using(database.alias).filter(action="calibration").order_by("id")
    assert [(event.why, event.details["fingerprint"]) for event in events] == [
        ("first", "f" * 64), ("anew", "f" * 64), ("", "f" * 64),
    ]  # fmt: skip


def listed(on: str, state: str, *areas: str) -> dict[str, Any]:
    made = day("2026-01-02")
    return {"day": day(on), "made": made, "last_found": day(on), "state": state, "areas": list(areas)}


def test_a_signal_opens_goes_on_and_closes(database: Database) -> None:
    keep(database, "2025-03-03", ONE)
    seen = ((day("2025-03-03"), ("A",)), (day("2025-03-05"), ("A",)))
    later = replace(ONE, last_found=day("2025-03-05"), state="growing", areas=("A",), per_year=9.0, found_on=seen)
    keep(database, "2025-03-05", later)
    (found,) = known_signals(database, "est", "district", day("2025-03-05"))
    assert (found.state, found.areas, found.opened) == ("growing", ("A",), day("2025-03-03"))
    # The rarest it was is kept, and what was told of it last.
    assert found.per_year == 4.5
    assert found.content == {
        "observed": 9, "name": "ö", "found": {"A": [[day("2025-03-03"), day("2025-03-05")]]},
        "listed": [listed("2025-03-03", "opened", "A", "Å"), listed("2025-03-05", "growing", "A")],
    }  # fmt: skip
    keep(database, "2025-03-12")
    assert known(database) == [("2025-03-03-A", "growing", day("2025-03-05"))]
    keep(database, "2025-03-13")
    assert known(database) == [("2025-03-03-A", "closed", day("2025-03-05"))]
    assert days_run(database, "est", "district") == [day(f"2025-03-{n:02}") for n in (3, 5, 12, 13)]


def test_the_same_day_twice_is_once(database: Database) -> None:
    for _time in range(2):
        keep(database, "2025-03-03", ONE)
    assert known(database) == [("2025-03-03-A", "opened", day("2025-03-03"))]
    assert days_run(database, "est", "district") == [day("2025-03-03")]


def test_an_earlier_day_does_not_rewrite_the_past(database: Database) -> None:
    keep(database, "2025-03-03", ONE)
    with pytest.raises(FileError, match="--look"):
        keep(database, "2025-03-02")
    assert known(database) == [("2025-03-03-A", "opened", day("2025-03-03"))]
    assert AuditEvent.objects.using(database.alias).filter(action="signals").count() == 1


def test_sources_do_not_close_each_others_signals(database: Database) -> None:
    keep(database, "2025-03-03", ONE)
    keep(database, "2025-04-03", source="other")
    assert known(database) == [("2025-03-03-A", "opened", day("2025-03-03"))]


def note(database: Database, name: str, verdict: str) -> None:
    note_on(database, name, verdict, "2025-03-04")


def note_on(database: Database, name: str, verdict: str, on: str) -> None:
    note_signal(database, name=name, verdict=verdict, day=day(on), by=BY, why="talked to them", at=AT)


def test_what_people_made_of_it_is_kept_and_logged(database: Database) -> None:
    keep(database, "2025-03-03", ONE)
    note(database, ONE.name, "judged")
    note(database, ONE.name, "acted")
    (found,) = known_signals(database, "est", "district", 0)
    assert [(one.verdict, one.by, one.why) for one in found.notes] == [
        ("judged", BY, "talked to them"), ("acted", BY, "talked to them"),
    ]  # fmt: skip
    events = AuditEvent.objects.using(database.alias).filter(action="signal_note")
    assert [event.details["verdict"] for event in events.order_by("id")] == ["judged", "acted"]


def test_nothing_is_noted_on_what_is_not_there(database: Database) -> None:
    with pytest.raises(FileError, match="tryggve signals"):
        note(database, "2025-01-01-Z", "acted")
    keep(database, "2025-03-03", ONE)
    with pytest.raises(ValueError, match="dismissed"):
        note(database, ONE.name, "ignored")
    assert not SignalNote.objects.using(database.alias).exists()


def test_a_note_is_of_no_day_before_the_signal_and_of_none_to_come(database: Database) -> None:
    keep(database, "2025-03-03", ONE)
    for on, said in (("2025-03-02", "opened on 2025-03-03"), ("2025-01-01", "opened on"), ("2026-01-03", "to come")):
        with use_language("en"), pytest.raises(FileError, match=said):
            note_on(database, ONE.name, "acted", on)
    assert not SignalNote.objects.using(database.alias).exists()
    note_on(database, ONE.name, "acted", "2025-03-03")
    note_on(database, ONE.name, "acted", "2026-01-02")
    (found,) = known_signals(database, "est", "district", 0)
    # Written is when it was written, whatever day was said.
    assert [note.written for note in found.notes] == [day("2026-01-02")] * 2


def at(on: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{on}T12:00:00+00:00")


def test_a_signal_was_shown_from_when_a_list_was_made_in_time(database: Database) -> None:
    def shown() -> tuple[int, int | None]:
        (found,) = known_signals(database, "est", "district", 0)
        return found.listed[0].day, found.shown_from

    keep(database, "2025-03-03", ONE, at=at("2025-03-11"))
    assert shown() == (day("2025-03-03"), None)
    keep(database, "2025-03-05", ONE, at=at("2025-03-12"))
    assert shown() == (day("2025-03-03"), day("2025-03-12"))
    keep(database, "2025-03-07", ONE, at=at("2026-11-01"))
    assert shown() == (day("2025-03-03"), day("2025-03-12"))


def test_a_list_made_again_was_there_from_when_it_was_first_made(database: Database) -> None:
    keep(database, "2025-03-03", ONE, at=at("2025-03-03"))
    keep(database, "2025-03-03", ONE, at=at("2026-11-01"))
    (run,) = SignalRun.objects.using(database.alias).all()
    assert run.at == at("2025-03-03")
    (found,) = known_signals(database, "est", "district", 0)
    assert found.shown_from == day("2025-03-03")


def test_old_signals_are_forgotten_with_their_notes(database: Database) -> None:
    keep(database, "2025-03-03", ONE)
    note(database, ONE.name, "acted")
    assert forget_signals(database, day("2025-03-03")) == 0
    assert forget_signals(database, day("2025-03-04")) == 2
    assert not Signal.objects.using(database.alias).exists()


@pytest.mark.parametrize("maker", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_retention_takes_the_signals_of_the_facts_it_takes(maker: str, request: pytest.FixtureRequest) -> None:
    with opened(request.getfixturevalue(maker)) as database:
        _retention(database)


def _retention(database: Database) -> None:
    fill(database, told(WORLD))
    old = replace(
        ONE, name="old", opened=day("2024-01-20"), last_found=day("2024-01-31"), first_day=day("2024-01-15"),
        last_day=day("2024-01-31"),
    )  # fmt: skip
    keep(database, "2024-01-31", old)
    keep(database, "2025-03-03", ONE)
    decide(database)
    run(database)
    assert [name for name, _state, _last in known(database)] == [ONE.name]


def test_a_store_of_every_release_takes_signals_once_it_is_upgraded(tmp_path: Path) -> None:
    dumps = sorted((Path(__file__).parent / "stores").glob("*.sql"))
    assert dumps
    for dump in dumps:
        place = Place(tmp_path / dump.stem)
        (tmp_path / dump.stem).mkdir()
        with sqlite3.connect(tmp_path / dump.stem / FILE) as old:
            old.executescript(dump.read_text(encoding="utf-8"))
        upgrade_store(place=place, by=BY, why="new version", at=AT)
        with open_store(place) as database:
            keep_calibration(database, calibration=CALIBRATION, by=BY, why="", at=AT)
            keep(database, "2025-03-03", ONE)
            assert known(database) == [(ONE.name, "opened", ONE.last_found)]
