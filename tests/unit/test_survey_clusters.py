"""Where whole classes were drawn: the interval is made of how classes differ, and what that cannot give is not told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tryggve.domain.row_error import FileError
from tryggve.domain.survey import WHOLE, SafetySurvey
from tryggve.ingest.survey.answers import read_answers
from tryggve.ingest.survey.design_toml import design_of
from tryggve.reports.survey.build import build
from tryggve.reports.survey.context import Context
from tryggve.reports.survey.matter import SurveyMatter, matter_of_answers
from tryggve.reports.tree import Bullets
from tryggve.stats.survey import estimate_share, survey_design
from tryggve.stats.survey.kept import joint_share_limits

DESIGN = """
name = "Skolenkät"
place = "Exempelkommunen"
period = "2025"
invented = true
area_column = "skola"
stratum_column = "skola"
{more}
[[areas]]
code = "norr"
[[areas]]
code = "soder"
[[strata]]
code = "norr"
population = 900
asked = 200
[[strata]]
code = "soder"
population = 400
asked = 200
[[questions]]
id = "oro"
text = "Är du orolig i skolan?"
sort = "perception"
bad = ["Ja"]
good = ["Nej"]
"""
CLASSES = {
    "norr": [("7a", 20, 15), ("7b", 20, 5), ("8a", 15, 5), ("8b", 25, 8)],
    "soder": [("7a", 20, 8), ("9c", 24, 9)],
}
"""School → class, how many answered, how many of them are worried."""

Classes = dict[str, list[tuple[str, int, int]]]


def design(more: str = 'cluster_columns = ["skola", "klass"]') -> SafetySurvey:
    return design_of(DESIGN.format(more=more), "design.toml")


def rows(classes: Classes = CLASSES) -> list[tuple[str, str, str]]:
    return [
        (school, name, "Ja" if i < worried else "Nej")
        for school, of in classes.items() for name, n, worried in of for i in range(n)
    ]  # fmt: skip


def counted(folder: Path, how: SafetySurvey, lines: Sequence[Sequence[str]] | None = None) -> SurveyMatter:
    return matter_of_answers(read_answers([written(folder, rows() if lines is None else lines)], how), how)


def written(folder: Path, lines: Sequence[Sequence[str]]) -> Path:
    path = folder / "svar.csv"
    path.write_text("skola;klass;oro\n" + "".join(";".join(one) + "\n" for one in lines), encoding="utf-8")
    return path


def test_the_variance_is_that_of_sums_of_classes(tmp_path: Path) -> None:
    """By hand: z = sum in the class of w (y - p) / sum w, V = sum over schools m / (m - 1) sum (z - mean z)^2."""
    matter, variance = counted(tmp_path, design()), 0.0
    weight = {
        school: {"norr": 900, "soder": 400}[school] / sum(n for _c, n, _k in of) for school, of in CLASSES.items()
    }
    total = sum(weight[school] * n for school, of in CLASSES.items() for _c, n, _k in of)
    share = sum(weight[school] * k for school, of in CLASSES.items() for _c, _n, k in of) / total
    for school, of in CLASSES.items():
        z = [weight[school] * (k - share * n) / total for _c, n, k in of]
        variance += len(z) / (len(z) - 1) * sum((one - sum(z) / len(z)) ** 2 for one in z)
    whole = matter.at("oro", WHOLE)
    assert whole is not None
    assert whole.share == round(share, 4)
    assert whole.variance == float(f"{variance:.3g}")
    assert whole.degrees == 4.0
    norr = matter.at("oro", "norr")
    alone = counted(tmp_path, design("")).at("oro", "norr")
    assert norr is not None
    assert alone is not None
    assert norr.share == alone.share
    assert norr.high - norr.low > 1.5 * (alone.high - alone.low)
    assert matter.clusters == (6, 0)


def test_a_school_of_one_class_has_no_interval_and_no_share(tmp_path: Path) -> None:
    how = design_of(DESIGN.format(more='cluster_columns = ["klass"]').replace('stratum_column = "skola"', "").replace(
        DESIGN[DESIGN.index("[[strata]]") : DESIGN.index("[[questions]]")], ""), "design.toml")  # fmt: skip
    matter = counted(tmp_path, how, rows({"norr": [("1", 40, 20), ("2", 40, 9)], "soder": [("3", 40, 20)]}))
    soder, norr = matter.at("oro", "soder"), matter.at("oro", "norr")
    assert soder is not None
    assert norr is not None
    assert (soder.hidden, norr.hidden) == ("alone", "")
    assert math.isnan(soder.share)
    unknown = next(one for one in build(Context(matter)).sections if one.key == "unknown")
    said = [text for block in unknown.blocks if isinstance(block, Bullets) for text in block.items]
    assert [text[:2] for text in said if "one class" in text or "en enda klass" in text] == ["1 "]
    assert [text[:2] for text in said if "thirty" in text or "trettio" in text] == ["0 "]


def test_all_alike_is_worth_no_more_than_the_classes() -> None:
    classes = np.repeat(np.arange(8), 25).tolist()
    found = estimate_share(survey_design(200, weights=np.ones(200), cluster=classes), np.zeros(200))
    assert found.interval.high == pytest.approx(1 - 0.025 ** (1 / 8))  # Clopper & Pearson, 0 of 8
    one_by_one = estimate_share(survey_design(200, weights=np.ones(200)), np.zeros(200))
    assert one_by_one.interval.high == pytest.approx(1 - 0.025 ** (1 / 200))


def test_limits_for_all_areas_at_once_know_how_few_classes_there_were() -> None:
    """R, u = .5 + .95^.5 / 2: (qt(u, 299) / qt(u, 3))^2 * (qt(.975, 3) / qt(.975, 299))^2 = .7648134."""
    plain = joint_share_limits([0.3, 0.5], [40, 40])
    few = joint_share_limits([0.3, 0.5], [40, 40], answered=[300, 300], degrees=[3, 3])
    wanted = joint_share_limits([0.3, 0.5], [40 * 0.7648134] * 2)
    assert few[0] == pytest.approx(wanted[0], abs=1e-5)
    assert few[0][0] < plain[0][0]
    many = joint_share_limits([0.3, 0.5], [40, 40], answered=[300, 300], degrees=[299, 299])
    assert many[1] == pytest.approx(plain[1])


def test_a_row_without_its_class_comes_back(tmp_path: Path) -> None:
    found = read_answers([written(tmp_path, [*rows(), ("norr", " ", "Ja")])], design())
    assert [(one.row, one.column) for one in found.returned[0][1]] == [(126, "klass")]
    assert found.cluster is not None
    assert len(np.unique(found.cluster)) == 6


@pytest.mark.parametrize(
    ("more", "classes", "said"),
    [
        ('cluster_columns = ["klass"]', CLASSES, "two strata|två strata"),
        ('cluster_columns = ["skola", "klass"]', CLASSES | {"soder": [("7a", 40, 9)]}, "soder"),
        ('cluster_columns = ["hus"]', CLASSES, "hus"),
    ],
)
def test_classes_that_cannot_be_weighed_are_refused(tmp_path: Path, more: str, classes: Classes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        read_answers([written(tmp_path, rows(classes))], design(more))


@pytest.mark.parametrize("more", ['cluster_columns = ["skola", "klass"]', ""])
def test_the_document_always_says_how_they_were_drawn(tmp_path: Path, more: str) -> None:
    situation = build(Context(counted(tmp_path, design(more))))
    ground = next(one for one in situation.sections if one.key == "ground")
    said = " ".join(text for block in ground.blocks if isinstance(block, Bullets) for text in block.items)
    assert "one by one" in said or "en och en" in said
    assert ("25" in said) is not bool(more)
    assert ("(skola, klass)" in said) is bool(more)
