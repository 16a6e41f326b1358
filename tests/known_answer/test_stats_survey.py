"""Surveys against R survey 4.1-1 on its own school data, and against counting every possible sample.

`survey/apistrat.csv` and `survey/apiclus1.csv` are columns of R survey's data set `api` (200 schools of California
drawn in three strata of 4 421, 755 and 1 018, and all 183 of 15 drawn districts of 757). The mean and error of the
first are also printed in the package's help, ?svymean: 662.29, SE 9.4089. Tolerance: the twelve digits printed.
"""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import numpy as np
import pytest

from tryggve.stats.inputs import FloatArray
from tryggve.stats.multiple import holm
from tryggve.stats.survey import (
    SurveyDesign,
    areas_apart,
    change_of_panel,
    change_of_samples,
    estimate_mean,
    estimate_share,
    post_stratify,
    rake,
    survey_design,
)

FOLDER = Path(__file__).parent / "survey"
STRATA = {"E": 4_421, "H": 755, "M": 1_018}
PRECISE = 1e-10


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


STRATIFIED, CLUSTERED = read("apistrat"), read("apiclus1")


def scores(rows: list[dict[str, str]]) -> FloatArray:
    return np.array([float(row["api00"]) for row in rows])


def stratified() -> SurveyDesign:
    return survey_design(200, stratum=[row["stype"] for row in STRATIFIED], population=STRATA)


def clustered() -> SurveyDesign:
    """The weights of the data set, 6 194 schools over 183, though 15 of 757 districts were drawn."""
    return survey_design(
        183, weights=np.full(183, 33.846996307373), cluster=[row["dnum"] for row in CLUSTERED], population=757
    )


def test_a_stratified_mean() -> None:
    """svymean(~api00, dstrat, deff = TRUE) and its confint with degf 197."""
    found = estimate_mean(stratified(), scores(STRATIFIED))
    assert found.value == pytest.approx(662.28736315932, rel=1e-9)
    assert found.error == pytest.approx(9.40894080278, rel=1e-8)
    assert found.design_effect == pytest.approx(1.20445726854, rel=1e-7)
    assert (found.interval.low, found.interval.high) == pytest.approx((643.732188272, 680.842538047), rel=1e-8)
    assert found.df == 197


def test_without_correction_for_a_finite_population() -> None:
    """svydesign without fpc: SE 9.53613229693."""
    weights = [STRATA[row["stype"]] / (100 if row["stype"] == "E" else 50) for row in STRATIFIED]
    design = survey_design(200, weights=weights, stratum=[row["stype"] for row in STRATIFIED])
    assert estimate_mean(design, scores(STRATIFIED)).error == pytest.approx(9.53613229693, rel=1e-8)


def test_a_domain() -> None:
    """svymean(~api00, subset(dstrat, sch.wide == "Yes")): 676.5304436568, SE 10.5203892001."""
    found = estimate_mean(stratified(), scores(STRATIFIED), domain=[row["sch_wide"] == "Yes" for row in STRATIFIED])
    assert found.value == pytest.approx(676.5304436568, rel=1e-8)
    assert found.error == pytest.approx(10.5203892001, rel=1e-8)


def test_shares_with_korn_and_graubards_interval() -> None:
    """svyciprop(method = "beta"): a share of two thirds, and one of four percent."""
    found = estimate_share(stratified(), [row["comp_imp"] == "Yes" for row in STRATIFIED])
    assert (found.value, found.error) == pytest.approx((0.6556490119440, 0.0337254957983), rel=1e-7)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.5850754863049, 0.7214935058540), rel=1e-7)
    few = [row["awards"] == "No" and float(row["api00"]) > 800 for row in STRATIFIED]
    small = estimate_share(stratified(), few)
    assert small.value == pytest.approx(0.0389748139600, rel=1e-7)
    assert (small.interval.low, small.interval.high) == pytest.approx((0.0142185818091, 0.0836052111648), rel=1e-7)


def test_clusters() -> None:
    """svymean(~api00, dclus1, deff = TRUE), confint with 14 df, and svyciprop of sch.wide."""
    found = estimate_mean(clustered(), scores(CLUSTERED))
    assert (found.value, found.error) == pytest.approx((644.16939890710, 23.54224069378), rel=PRECISE)
    assert found.design_effect == pytest.approx(9.34586945059, rel=PRECISE)
    assert (found.interval.low, found.interval.high) == pytest.approx((593.676314463, 694.662483351), rel=PRECISE)
    wide = [row["sch_wide"] == "Yes" for row in CLUSTERED]
    share = estimate_share(clustered(), wide, capped=False)
    assert (share.interval.low, share.interval.high) == pytest.approx((0.823702210848, 0.914704492127), rel=PRECISE)
    assert estimate_share(clustered(), wide).interval.low < share.interval.low


def test_clusters_as_drawn_with_replacement() -> None:
    """svydesign(id = ~dnum, weights = ~pw) without fpc: SE 23.779 as in the package's help, confint with 14 df."""
    design = survey_design(183, weights=np.full(183, 33.846996307373), cluster=[row["dnum"] for row in CLUSTERED])
    found = estimate_mean(design, scores(CLUSTERED))
    assert (found.value, found.error, found.df) == pytest.approx((644.1693989071, 23.77901072089, 14), rel=1e-10)
    assert (found.interval.low, found.interval.high) == pytest.approx((593.1684932611, 695.1703045531), rel=1e-10)
    share = estimate_share(design, [row["sch_wide"] == "Yes" for row in CLUSTERED], capped=False)
    assert (share.value, share.error) == pytest.approx((0.874316939891, 0.02056423744744), rel=1e-9)
    assert (share.interval.low, share.interval.high) == pytest.approx((0.8231186049417, 0.9150765237038), rel=1e-9)


