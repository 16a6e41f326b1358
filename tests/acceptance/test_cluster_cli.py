"""`--cluster` as its user meets it: the same bytes, and what is said when the cluster cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.signal_twin import FIRST, METHODS, town
from tryggve.cli import main
from tryggve.domain.calendar_days import day_date
from tryggve.signals import chosen


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A backtest of a town as two tables, with a quick method in the place of all others."""
    monkeypatch.setattr(chosen, "methods_for", lambda _history: METHODS)
    events = town(days=560).events
    rows = zip(events.day.tolist(), events.area.tolist(), strict=True)
    lines = ["day,area", *(f"{day_date(day)},R{area}" for day, area in rows)]
    (tmp_path / "events.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    places = [f"R{i},{x},{y}" for i, (x, y) in enumerate(events.xy.tolist())]
    (tmp_path / "areas.csv").write_text("\n".join(["area,x,y", *places]) + "\n", encoding="utf-8")
    return [
        "backtest", str(tmp_path / "events.csv"), "--areas", str(tmp_path / "areas.csv"), "--from",
        str(day_date(FIRST + 470)), "--to", str(day_date(FIRST + 559)), "--format", "json", "--out",
    ]  # fmt: skip


def test_a_backtest_on_a_cluster_gives_the_same_bytes(asked: list[str], tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra tryggve[cluster] is not installed")
    serial, there = tmp_path / "serial.jsonl", tmp_path / "there.jsonl"
    assert main([*asked, str(serial)]) == 0
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0", silence_logs=50
    ) as cluster:
        assert main([*asked, str(there), "--cluster", cluster.scheduler_address]) == 0
    assert there.read_bytes() == serial.read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--cluster", "tcp://127.0.0.1:1"], "Klustret tcp://127.0.0.1:1 svarar inte."),
        (["--cluster", "servern"], "servern är ingen adress till ett kluster."),
        (["--cluster", "tcp://127.0.0.1:1", "--workers", "2"], "Både --workers och --cluster angavs."),
    ],
)
def test_a_cluster_that_cannot_be_used_is_told(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    pytest.importorskip("distributed", reason="the extra tryggve[cluster] is not installed")
    out = tmp_path / "out.jsonl"
    assert main([*asked, str(out), *words]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert not out.exists()
