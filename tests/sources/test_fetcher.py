"""The way out to public sources: throttle, disk cache, retries, and a plain word for whatever goes wrong."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.clock import FakeClock
from tests.sources.conftest import Way
from tests.sources.server import Public, Reply, ok
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.fetcher import AGENT, TRIES, Fetcher, RefusedError, retry_after
from tryggve.ingest.fetching.hosts import HOSTS, Window, host_of
from tryggve.ingest.fetching.kept_answers import Question
from tryggve.ingest.fetching.throttle import Throttle, seconds_to_wait

NOW = 1_000_000.0


@pytest.mark.parametrize(
    ("calls", "gap", "windows", "expected"),
    [
        ([], 10.0, (Window(60, 3600),), 0.0),
        ([NOW - 3], 10.0, (), 7.0),
        ([NOW - 30], 10.0, (), 0.0),
        ([NOW - 10, NOW - 20], 0.0, (Window(2, 60),), 40.0),  # the older of the two must have left the minute
        ([NOW - 10, NOW - 20], 15.0, (Window(2, 60),), 40.0),
        ([NOW + 5], 10.0, (), 0.0),  # a clock that was set back does not stop the program
    ],
)
def test_seconds_to_wait(calls: list[float], gap: float, windows: tuple[Window, ...], expected: float) -> None:
    assert seconds_to_wait(calls, NOW, gap, windows) == expected


@given(st.lists(st.floats(0, 5000), max_size=60), st.integers(1, 20), st.floats(1, 600))
def test_no_window_ever_holds_more_calls_than_it_may(steps: list[float], most: int, length: float) -> None:
    window, calls, now = Window(most, length), [], 0.0
    for step in steps:
        now += step
        now += seconds_to_wait(calls, now, 0.0, (window,))
        calls.append(now)
    for start in calls:
        assert sum(start <= call < start + length * 0.999 for call in calls) <= most


def test_the_police_are_asked_at_most_every_ten_seconds_and_sixty_times_an_hour(tmp_path: Path) -> None:
    clock, host = FakeClock(), HOSTS["polisen"]
    moments = []
    for _call in range(130):
        Throttle(tmp_path, clock.clock()).wait(host, lambda _seconds: None)  # a new run each time: it is kept on disk
        moments.append(clock.moment)
    gaps = [(after - before).total_seconds() for before, after in itertools.pairwise(moments)]
    assert min(gaps) >= 10
    for moment in moments:
        assert sum(moment <= other < moment + dt.timedelta(hours=1) for other in moments) <= 60


def test_the_list_of_the_police_shares_the_throttle_of_their_notices() -> None:
    assert HOSTS["police_list"].bucket == HOSTS["polisen"].bucket


def test_an_answer_is_asked_for_once_and_kept(public: Public, way: Way) -> None:
    host = public.host("scb")
    question = Question(f"{host.base}/config")
    said, answer = way.fetcher.json(host, question)
    again, same = way.fetcher.json(host, question)
    assert said == again
    assert answer.sha256 == same.sha256
    assert public.asked == ["/api/v2/config"]
    assert public.agents == {AGENT}
    way.clock.moment += dt.timedelta(days=8)
    way.fetcher.json(host, question)
    assert public.count("/config") == 2


def test_a_kept_answer_whose_bytes_were_changed_is_asked_for_anew(public: Public, way: Way, tmp_path: Path) -> None:
    host = public.host("scb")
    way.fetcher.json(host, Question(f"{host.base}/config"))
    (kept,) = (tmp_path / "cache" / "answers").glob("*.answer")
    kept.write_bytes(b"{}")
    said, _answer = way.fetcher.json(host, Question(f"{host.base}/config"))
    assert said["timeWindow"] == 10


def test_fresh_asks_once_anew(public: Public, way: Way, tmp_path: Path) -> None:
    host = public.host("scb")
    question = Question(f"{host.base}/config")
    way.fetcher.json(host, question)
    fresh = Fetcher(tmp_path / "cache", clock=way.clock.clock(), fresh=True)
    fresh.json(host, question)
    fresh.json(host, question)
    assert public.count("/config") == 2


@pytest.mark.parametrize(
    ("reply", "waits"),
    [
        (Reply(429, headers={"Retry-After": "30"}), [30.0]),
        (Reply(503, headers={"Retry-After": "Mon, 30 Nov 2026 12:00:45 GMT"}), [45.0]),
        (Reply(500), [2.0]),
        (Reply(body=b'{"half": ', short=True), [2.0]),
        (Reply(body=b'{"half": '), [2.0]),
        (Reply(body="å".encode()[:1]), [2.0]),
    ],
)
def test_what_may_pass_is_tried_again(public: Public, way: Way, reply: Reply, waits: list[float]) -> None:
    host = public.host("kolada")
    public.once("municipality_groups", reply)
    said, _answer = way.fetcher.json(host, Question(f"{host.base}/municipality_groups?title=x"))
    assert said["count"] == 0
    assert [wait for wait in way.clock.waits if wait > 1] == waits
    assert any("2 av 5" in line or "2 of 5" in line for line in way.told)


def test_tries_come_to_an_end(public: Public, way: Way) -> None:
    host = public.host("kolada")
    public.always("/v3/", Reply(502))
    with pytest.raises(FileError, match="502"):
        way.fetcher.json(host, Question(f"{host.base}/municipality_groups?title=x"))
    assert public.count("/v3/") == TRIES
    assert [wait for wait in way.clock.waits if wait > 1] == [2.0, 4.0, 8.0, 16.0]


def test_a_very_long_wait_is_left_to_the_person(public: Public, way: Way) -> None:
    host = public.host("polisen")
    public.once("/api/events", Reply(429, headers={"Retry-After": "7200"}))
    with pytest.raises(FileError, match="120"):
        way.fetcher.json(host, Question(f"{host.base}/api/events"))
    assert sum(way.clock.waits) == 0


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(403, b'{"title":"Too many cells selected","status":403}'), "Too many cells selected"),
        (Reply(404), "config"),
        (Reply(400, rb'{"title":"Bad","detail":"\u001b[31mred"}'), "Bad"),
        (Reply(301, headers={"Location": "https://elsewhere.example/"}), "flyttat|moved"),
        (Reply(body=b"<!DOCTYPE html><html>Driftstopp</html>", kind="text/html"), "webbsida|web page"),
        (Reply(body=b"\xef\xbb\xbf  <html>login</html>"), "webbsida|web page"),
        (Reply(body='{"a": "å"}'.encode("latin-1")), "UTF-8"),
    ],
)
def test_what_will_not_pass_is_said_at_once(public: Public, way: Way, reply: Reply, words: str) -> None:
    host = public.host("scb")
    public.once("/config", reply)
    with pytest.raises(FileError, match=words) as caught:
        way.fetcher.json(host, Question(f"{host.base}/config"))
    assert public.count("/config") == 1
    assert caught.value.how
    assert "\x1b" not in str(caught.value)
    said, _answer = way.fetcher.json(host, Question(f"{host.base}/config"))  # nothing bad was kept
    assert said["timeWindow"] == 10


def test_a_refusal_bears_its_status(public: Public, way: Way) -> None:
    host = public.host("scb")
    public.once("/config", Reply(403))
    with pytest.raises(RefusedError) as caught:
        way.fetcher.json(host, Question(f"{host.base}/config"))
    assert caught.value.status == 403


def test_an_answer_that_never_ends_is_broken_off(public: Public, way: Way) -> None:
    import dataclasses

    host = dataclasses.replace(public.host("scb"), most_bytes=1000)
    public.once("/config", Reply(body=b"[" + b"1," * 2000 + b"1]"))
    with pytest.raises(FileError, match="MB"):
        way.fetcher.json(host, Question(f"{host.base}/config"))


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/v3/data", "https://api.kolada.se.example/v3", "http://api.kolada.se/v3",
     "https://user@api.kolada.se/v3"],
)  # fmt: skip
def test_only_the_named_sources_are_asked_and_over_https_only(way: Way, address: str) -> None:
    """T-SOURCES."""
    with pytest.raises(FileError, match="Kolada"):
        way.fetcher.json(HOSTS["kolada"], Question(address))


def test_all_sources_are_asked_over_https() -> None:
    assert all(host.base.startswith("https://") for host in HOSTS.values())
    with pytest.raises(FileError, match="https://"):
        host_of("kolada", base="http://mirror.example/v3")
    assert host_of("kolada", base="https://mirror.example/v3/").base == "https://mirror.example/v3"


def test_without_a_network_it_is_said_what_to_do(tmp_path: Path) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    clock = FakeClock()
    fetcher = Fetcher(tmp_path, clock=clock.clock(), transport=httpx.MockTransport(refuse))
    with pytest.raises(FileError, match="--offline-from"):
        fetcher.json(HOSTS["kolada"], Question("https://api.kolada.se/v3/municipality"))
    assert clock.waits == []


def test_a_slow_source_is_tried_again(tmp_path: Path) -> None:
    tries = []

    def slow(request: httpx.Request) -> httpx.Response:
        tries.append(request)
        if len(tries) < 3:
            raise httpx.ReadTimeout("slow", request=request)
        return httpx.Response(200, json={"done": True})

    fetcher = Fetcher(tmp_path, clock=FakeClock().clock(), transport=httpx.MockTransport(slow))
    assert fetcher.json(HOSTS["kolada"], Question("https://api.kolada.se/v3/x"))[0] == {"done": True}
    assert len(tries) == 3


def test_a_posted_question_is_told_from_another_to_the_same_address(public: Public, way: Way) -> None:
    host = public.host("scb")
    address = f"{host.base}/tables/TAB6574/data"
    for body, reply in ((b"1", ok("one")), (b"2", ok("two"))):
        public.once("/data", reply)
        assert way.fetcher.json(host, Question(address, body))[0] == json.loads(reply.body)
    assert way.fetcher.json(host, Question(address, b"1"))[0] == "one"


def test_old_answers_are_thrown_away(public: Public, way: Way, tmp_path: Path) -> None:
    import os

    host = public.host("scb")
    way.fetcher.json(host, Question(f"{host.base}/config"))
    files = list((tmp_path / "cache" / "answers").iterdir())
    for file in files:
        os.utime(file, (way.clock.moment.timestamp() - 100 * 86_400,) * 2)
    way.fetcher.forget_old(90)
    assert len(files) == 2
    assert not list((tmp_path / "cache" / "answers").iterdir())


@pytest.mark.parametrize(("text", "seconds"), [("12", 12.0), ("", 0.0), ("soon", 0.0), ("-5", 0.0)])
def test_retry_after(text: str, seconds: float) -> None:
    assert retry_after(text, dt.datetime(2026, 11, 30, tzinfo=dt.UTC)) == seconds