def test_clusters_within_strata() -> None:
    """svydesign(id = ~paste(stype, dnum), strata = ~stype, weights = ~pw): api00 > 650, and by stype (svyby)."""
    kinds = [row["stype"] for row in CLUSTERED]
    design = survey_design(
        183, weights=np.full(183, 33.846996307373), stratum=kinds,
        cluster=[row["stype"] + row["dnum"] for row in CLUSTERED],
    )  # fmt: skip
    yes = scores(CLUSTERED) > 650
    found = estimate_share(design, yes)
    assert (found.value, found.error, found.df) == pytest.approx((0.5136612021858, 0.08306560766376, 32), rel=1e-10)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.3366785777249, 0.6881722128325), rel=1e-9)
    errors = {"E": 0.1014102022823, "H": 0.2091214442033, "M": 0.1332731985605}
    for kind, error in errors.items():
        part = estimate_share(design, yes, domain=[one == kind for one in kinds])
        assert part.error == pytest.approx(error, rel=1e-9)


def test_post_strata_and_raking() -> None:
    """postStratify(dclus1, ~stype); calibrate(calfun = "raking") and rake() over stype and sch.wide agree."""
    kinds, wide = [row["stype"] for row in CLUSTERED], [row["sch_wide"] for row in CLUSTERED]
    found = estimate_mean(post_stratify(clustered(), kinds, STRATA), scores(CLUSTERED))
    assert (found.value, found.error) == pytest.approx((642.3107882116, 23.9204864451), rel=PRECISE)
    raked = rake(clustered(), [(kinds, STRATA), (wide, {"No": 1_072, "Yes": 5_122})])
    found = estimate_mean(raked, scores(CLUSTERED))
    assert (found.value, found.error) == pytest.approx((641.2303209268, 23.7036168879), rel=PRECISE)
    assert raked.weights.sum() == pytest.approx(6_194)


def test_differences_between_areas_carry_their_covariance() -> None:
    """svyby(~api00, ~stype, dclus1, svymean, covmat = TRUE) and svycontrast of its pairs."""
    found = areas_apart(clustered(), scores(CLUSTERED), [row["stype"] for row in CLUSTERED])
    assert found.areas == ("H", "E", "M")
    assert found.values == pytest.approx([618.571428571, 648.868055556, 631.44], rel=PRECISE)
    assert found.errors == pytest.approx([38.0202493594, 22.3624088938, 31.6094652272], rel=PRECISE)
    errors = [found.difference_error[1, 0], found.difference_error[1, 2], found.difference_error[0, 2]]
    assert errors == pytest.approx([30.0276061918, 14.3373902342, 33.5862440076], rel=PRECISE)
    assert found.cannot_be_told_apart


def test_a_change_of_a_panel_over_every_possible_pair_of_samples() -> None:
    """Six persons, two in both rounds and one more in each: all 180 pairs of samples are as likely.

    The mean of the estimated variance is the variance of the estimated change, exactly; taken for independent samples
    it is far from it. By hand for one pair: Tam's covariance (m / (n1 n2) - 1 / N) s12 = (2/9 - 1/6) s12.
    """
    first, second = np.array([3.0, 5, 6, 9, 11, 20]), np.array([4.0, 5, 8, 9, 14, 21])
    changes, variances, independent = [], [], []
    for both in itertools.combinations(range(6), 2):
        rest = [i for i in range(6) if i not in both]
        for a, b in itertools.permutations(rest, 2):
            one, other = [*both, a], [*both, b]
            design = survey_design(3, population=6)
            found = change_of_panel((design, first[one], one), (design, second[other], other))
            apart = change_of_samples((design, first[one]), (design, second[other]))
            changes.append(found.difference)
            variances.append(apart.error**2 - 2 * (2 / 9 - 1 / 6) * np.cov(first[list(both)], second[list(both)])[0, 1])
            independent.append(apart.error**2)
            if found.error > 0:
                assert found.error**2 == pytest.approx(variances[-1], rel=1e-9)
            assert found.overlap == 2
    assert np.mean(variances) == pytest.approx(np.var(changes), rel=1e-9)
    assert np.mean(independent) > 1.4 * np.var(changes)


def test_a_change_of_independent_samples_by_hand() -> None:
    """Two simple samples: .4 of 100 and .55 of 80, var p (1 - p) / (n - 1) each; Satterthwaite's df."""
    one, other = np.repeat([1.0, 0.0], [40, 60]), np.repeat([1.0, 0.0], [44, 36])
    found = change_of_samples(
        (survey_design(100, weights=np.ones(100)), one), (survey_design(80, weights=np.ones(80)), other)
    )
    assert found.error == pytest.approx((0.24 / 99 + 0.2475 / 79) ** 0.5)
    assert found.difference == pytest.approx(0.15)
    assert found.told_apart
    assert found.p < 0.05


def test_holm_by_hand() -> None:
    """R p.adjust(c(.04, .01, .03, .02, .05), "holm"): .09, .05, .09, .08, .09."""
    assert holm([0.04, 0.01, 0.03, 0.02, 0.05]).tolist() == pytest.approx([0.09, 0.05, 0.09, 0.08, 0.09])
    assert holm([]).tolist() == []
