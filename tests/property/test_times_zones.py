from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tryggve.domain.incident import TimePrecision
from tryggve.ingest.time_texts import parse_times
from tryggve.ingest.times import moments
from tryggve.ingest.zones import zone

ZONES = st.sampled_from(
    [
        "Europe/Stockholm",
        "Europe/London",
        "America/New_York",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "Africa/Cairo",
        "UTC",
    ]
)
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - a local time
LOCAL = st.integers(-20 * 365 * 86_400, 65 * 365 * 86_400).map(lambda second: EPOCH + dt.timedelta(seconds=second))


def near_changes(name: str) -> list[dt.datetime]:
    """Local times within two hours of a change of clocks: those that chance seldom finds."""
    table = zone(name, 1990, 2025)
    return [
        EPOCH + dt.timedelta(seconds=int(at + before) + minutes * 60)
        for at, before in zip(table.at.tolist(), table.offset[:-1].tolist(), strict=True)
        for minutes in (-121, -61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 61, 121)
    ]


def instants_of(name: str, local: dt.datetime) -> list[int]:
    """All UTC seconds at which a clock in the zone shows the local time, by the standard library."""
    rules = ZoneInfo(name)
    found = set()
    for fold in (0, 1):
        utc = local.replace(tzinfo=rules, fold=fold).astimezone(dt.UTC)
        if utc.astimezone(rules).replace(tzinfo=None, fold=0) == local:
            found.add(int(utc.timestamp()))
    return sorted(found)


def check(name: str, locals_: list[dt.datetime]) -> None:
    seconds = np.array([int((local - EPOCH).total_seconds()) for local in locals_], np.int64)
    years = [local.year for local in locals_]
    table = zone(name, min(years) - 1, max(years) + 1)
    first, last, never = table.to_utc(seconds)
    for i, local in enumerate(locals_):
        instants = instants_of(name, local)
        assert bool(never[i]) == (not instants), local
        if instants:
            assert [int(first[i]), int(last[i])] == [instants[0], instants[-1]], local
    shown = ~never
    assert np.array_equal(table.to_local(first[shown]), seconds[shown])
    assert np.array_equal(table.to_local(last[shown]), seconds[shown])


@given(ZONES, st.lists(LOCAL, min_size=1, max_size=20))
def test_local_times_are_what_the_standard_library_makes_of_them(name: str, locals_: list[dt.datetime]) -> None:
    check(name, locals_)


def test_so_are_those_round_every_change_of_clocks() -> None:
    for name in ("Europe/Stockholm", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe"):
        check(name, near_changes(name))


@given(
    LOCAL,
    st.sampled_from(["{:%Y-%m-%d %H:%M:%S}", "{:%Y-%m-%dT%H:%M:%S}", "{:%Y%m%d %H.%M.%S}", "{:%Y/%m/%d kl. %H.%M:%S}"]),
)
def test_an_instant_is_read_back_in_every_form(moment: dt.datetime, form: str) -> None:
    parsed = parse_times([form.format(moment)])
    assert parsed.kind[0] == TimePrecision.INSTANT
    assert EPOCH + dt.timedelta(seconds=int(parsed.local_s[0])) == moment


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_but_never_breaks(text: str) -> None:
    parsed = parse_times([text], "dmy")
    got = moments(parsed, "Europe/Stockholm", "Europe/Stockholm")
    assert len(got.kind) == 1
    assert got.start_s[0] <= got.end_s[0]


@given(st.dates(dt.date(1900, 1, 2), dt.date(2190, 1, 1)), ZONES)
def test_a_day_begins_where_the_day_before_ends(date: dt.date, name: str) -> None:
    got = moments(parse_times([date.isoformat(), (date + dt.timedelta(1)).isoformat()]), name, name)
    assert got.end_s[0] == got.start_s[1]
    assert got.last_day[0] + 1 == got.first_day[1]


@given(st.lists(LOCAL, min_size=1, max_size=30))
def test_order_of_rows_makes_no_difference(locals_: list[dt.datetime]) -> None:
    texts = [f"{local:%Y-%m-%d %H:%M:%S}" for local in locals_]
    forward = moments(parse_times(texts), "Europe/Stockholm", "Europe/Stockholm")
    backward = moments(parse_times(texts[::-1]), "Europe/Stockholm", "Europe/Stockholm")
    assert forward.start_s.tolist() == backward.start_s[::-1].tolist()
    assert forward.fault.tolist() == backward.fault[::-1].tolist()
