"""From the sources to the documents: ten municipalities of different size, and the command as a person gives it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.municipal.rederive import differences
from tests.sources import invented
from tests.sources.clock import FakeClock
from tests.sources.server import Public, Reply, running
from tryggve.cli import main
from tryggve.domain.indicator import Indicator, indicators
from tryggve.domain.language import use_language
from tryggve.ingest.fetching.fetcher import Fetcher
from tryggve.ingest.figures.net_supply import NetSupply
from tryggve.ingest.figures.pieces import FirstSupply, FolderSupply
from tryggve.ingest.figures.plan import plan_of
from tryggve.ingest.figures.run import run
from tryggve.ingest.figures.scope import scope_of
from tryggve.reports.documents import write_documents
from tryggve.reports.municipal.build import build
from tryggve.reports.municipal.context import DraftRequest
from tryggve.reports.municipal.evidence import write_evidence
from tryggve.reports.municipal.matter import read_matter

# One of each kind of source: a rate, what is hidden for small places, surveys with and without sexes, counts, areas.
SOME = (
    "invanare", "anmalda_totalt", "anmalda_valdsbrott", "trygg_morker", "utsatt_hot", "folkmangd",
    "socioekonomiskt_index", "utsatta_omraden", "bra_totalt", "bra_bedrageri",
)  # fmt: skip
WANTED: dict[str, Indicator] = {name: indicators()[name] for name in SOME}
FORMATS = ("html", "pdf", "xlsx", "docx", "json")


def fetched(public: Public, code: str, tmp_path: Path) -> Path:
    """The folder that a fetch of some indicators filled."""
    hand, folder = tmp_path / "egna", tmp_path / "siffror"
    hand.mkdir()
    (hand / "bra-ar.csv").write_text(invented.bra_wide([code]), encoding="utf-8")
    scope, clock = scope_of(code, 2026), FakeClock()
    net = NetSupply(
        Fetcher(tmp_path / "cache", clock=clock.clock(), tell=lambda _said: None), public.hosts(), scope, WANTED
    )
    supply = FirstSupply(FolderSupply(hand), net)
    run(plan_of(scope, WANTED), supply, folder, scope=scope, wanted=WANTED, tell=lambda _said: None)
    return folder


@pytest.mark.parametrize("code", invented.MUNICIPALITIES)
def test_any_municipality_gets_its_draft_and_every_number_leads_back(code: str, tmp_path: Path) -> None:
    with running() as public:
        matter = read_matter(fetched(public, code, tmp_path))
    out = tmp_path / "ut"
    out.mkdir()
    with use_language("sv"):
        situation = build(matter, DraftRequest())
        assert differences(situation, write_evidence(matter, out)) == []
        # Every format for the smallest, one of the middle and the largest; the others are the same code again.
        formats = FORMATS if code in ("2425", "2480", "0180") else ("json", "xlsx")
        written = write_documents(situation, out, formats)
    assert all(path.stat().st_size > 1000 for path in written)
    told = (out / "lagesbild.json").read_text(encoding="utf-8")
    assert invented.NAMES[code] in told
    total = next(table for table in situation.tables() if table.id == "now.alla").rows[0]
    if code in invented.SMALL:
        assert "visas inte av källan" in total[3].text or total[4].text == "inget tal för kommunen"
    else:
        assert total[4].value == invented.kolada_value("N07540", code, 2025)
    if code == invented.NOT_ASKED:
        assert "trygg-morker" not in {cell.id.split(".")[1] for _id, cell in situation.traced() if "now." in _id}


@pytest.fixture
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


@pytest.mark.usefixtures("_no_waiting")
def test_the_command_fetches_builds_and_explains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with running() as public:
        bases = [word for name, url in public.bases().items() for word in ("--base", f"{name}={url}")]
        words = ["lagesbild", "--kommun", "2480", "--format", "json,html", *bases, "--cache", "cache"]
        assert main(words) == 0
        assert "bra-ar.csv" in capsys.readouterr().err
        public.always("/", Reply(500))
        # What was fetched is used as it lies, without a question to anybody.
        asked = len(public.asked)
        assert main(["lagesbild", "--kommun", "2480", "--format", "json", "--figures", "siffror-2480", "--out", "igen",
                     "--previous", "lagesbild-2480"]) == 0  # fmt: skip
        assert len(public.asked) == asked
    capsys.readouterr()
    document = json.loads(Path("lagesbild-2480/lagesbild.json").read_text(encoding="utf-8"))
    finding = next((one["id"] for one in document["findings"]), "now.anmalda-totalt.2480.2025")
    assert main(["explain", finding, "lagesbild-2480"]) == 0
    said = capsys.readouterr().out
    assert "CREATE VIEW figures" in said
    assert "Kolada" in said
    assert 'href="#ask-now.anmalda-totalt.2480.2025"' in Path("lagesbild-2480/lagesbild.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--kommun", "Ingenstans"], "Ingenstans"),
        (["--kommun", "2480", "fil.csv"], "--period"),
        (["--kommun", "2480", "--figures", "siffror", "--offline-from", "finns-inte"], "finns-inte"),
        (["--kommun", "2480", "--previous", "finns-inte"], "finns-inte"),
    ],
)
def test_what_cannot_be_done_is_said(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["lagesbild", *words]) == 1
    assert told in capsys.readouterr().err
