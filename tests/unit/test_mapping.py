from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.sample_table import context, of_columns, profile, read, table
from tryggve.domain.calendar_days import day_number
from tryggve.domain.incident import LeftOut, Observation, TimePrecision
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.mapping import Mapped, apply
from tryggve.ingest.profile import load_profile

EST = load_profile("est")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def est(text: str) -> Mapped:
    return read(text, EST)


def said(mapped: Mapped) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.what) for error in mapped.errors]


def test_the_whole_est_list_is_read() -> None:
    mapped = est(
        "rapport_id;rapporttyp;organisation;organisationstyp;fran;till;kategori;omrade;plats;platsprecision;x;y;"
        "allvarlighet;iakttagelse;antal;beskrivning\n"
        "7;händelse;Norra skolan;skola;2025-03-02 14:30;2025-03-02 16:00;Klotter;A1;torget;gata;674000;6581000;"
        "2;egen;3;Klotter på väggen"
    )
    assert mapped.errors == ()
    (incident,) = mapped.incidents.incidents()
    assert (incident.row_no, incident.file_no, incident.source, incident.source_id) == (2, 1, "EST", "7")
    assert (incident.organisation, incident.organisation_kind) == ("Norra skolan", "school")
    assert (incident.category, incident.category_label, incident.mixed) == ("klotter", "Klotter", False)
    assert (incident.n, incident.severity, incident.observation) == (3, 2, Observation.OWN)
    assert (incident.time_precision, incident.hour) == (TimePrecision.INTERVAL, -1)
    assert (incident.x, incident.y) == (674000, 6581000)
    assert incident.left_out == LeftOut.NONE
    assert incident.text == "Klotter på väggen"


def test_only_time_and_category_are_needed() -> None:
    mapped = est("fran;kategori\n2025-03-02;klotter")
    (incident,) = mapped.incidents.incidents()
    assert (incident.n, incident.severity, incident.observation) == (1, 0, Observation.UNKNOWN)
    assert (incident.organisation_kind, incident.source_id, incident.areas) == ("", "", ())
    assert (incident.first_day, incident.last_day) == (day_number_of("2025-03-02"),) * 2


def day_number_of(text: str) -> int:
    return day_number(dt.date.fromisoformat(text))


@pytest.mark.parametrize("missing", ["kategori;x\nklotter;1", "fran;x\n2025-03-02;1"])
def test_a_file_without_a_needed_column_is_refused_as_a_whole(missing: str) -> None:
    with pytest.raises(FileError, match="has no column for") as refused:
        est(missing)
    assert "The file's columns are:" in refused.value.how


def test_valid_rows_go_on_and_every_fault_is_named() -> None:
    mapped = est(
        "fran;kategori;allvarlighet;antal;iakttagelse;organisationstyp\n"
        "2025-03-02;klotter;;;;\n"
        "2025-03-02;klotterr;6;0;kanske;cirkus\n"
        "igår;klotter;;;;\n"
        "2025-03-30 02:30;klotter;2,5;1,5;;\n"
        "2027-01-01;klotter;tre;två;;\n"
        "2025-03-04;klotter;5;2;andrahand;skola\n"
    )
    assert mapped.incidents.row_no.tolist() == [2, 7]
    assert sorted({error.row for error in mapped.errors}) == [3, 4, 5, 6]
    assert said(mapped)[:5] == [
        (3, "kategori", "The category is not known."),
        (3, "organisationstyp", "The kind of organisation is not known."),
        (3, "allvarlighet", "Severity is a whole number from 1 to 5."),
        (3, "iakttagelse", "The word is not known here."),
        (3, "antal", "The number is a whole number of at least 1 and at most 100000."),
    ]
    assert (4, "fran", "The time cannot be read.") in said(mapped)
    assert (5, "fran", "There was no such time: the clocks were moved forward.") in said(mapped)
    assert (6, "fran", "The time lies in the future (after 2026-01-15).") in said(mapped)
    assert next(e.how for e in mapped.errors if e.column == "kategori") == "Did you mean: graffiti?"


