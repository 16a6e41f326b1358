"""From the files of a survey to shares: what goes in, what is given back, what may be told."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from tests.unit.survey_files import COUNTS, answers, write_answers, write_design
from tryggve.domain.row_error import FileError
from tryggve.domain.survey import WHOLE, Answer, SafetySurvey
from tryggve.ingest.survey.answers import read_answers
from tryggve.ingest.survey.design_toml import design_of, read_design
from tryggve.ingest.survey.finished import read_finished
from tryggve.reports.survey.context import Context
from tryggve.reports.survey.evidence import read_round, round_of, write_evidence
from tryggve.reports.survey.matter import SurveyMatter, matter_of_answers, matter_of_table

FINISHED = """
name = "Mätning"
place = "Exempelkommunen"
period = "2025"
finished = true
{more}
[[areas]]
code = "a"
name = "Älvby"
[[areas]]
code = "b"
[[questions]]
id = "oro"
text = "Andel oroliga"
sort = "perception"
"""


@pytest.fixture
def design(tmp_path: Path) -> SafetySurvey:
    return read_design(write_design(tmp_path))


def counted(folder: Path, design: SafetySurvey, rows: list[list[str]] | None = None) -> SurveyMatter:
    path = write_answers(folder / "svar.csv", answers() if rows is None else rows)
    return matter_of_answers(read_answers([path], design), design)


def test_shares_are_those_counted_by_hand(tmp_path: Path, design: SafetySurvey) -> None:
    matter = counted(tmp_path, design)
    for area, (n, unsafe, threatened) in COUNTS.items():
        evening, threat = matter.at("kvall", area), matter.at("hot", area)
        assert evening is not None
        assert threat is not None
        assert (evening.answered, evening.asked) == (n, 200)
        assert evening.share == round(unsafe / n, 4)
        assert threat.share == round(threatened / n, 4)
        assert evening.response == n / 200


def test_the_whole_is_weighed_by_who_lives_where(tmp_path: Path, design: SafetySurvey) -> None:
    """13 more than answered came in from each area: each form stands for population / (n + 13)."""
    whole = counted(tmp_path, design).at("kvall", WHOLE)
    weight = {"centrum": 4000 / 113, "soder": 2000 / 93, "vaster": 6000 / 133}
    base = sum(weight[area] * n for area, (n, _k, _t) in COUNTS.items())
    unsafe = sum(weight[area] * k for area, (_n, k, _t) in COUNTS.items())
    assert whole is not None
    assert whole.share == round(unsafe / base, 4)
    assert whole.share != round(96 / 300, 4)  # unweighted


def test_the_variance_of_a_stratum_by_hand(tmp_path: Path, design: SafetySurvey) -> None:
    """Söder: 93 forms, 80 answers, 16 unsafe. z = (y - .2) / 80 for the answers, 0 for the 13; their mean is 0, so
    V = (1 - 93 / 2000) 93 / 92 (80 x .2 x .8) / 80^2 = .0019279.
    """
    found = counted(tmp_path, design).at("kvall", "soder")
    assert found is not None
    assert found.variance == float(f"{(1 - 93 / 2000) * 93 / 92 * 80 * 0.16 / 6400:.3g}")
    assert found.low < 0.2 < found.high


def test_not_knowing_leaving_blank_and_not_being_asked_are_three_things(tmp_path: Path, design: SafetySurvey) -> None:
    rows = answers() + [[f"X{i}", "soder", "Ej tillfrågad", "Nej", ""] for i in range(9)]
    matter = counted(tmp_path, design, rows)
    forms = 300 + 39 + 9
    assert matter.unanswered["kvall", Answer.DONT_KNOW] == round(18 / forms, 2)
    assert matter.unanswered["kvall", Answer.BLANK] == round(21 / forms, 2)
    assert matter.unanswered["kvall", Answer.NOT_ASKED] == round(9 / forms, 2)
    assert matter.unanswered["hot", Answer.BLANK] == 0.0


def test_a_handful_without_an_answer_is_not_told(tmp_path: Path, design: SafetySurvey) -> None:
    rows = answers() + [[f"X{i}", "soder", "Ej tillfrågad", "Nej", ""] for i in range(3)]
    assert counted(tmp_path, design, rows).unanswered["kvall", Answer.NOT_ASKED] is None


def test_bad_rows_come_back_and_good_ones_count(tmp_path: Path, design: SafetySurvey) -> None:
    rows = [*answers(), ["R1", "norr", "1", "Ja", "hej"], ["R2", "soder", "kanske", "Ja", "hej"]]
    found = read_answers([write_answers(tmp_path / "svar.csv", rows)], design)
    assert len(found) == 339
    ((table, errors),) = found.returned
    assert [(one.row, one.column, one.value) for one in errors] == [(341, "omrade", "norr"), (342, "kvall", "kanske")]
    assert all(one.what and one.how for one in errors)
    assert list(table.columns) == ["omrade", "kvall", "hot"]  # neither identity nor free text


def test_an_area_may_stand_by_its_name(tmp_path: Path, design: SafetySurvey) -> None:
    rows = [[row[0], "Söder" if row[1] == "soder" else row[1], *row[2:]] for row in answers()]
    assert not read_answers([write_answers(tmp_path / "svar.csv", rows)], design).returned[0][1]


def test_few_answers_are_not_told_and_not_left_over(tmp_path: Path, design: SafetySurvey) -> None:
    matter = counted(tmp_path, design, answers(COUNTS | {"soder": (29, 6, 6)}))
    hidden = {one.area: one.hidden for one in matter.of("kvall")}
    assert hidden == {WHOLE: "", "centrum": "guard", "soder": "few", "vaster": ""}
    assert all(math.isnan(one.share) for one in matter.of("kvall") if one.hidden)


def test_areas_whose_intervals_meet_are_not_ordered(tmp_path: Path, design: SafetySurvey) -> None:
    matter = counted(tmp_path, design)
    assert matter.apart["hot"] == ()
    assert set(matter.apart["kvall"]) == {("centrum", "soder"), ("centrum", "vaster")}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("omrade", "stadsdel"), "omrade"),
        (("soder", "centrum"), "soder"),
    ],
)
def test_what_cannot_be_weighed_is_refused(
    tmp_path: Path, design: SafetySurvey, change: tuple[str, str], said: str
) -> None:
    path = write_answers(tmp_path / "svar.csv", answers())
    path.write_text(path.read_text("utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(FileError, match=said):
        read_answers([path], design)


def test_the_same_file_twice_is_refused(tmp_path: Path, design: SafetySurvey) -> None:
    first = write_answers(tmp_path / "svar.csv", answers())
    second = write_answers(tmp_path / "kopia.csv", answers())
    with pytest.raises(FileError, match=r"kopia\.csv"):
        read_answers([first, second], design)


def test_more_answers_than_asked_is_refused(tmp_path: Path, design: SafetySurvey) -> None:
    path = write_answers(tmp_path / "svar.csv", answers(COUNTS | {"soder": (190, 30, 12)}))
    with pytest.raises(FileError, match="Söder"):
        read_answers([path], design)


def test_a_file_of_nothing_but_faults_is_refused(tmp_path: Path, design: SafetySurvey) -> None:
    path = write_answers(tmp_path / "svar.csv", [["1", "norr", "1", "Ja", ""]] * 3)
    with pytest.raises(FileError):
        read_answers([path], design)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('sort = "event"', 'sort = "index"', "index|event"),
        ('sort = "event"', 'sort = "event"\nindex = 1', "index"),
        ('good = ["Nej"]', 'good = ["Nej", "JA"]', "ja"),
        ('code = "vaster"', 'code = "soder"', "soder"),
        ('code = "vaster"\nname', 'code = "x\'y"\nname', "x'y"),
        ('period = "2025"', 'period = "i höstas"', "i höstas"),
        ('asked = 200\n[[strata]]\ncode = "soder"', 'asked = 9999\n[[strata]]\ncode = "soder"', "centrum"),
        ("population = 4000", "population = -4", "population"),
        ('place = "Exempelkommunen"', 'place = "Umeå"', "Umeå"),
        ('name = "Trygg', 'nam = "Trygg', "nam"),
        ("[[questions]]", "[[questions]", "TOML"),
        ('bad = ["Ja"]', "bad = []", "hot"),
        ('bad = ["Ja"]', "bad = [1]", "bad"),
    ],
)
def test_a_design_that_is_wrong_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = write_design(tmp_path).read_text("utf-8")
    assert old in text
    with pytest.raises(FileError, match=said):
        design_of(text.replace(old, new, 1), "design.toml")


def finished(folder: Path, rows: str, more: str = "") -> SurveyMatter:
    path = folder / "tabell.csv"
    path.write_text("Område;Fråga;Andel;Tillfrågade;Svarande;Lägre;Övre\n" + rows, encoding="utf-8")
    design = design_of(FINISHED.format(more=more), "design.toml")
    return matter_of_table(read_finished([path], design), design)


def test_a_finished_table_keeps_its_own_limits(tmp_path: Path) -> None:
    matter = finished(tmp_path, "Älvby;oro;42,5;400;200;33;52\nb;oro;20 %;;150;;\nalla;oro;31;;350;;\n")
    own, other = matter.at("oro", "a"), matter.at("oro", "b")
    assert own is not None
    assert other is not None
    assert (own.share, own.low, own.high, own.asked) == (0.425, 0.33, 0.52, 400)
    assert other.asked is None
    assert other.low < 0.2 < other.high


def test_a_stated_design_effect_widens(tmp_path: Path) -> None:
    rows = "a;oro;40;400;200;;\n"
    plain, wide = (
        finished(tmp_path, rows).at("oro", "a"),
        finished(tmp_path, rows, "design_effect = 2.0").at("oro", "a"),
    )
    assert plain is not None
    assert wide is not None
    assert (plain.effective, wide.effective) == (200, 100)
    assert wide.high - wide.low > 1.3 * (plain.high - plain.low)


@pytest.mark.parametrize(
    "row",
    ["norr;oro;10;400;200;;", "a;ilska;10;400;200;;", "a;oro;101;400;200;;", "a;oro;;400;200;;", "a;oro;10;100;200;;",
     "a;oro;10;400;;;", "a;oro;10;400;200;12;15", "a;oro;10;400;200;5;", "a;oro;10;400;20,5;;", "b;oro;1;400;200;;"],
)  # fmt: skip
def test_a_row_of_a_finished_table_that_is_wrong_comes_back(tmp_path: Path, row: str) -> None:
    path = tmp_path / "tabell.csv"
    path.write_text(
        f"Område;Fråga;Andel;Tillfrågade;Svarande;Lägre;Övre\nb;oro;20;400;150;;\n{row}\n", encoding="utf-8"
    )
    found = read_finished([path], design_of(FINISHED.format(more=""), "design.toml"))
    assert [one.row for one in found.returned[0][1]] == [3]
    assert len(found.shares) == 1


def test_a_round_is_read_again_as_it_was_written(tmp_path: Path, design: SafetySurvey) -> None:
    matter = counted(tmp_path, design)
    write_evidence(matter, None, tmp_path / "ut")
    again, first = read_round(tmp_path / "ut"), round_of(matter)
    assert (again.name, again.period, again.put) == (first.name, first.period, first.put)
    assert again.told == dict(first.told)


def test_a_question_put_otherwise_is_not_compared(tmp_path: Path, design: SafetySurvey) -> None:
    matter = counted(tmp_path, design)
    before = round_of(matter)
    before.put["kvall"] = ("Är du trygg?", *before.put["kvall"][1:])
    ctx = Context(matter, before)
    assert ctx.not_compared(ctx.question("kvall"))
    assert {question for question, _area in ctx.changes} == {"hot"}


def test_a_spoilt_round_is_refused(tmp_path: Path, design: SafetySurvey) -> None:
    write_evidence(counted(tmp_path, design), None, tmp_path / "ut")
    path = tmp_path / "ut" / "underlag" / "survey.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    rows[1][rows[0].index("share")] = "0.99"
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")
    with pytest.raises(FileError):
        read_round(tmp_path / "ut")
    with pytest.raises(FileError):
        read_round(tmp_path / "annat")


def test_a_workbook_with_weights_and_no_areas(tmp_path: Path) -> None:
    """Weights 2 and 1.5 in turns: (25 x 2 + 25 x 1.5) / (95 x 3.5); codes are numbers and ten cells are empty."""
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "svar.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["nr", "f1", "vikt"])
        for i in range(200):
            sheet.write_row(i + 1, 0, [i, (1 if i < 50 else 2) if i < 190 else None, 1.5 if i % 2 else 2])
    text = """
name = "Mätning"
place = "Exempelkommunen"
period = "2025"
asked = 500
weight_column = "vikt"
[[questions]]
id = "f1"
text = "Har du blivit hotad?"
sort = "event"
bad = ["1"]
good = ["2"]
"""
    design = design_of(text, "design.toml")
    found = read_answers([tmp_path / "svar.xlsx"], design)
    assert found.returned[0][1] == ()
    whole = matter_of_answers(found, design).at("f1", WHOLE)
    assert whole is not None
    assert (whole.answered, whole.asked, whole.share) == (190, 500, round(87.5 / 332.5, 4))


@pytest.mark.parametrize("weight", ["0", "-1", "tung", ""])
def test_a_weight_that_is_none_comes_back(tmp_path: Path, weight: str) -> None:
    text = write_design(tmp_path).read_text("utf-8").replace("invented = true", 'weight_column = "lopnummer"')
    rows = [["2,5", *row[1:]] for row in answers()]
    rows[3][0] = weight
    found = read_answers([write_answers(tmp_path / "svar.csv", rows)], design_of(text, "design.toml"))
    assert [(one.row, one.column) for one in found.returned[0][1]] == [(5, "lopnummer")]
    assert len(found) == 338
