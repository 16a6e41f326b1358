"""The police's notices of the test material, with the traps that data/README.md counts. No text is printed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.sources.polisen import prepare
from tryggve.ingest.sources.polisen_times import ZONE, read_published
from tryggve.ingest.tables import read

pytestmark = pytest.mark.shared


def lags(raw: RawTable, prepared: RawTable) -> list[float]:
    """Hours from event to publication."""
    hours = []
    for title_time, published in zip(
        prepared.columns["event_time"].objects(), raw.columns["datetime"].objects(), strict=True
    ):
        assert "+" not in title_time  # no notice fell in the hour that comes twice
        local = dt.datetime.fromisoformat(title_time).replace(tzinfo=ZONE)
        moment = read_published(published)
        assert moment is not None
        hours.append((moment - local).total_seconds() / 3600)
    return hours


def test_the_notices_of_one_municipality(shared: Path) -> None:
    raw = read(shared / "polisen" / "umea_events_api_format.jsonl")
    prepared = prepare(raw)
    assert len(prepared) == 1651
    assert not any(prepared.columns["event_to"].objects())  # every title tells the time
    assert set(prepared.columns["location_precision"].objects()) == {"municipality"}
    assert set(prepared.columns["left_out"].objects()) == {""}
    assert len(set(prepared.columns["gps"].objects())) == 1
    assert not {"_body", "_area_mentions"} & set(prepared.columns)
    hours = lags(raw, prepared)
    assert round(60 * float(np.median(hours))) == 97
    assert [round(60 * q) for q in np.quantile(hours, [0.25, 0.75])] == [46, 162]
    assert 27 < max(hours) < 28
    assert sum(0 <= lag < 1 / 60 for lag in hours) / len(hours) == pytest.approx(0.05, abs=0.005)


def test_the_notices_of_a_county(shared: Path) -> None:
    raw = read(shared / "polisen" / "vasterbotten_2023_2025.parquet")
    prepared = prepare(raw)
    assert len(prepared) == 5632
    assert not any(prepared.columns["event_to"].objects())
    assert Counter(prepared.columns["left_out"].objects()) == {"summary": 1013, "": 4619}
    assert Counter(prepared.columns["location_precision"].objects()) == {"unknown": 1808, "municipality": 3824}
    held_back = prepared.columns["left_out"].objects() == "summary"
    assert set(prepared.columns["location_precision"].objects()[held_back]) == {"unknown"}
    hours = lags(raw, prepared)
    assert round(60 * float(np.median(hours))) == 49
    assert sum(lag < 0 for lag in hours) == 5
    assert max(hours) < 33  # LONGEST_LAG
    years = Counter(text[:4] for text in prepared.columns["event_time"].objects())
    assert set(years) == {"2023", "2024", "2025"}