def test_an_error_shows_the_value_cut_and_masked() -> None:
    long = "ring 070-174 06 58 " + "x" * 200
    mapped = est(f"fran;kategori\n2025-03-02;{long}")
    (error,) = mapped.errors
    assert "174" not in error.value
    assert len(error.value) <= 80


def test_category_is_missing() -> None:
    assert said(est("fran;kategori\n2025-03-02;")) == [(2, "kategori", "The category is missing.")]


def test_unknown_categories_become_other_with_a_note_only_where_the_profile_says_so() -> None:
    lenient = replace(EST, unknown_category="ovrigt")
    mapped = read(
        "fran;kategori\n2025-03-02;kattdjur\n2025-03-02;kattdjur\n2025-03-02;ekorre\n2025-03-02;klotter", lenient
    )
    assert mapped.errors == ()
    assert mapped.incidents.category.objects().tolist() == ["ovrigt", "ovrigt", "ovrigt", "klotter"]
    assert mapped.incidents.category_label[0] == "kattdjur"
    assert "Categories without a counterpart became “övrigt” (3 rows): kattdjur 2, ekorre 1." in mapped.notes


def test_a_file_without_categories_says_so_once() -> None:
    mapped = read("datum;x;y\n2025-03-02;674000;6581000\n2025-03-03;674000;6581000", load_profile("punkter"))
    assert mapped.incidents.category.objects().tolist() == ["ovrigt", "ovrigt"]
    assert any("no category: all 2 rows" in note for note in mapped.notes)


def test_own_categories_and_words_of_a_profile() -> None:
    own = replace(
        profile(time="När", category="Vad", observation="Hur"),
        categories={"klotter": ("tag", "målning"), "skadegorelse": ("fönster/tag",)},
        mixed=("fönster/tag",),
        values={"observation": {"såg själv": "own"}},
    )
    mapped = read("När;Vad;Hur\n2025-03-02;TAG;Såg själv\n2025-03-02;fönster/tag;\n2025-03-02;alkohol;andrahand", own)
    assert mapped.incidents.category.objects().tolist() == ["klotter", "skadegorelse", "alkohol"]
    assert mapped.incidents.mixed.tolist() == [False, True, False]
    assert mapped.incidents.observation.tolist() == [Observation.OWN, Observation.UNKNOWN, Observation.SECOND_HAND]


def test_what_is_stored_but_not_counted() -> None:
    mapped = est(
        "rapporttyp;organisation;fran;kategori\n"
        "inget_att_rapportera;Norra skolan;2025-03-02;\n"
        "Inget att rapportera;Norra skolan;2025-03-03;något\n"
        "händelse;;2025-03-02;rykten\n"
        "händelse;;2026-06-06;arrangemang\n"
        ";;2025-03-02;utanför EST\n"
        ";;2025-03-02;nedskräpning\n"
        "inget_att_rapportera;;2025-03-02;\n"
        "inget_att_rapportera;Norra skolan;;\n"
    )
    assert mapped.incidents.left_out.objects().tolist() == [
        LeftOut.NOTHING_TO_REPORT, LeftOut.NOTHING_TO_REPORT, LeftOut.RUMOUR, LeftOut.FORECAST, LeftOut.OUTSIDE_EST, "",
    ]  # fmt: skip
    assert mapped.incidents.category.objects().tolist()[:2] == ["", ""]
    assert [(error.row, error.column) for error in mapped.errors] == [(8, "organisation"), (9, "fran")]


def test_a_reason_from_a_reader_goes_before_the_category() -> None:
    own = profile(time="t", category="k", left_out="u")
    mapped = read("t;k;u\n2025-03-02;utanfor_est;summary\n2025-03-02;klotter;summary\n2025-03-02;klotter;nej", own)
    assert mapped.incidents.left_out.objects().tolist() == ["summary", "summary"]
    assert mapped.errors[0].column == "u"


def test_a_repeated_id_is_counted_once_and_said() -> None:
    mapped = est(
        "rapport_id;fran;kategori\n1;2025-03-02;klotter\n1;2025-03-02;klotter\n1;2025-03-05;klotter\n2;2025-03-02;klotter"
    )
    assert mapped.incidents.row_no.tolist() == [2, 5]
    assert [error.what for error in mapped.errors] == [
        "The same report as in row 2.",
        "The id is already used in row 2, for a report with other content.",
    ]


