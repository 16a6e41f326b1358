"""Files as municipalities have them: what may be taken for granted, and what must be asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.sample_table import context, of_columns, table
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.mapping import Mapped, apply
from tryggve.ingest.profile import guess_profile
from tryggve.ingest.profile_record import Profile
from tryggve.ingest.raw_table import RawTable

PLACES = ["Backen", "Ön", "Kvarnbacka"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def days(n: int, month: int = 3) -> list[str]:
    return [f"2025-{month:02d}-{1 + i % 28:02d}" for i in range(n)]


def columns_of(raw: RawTable) -> dict[str, str]:
    return {name: headings[0] for name, headings in guess_profile(raw).columns.items()}


def read(raw: RawTable) -> tuple[Profile, Mapped]:
    profile = guess_profile(raw)
    return profile, apply(raw, profile, context())


def form(**more: list[str]) -> RawTable:
    """What a web form gives: when it was opened and sent, by whom, and then the answers."""
    begin = {
        "ID": [*map(str, range(1, 7))],
        "Starttid": [f"{day}T08:15:00" for day in days(6, 4)],
        "Slutförandetid": [f"{day}T08:21:00" for day in days(6, 4)],
        "E-post": ["anna.ek@granhult.example"] * 6,
        "Namn": ["Anna Ek"] * 6,
    }
    return of_columns(begin | more)


def test_of_a_form_the_answers_are_read_and_nothing_of_who_gave_them() -> None:
    raw = form(**{
        "Vad har hänt?": ["Klotter", "Stöld"] * 3,
        "Var?": PLACES * 2,
        "När inträffade det?": [f"{day}T22:10:00" for day in days(6)],
    })  # fmt: skip
    profile, mapped = read(raw)
    assert columns_of(raw) == {
        "id": "ID", "time": "När inträffade det?", "category": "Vad har hänt?", "place": "Var?",
    }  # fmt: skip
    assert profile.notes[-1] == "Columns that are not read: Starttid, Slutförandetid, E-post, Namn."
    assert "Anna" not in repr([*mapped.incidents.incidents()])


def test_when_a_form_was_opened_is_used_only_with_a_word_of_warning() -> None:
    raw = form(**{"Vad har hänt?": ["Klotter", "Stöld"] * 3})
    assert columns_of(raw)["time"] == "Starttid"
    assert "when it happened is not in the file" in guess_profile(raw).notes[1]


def test_a_form_that_asks_of_something_else_is_no_list_of_reports() -> None:
    raw = form(**{"Hur trygg är du?": ["Mycket", "Inte"] * 3, "Årskurs": ["7", "8", "9"] * 2})
    with pytest.raises(FileError, match=r"No column of fil\.csv tells what happened") as refused:
        guess_profile(raw)
    assert 'time = "Starttid"' in refused.value.how
    assert "--profile profil.toml" in refused.value.how


@pytest.mark.parametrize(
    ("headings", "chosen"),
    [
        ("Registrerad Inträffade", "Inträffade"),
        ("Inträffade Registrerad", "Inträffade"),
        ("Datum Anmälningsdatum", "Datum"),
        ("Inkom Avslutad", "Inkom"),
        ("Dag1 Uppdaterad", "Dag1"),
    ],
)
def test_of_two_dates_the_one_when_it_happened_is_read(headings: str, chosen: str) -> None:
    first, second = headings.split()
    raw = of_columns({first: days(4), second: days(4, 4), "Typ": ["Klotter", "Stöld"] * 2})
    found = columns_of(raw)
    assert found.get("time", found.get("date")) == chosen


@pytest.mark.parametrize("headings", ["Datum Besök", "Dag1 Dag2", "Inkom Skapad", "Dag1 Inkom", "Tidpunkt Besök"])
def test_which_of_two_dates_is_asked_where_no_heading_tells(headings: str) -> None:
    first, second = headings.split()
    raw = of_columns({first: days(4), second: days(4, 4), "Typ": ["Klotter", "Stöld"] * 2})
    with pytest.raises(FileError, match="cannot be told which says when it happened") as refused:
        guess_profile(raw)
    assert first in refused.value.what
    assert second in refused.value.what


def test_the_date_of_birth_is_never_when_it_happened() -> None:
    raw = of_columns({"Födelsedatum": days(4), "Typ": ["Klotter", "Stöld"] * 2})
    with pytest.raises(FileError):
        guess_profile(raw)


def guards(*dates: str, heading: str = "Datum") -> RawTable:
    n = len(dates)
    return of_columns({
        heading: dates, "Kl": ["22.10"] * n, "Plats": ["Backen"] * n, "Händelse": ["Klotter"] * n,
        "Väktare": ["Kalle Karlsson"] * n,
    })  # fmt: skip


def test_a_day_over_twelve_tells_the_order_of_day_and_month() -> None:
    profile, mapped = read(guards("2/3 2025", "14/3 2025"))
    assert profile.date_order == "dmy"
    assert [str(day) for day in mapped.incidents.last_day.astype("M8[D]")] == ["2025-03-02", "2025-03-14"]
    assert read(guards("3/2/2025", "3/14/2025"))[0].date_order == "mdy"


@pytest.mark.parametrize("dates", [("2/3 2025", "4/5 2025"), ("14/3 2025", "3/14 2025")])
def test_the_order_of_day_and_month_is_asked_where_the_dates_do_not_tell(dates: tuple[str, str]) -> None:
    with pytest.raises(FileError, match="whether day or month stands first") as refused:
        guess_profile(guards(*dates))
    assert 'date_order = "dmy"' in refused.value.how


def test_a_shipped_profile_takes_the_order_that_the_file_proves() -> None:
    profile, mapped = read(of_columns({"Datum": ["2/3 2025", "14/3 2025"], "Kategori": ["klotter"] * 2}))
    assert (profile.name, profile.date_order) == ("est", "dmy")
    assert not mapped.errors


def test_what_somebody_wrote_is_no_category() -> None:
    told = [f"Kalle Karlsson avvisade en man vid entré {i} och han kom tillbaka en timme senare" for i in range(12)]
    raw = of_columns({"Tidpunkt": days(12), "Händelse": told})
    with pytest.raises(FileError, match="tells what happened"):
        guess_profile(raw)


def test_a_table_without_a_category_is_read_where_it_has_coordinates() -> None:
    raw = of_columns({"Skapad": days(3), "Latitud": ["59.31", "59.32", "59.33"], "Longitud": ["18.1", "18.2", "18.3"]})
    profile, mapped = read(raw)
    assert set(profile.columns) == {"time", "lon", "lat"}
    assert len(mapped.incidents) == 3


def test_columns_that_are_not_read_are_named() -> None:
    guessed = guess_profile(table("Tidpunkt;Händelsetyp;Status;Telefon\n2025-03-02;Klotter;klar;070-1234567"))
    assert guessed.notes[-1] == "Columns that are not read: Status, Telefon."


@pytest.mark.parametrize(
    "text",
    [
        "Skola;Brottstyp;2024;2025\nNorra;Stöld;1;2\nSödra;Klotter;3;4",
        "Kvarter;Period;Antal\nNorra;2024;1\nSödra;2025;3",
    ],
)
def test_a_column_that_may_be_the_area_of_counts_is_asked_about(text: str) -> None:
    """Else the number of one district passes for that of the whole municipality."""
    with pytest.raises(FileError, match="says which area the numbers belong to") as refused:
        guess_profile(table(text))
    assert f'area = "{text.split(";", 1)[0]}"' in refused.value.how


def test_the_police_table_of_districts_keeps_its_districts() -> None:
    text = "Lokalområde;Brottstyp;jan-25;feb-25;Totalt\nBacken;Stöld;1;2;3\nÖn;Stöld;4;5;9\nTotalt;Stöld;5;7;12"
    profile, mapped = read(table(text, name="brott_jan-25.csv"))
    assert [(count.area_name, count.value) for count in mapped.counts] == [
        ("Backen", 1), ("Backen", 2), ("Ön", 4), ("Ön", 5), ("Totalt", 5), ("Totalt", 7),
    ]  # fmt: skip
    assert {count.source for count in mapped.counts} == {"brott"}
    assert "Columns that are not read: Totalt." in profile.notes
    assert not mapped.errors


def test_counts_of_nobody_knows_what_are_told() -> None:
    mapped = read(table("Område;2023;2024\nNorra;81;79\nSödra;70;68"))[1]
    assert mapped.notes[0].startswith("No column says what is counted")
