"""Funnel limits against R 4.2.2 (ppois, pnbinom, pbinom, quantile of type 7) and metafor 3.8-1.

The limit of R is r - (F(r) - p) / (F(r) - F(r - 1)), r = q(p): the interpolation of Spiegelhalter (2005), A.1.
"""

from __future__ import annotations

import numpy as np
import pytest

from tryggve.stats.funnel import funnel_of_counts, funnel_of_figures, funnel_of_shares

COUNTS = [130, 61, 402, 120, 310, 88, 371, 15, 240, 33]
PEOPLE = [12_000, 8_000, 30_000, 15_000, 22_000, 9_500, 41_000, 1_200, 21_000, 4_100]
FIGURES, ERRORS = [31, 28.5, 35.2, 40.1, 27.7, 33], [1.2, 2, 1.5, 2.2, 0.9, 3]
# Areas 8, 2 and 3: lower and upper 95 %, lower and upper 99.8 % (multiplicative: 95 % alone).
BY_CHANCE = [
    (4.924851311, 16.639515090, 2.423495715, 20.777058160),
    (8.524638670, 13.081295369, 7.332279456, 14.507863694),
    (9.628768081, 11.981424452, 8.982257461, 12.691003739),
]
ADDITIVE = [
    (3.902597380, 18.521661169, 1.314760113, 24.446747608),
    (6.322404206, 16.152785154, 4.425267617, 20.028455403),
    (6.726157961, 15.754782609, 4.976431847, 19.309575672),
]
MULTIPLICATIVE = [(0.2290566169, 30.8467137286), (5.423150498, 17.668459555), (7.82789901, 14.18031830)]


@pytest.mark.parametrize(
    ("dispersion", "limits"), [("none", BY_CHANCE), ("additive", ADDITIVE), ("multiplicative", MULTIPLICATIVE)]
)
def test_limits_of_the_paper_in_r(dispersion: str, limits: list[tuple[float, ...]]) -> None:
    found = funnel_of_counts(COUNTS, PEOPLE, per=1_000, dispersion=dispersion, consistent=False)  # type: ignore[arg-type]
    assert found.target == pytest.approx(10.8058608059, abs=5e-10)
    assert found.phi == pytest.approx(7.31577694398, abs=5e-11)
    for area, expected in zip((7, 1, 2), limits, strict=True):
        ours = [found.low[0, area], found.high[0, area], found.low[1, area], found.high[1, area]]
        assert ours[: len(expected)] == pytest.approx(expected, rel=1e-9)


def test_tau_squared_of_the_paper_and_of_paule_and_mandel() -> None:
    """The paper's with winsorised z; without winsorising R's uniroot of sum z^2 / (1 + tau^2 w) = I - 1."""
    paper = funnel_of_counts(COUNTS, PEOPLE, consistent=False)
    assert paper.tau2 == pytest.approx(4.98439849767e-06, rel=1e-11)
    assert funnel_of_counts(COUNTS, PEOPLE, winsorise=0.0).tau2 == pytest.approx(4.62676951812e-06, rel=1e-11)
    assert funnel_of_figures(FIGURES, ERRORS, winsorise=0.0).tau2 == pytest.approx(21.17056248, rel=1e-9)


def test_figures_with_errors_are_those_of_metafor() -> None:
    """rma(method = "DL"): tau2 16.3669545743; method "FE": estimate 30.7517934886, Q 40.2196973295."""
    found = funnel_of_figures(FIGURES, ERRORS, winsorise=0.0, consistent=False)
    assert found.tau2 == pytest.approx(16.3669545743, rel=1e-11)
    assert found.target == pytest.approx(30.7517934886, rel=1e-11)
    assert found.phi * 6 == pytest.approx(40.2196973295, rel=1e-11)
    half = 1.959963985 * (1.2**2 + 16.3669545743) ** 0.5
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx((30.7517934886 - half, 30.7517934886 + half), rel=1e-9)


def test_shares_have_binomial_limits() -> None:
    """pbinom and qbinom: 20 at .3 (95 %), 400 at .07 (99.8 %)."""
    found = funnel_of_shares([6, 5], [20, 20], target=0.3, dispersion="none")
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx((0.08117650598, 0.48725514660), abs=5e-11)
    found = funnel_of_shares([30, 20], [400, 400], target=7.0, per=100, dispersion="none")
    assert (found.low[1, 0], found.high[1, 0]) == pytest.approx((3.262906831, 11.117739250), abs=5e-9)


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.3])
def test_limits_leave_out_what_they_say(spread: float) -> None:
    """290 municipalities whose rates differ by 0, 10 or 30 %, 20 draws: 5 and .2 % outside, plus or minus.

    With the paper's own winsorised estimate 12 and 16 % lay outside 95 % limits at 10 and 30 %.
    """
    rng = np.random.default_rng(5)
    outside = []
    for _ in range(20):
        people = np.exp(rng.normal(np.log(15_000), 0.9, 290))
        rates = 0.01 * (rng.gamma(1 / spread**2, spread**2, 290) if spread else np.ones(290))
        outside.append((funnel_of_counts(rng.poisson(rates * people), people).outside != 0).mean(axis=1))
    share = np.mean(outside, axis=0)
    assert share[0] == pytest.approx(0.05, abs=0.01)
    assert share[1] == pytest.approx(0.002, abs=0.003)