def test_ids_are_compared_within_source_and_organisation_only() -> None:
    mapped = est(
        "rapport_id;organisation;kalla;fran;kategori\n1;A;;2025-03-02;klotter\n1;B;;2025-03-02;klotter\n"
        "1;A;annan;2025-03-02;klotter"
    )
    assert mapped.errors == ()
    assert mapped.incidents.source.objects().tolist() == ["EST", "EST", "annan"]


def test_rows_without_an_id_are_never_taken_for_one_another() -> None:
    same = "2025-03-02;klotter\n" * 4
    assert len(est(f"fran;kategori\n{same}").incidents) == 4
    blank = ";2025-03-02;klotter\n" * 4
    assert len(est(f"rapport_id;fran;kategori\n{blank}").incidents) == 4


def test_a_faulty_row_does_not_take_the_id_from_a_valid_one() -> None:
    mapped = est("rapport_id;fran;kategori\n1;igår;klotter\n1;2025-03-05;klotter\n1;2025-03-05;klotter")
    assert mapped.incidents.row_no.tolist() == [3]
    assert [(error.row, error.what) for error in mapped.errors] == [
        (2, "The time cannot be read."),
        (4, "The same report as in row 3."),
    ]


def test_texts_that_mean_nothing_are_the_profiles() -> None:
    own = replace(profile(time="t", to="s", category="k"), missing=("NA",))
    mapped = read("t;s;k\n2025-03-02 10:00; NA ;klotter\n2025-03-02 10:00;2025-03-02 11:00;klotter", own)
    assert mapped.incidents.time_precision.tolist() == [TimePrecision.INSTANT, TimePrecision.INTERVAL]
    without = read("t;s;k\n2025-03-02 10:00;NA;klotter", replace(own, missing=()))
    assert without.errors[0].column == "s"


def test_day_numbers_of_a_spreadsheet_are_said() -> None:
    mapped = est("fran;kategori\n45718;klotter\n45718,5;klotter")
    assert mapped.incidents.time_precision.tolist() == [TimePrecision.DAY, TimePrecision.INSTANT]
    assert mapped.incidents.hour.tolist() == [-1, 12]
    assert any("day numbers of a spreadsheet" in note for note in mapped.notes)


def test_dates_saved_as_midnights_are_dates() -> None:
    mapped = est("fran;kategori\n" + "2025-03-02 00:00:00;klotter\n" * 3)
    assert set(mapped.incidents.time_precision.tolist()) == {TimePrecision.DAY}
    assert any("00:00" in note for note in mapped.notes)


def test_the_source_of_a_file_that_states_none_is_its_name_without_numbers() -> None:
    own = profile(time="t", category="k")
    for name, source in {
        "fel_2024-01.csv": "fel",
        "fel 2025.xlsx": "fel",
        "2024.csv": "2024",
        "a.b_v12.csv": "a.b",
    }.items():
        mapped = apply(table("t;k\n2025-03-02;klotter", name=name), own, context())
        assert mapped.incidents.source[0] == source, name


def test_personal_data_are_counted_and_left_in_the_text() -> None:
    mapped = est("fran;kategori;beskrivning\n2025-03-02;klotter;ring 070-174 06 58\n2025-03-02;klotter;inget")
    assert mapped.privacy == {"phone": 1}
    assert "070" in mapped.incidents.text[0]


def test_a_table_without_rows() -> None:
    mapped = apply(of_columns({"fran": [], "kategori": [], "x": [], "y": [], "rapport_id": []}), EST, context())
    assert len(mapped.incidents) == 0
    assert mapped.errors == ()


def test_columns_keep_their_types() -> None:
    incidents = est("fran;kategori\n2025-03-02;klotter").incidents
    types = {
        "start_s": np.int64,
        "first_day": np.int32,
        "n": np.int32,
        "hour": np.int8,
        "severity": np.int8,
        "x": np.int32,
    }
    for name, kind in types.items():
        assert getattr(incidents, name).dtype == kind, name
