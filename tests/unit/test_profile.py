from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.sample_table import table
from tryggve.catalog import names_in, read_text
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.profile import Kind, Profile, guess_profile, load_profile, shipped_profiles
from tryggve.ingest.profile_record import COUNT_FIELDS, INCIDENT_FIELDS, OPTIONS
from tryggve.ingest.profile_reference import render_profiles
from tryggve.ingest.profile_toml import profile_from_toml


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def test_every_profile_of_the_catalog_is_shipped_and_bears_its_own_name() -> None:
    assert sorted(shipped_profiles()) == names_in("profiles")
    assert all(name == profile.name for name, profile in shipped_profiles().items())
    assert all(set(profile.title) == {"sv", "en"} for profile in shipped_profiles().values())


@pytest.mark.parametrize("name", sorted(names_in("profiles")))
def test_a_shipped_profile_survives_being_saved(name: str) -> None:
    profile = shipped_profiles()[name]
    assert profile_from_toml(profile.to_toml(), name) == profile


def test_a_profile_with_everything_in_it_survives_being_saved() -> None:
    profile = Profile(
        name='min "egen" \\ profil',
        kind=Kind.INCIDENTS,
        title={"sv": "Åäö\nrad två\tflik"},
        recognise=("a|b", "c"),
        mapping="police_uk",
        unknown_category="ovrigt",
        zone="Europe/London",
        crs="EPSG:27700",
        missing=("NA", "–"),
        date_order="dmy",
        time_formats=("%d.%m.%y",),
        mixed=("x",),
        columns={"time": ("När det hände", "b"), "category": ("c",)},
        constants={"source": "s"},
        values={"observation": {"såg själv": "own", "": "unknown"}},
        categories={"klotter": ("tag", "målning")},
    )
    assert profile_from_toml(profile.to_toml(), "p") == profile


def test_notes_are_saved_as_comments_that_cannot_break_the_file() -> None:
    profile = replace(shipped_profiles()["est"], notes=('a\nname = "stulen"\x07',))
    saved = profile.to_toml()
    assert saved.startswith('# a\n# name = "stulen" \n')
    assert profile_from_toml(saved, "p").name == "est"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("name = ", "not valid TOML"),
        ('kind = "incidents"', "The key name is missing"),
        ('name = "a"', "The key kind is missing"),
        ('name = "a"\nkind = "points"', "kind must be one of: incidents, counts"),
        ('name = "a"\nkind = ["counts"]', "kind must be one of"),
        ('name = "a"\nkind = "counts"\ncolumn = 1', "Unknown keys: column"),
        ('name = "a"\nkind = "counts"\ncolumns = "b"', "columns must be a table"),
        ('name = "a"\nkind = "counts"\n[columns]\nvalue = 3', "columns.value must be a text or a list"),
        ('name = "a"\nkind = "counts"\n[columns]\nseverity = "b"', "Unknown fields in columns: severity"),
        ('name = "a"\nkind = "counts"\nwide = "ja"', "wide must be of the same sort as false"),
        ('name = "a"\nkind = "counts"\ndash = "noll"', "dash must be one of: unknown, zero"),
        ('name = "a"\nkind = "incidents"\nmapping = "fbi"', "mapping must be one of"),
        ('name = "a"\nkind = "incidents"\nzone = "Mars/Olympus"', "no time zone Mars/Olympus"),
        ('name = "a"\nkind = "incidents"\nzone = "../etc/passwd"', "no time zone"),
        ('name = "a"\nkind = "incidents"\n[categories]\nspoke = "b"', "Unknown category codes: spoke"),
        ('name = "a"\nkind = "incidents"\n[categories]\nklotter = "b"\nalkohol = "B"', "stands for two codes"),
        ('name = "a"\nkind = "incidents"\n[values]\nobservation = "b"', "values.observation must be a table"),
        ('name = "a"\nkind = "incidents"\ntime_formats = ["%d.%m"]', "no form of a time with its year"),
        ('name = "a"\nkind = "incidents"\ntime_formats = ["%d %d %Y"]', "no form of a time with its year"),
        ('name = "a"\nkind = "incidents"\ntime_formats = ["%Y", "%Q"]', '"%Q" is no form of a time'),
        ('name = "a"\nkind = "incidents"\n[columns]\nx = "X"\ny = ["Y", "x"]', "x and y cannot be the same column: x"),
        ('name = "a"\nkind = "incidents"\nrecognise = ' + "[" * 3000, "nested too deeply"),
    ],
)
def test_a_faulty_profile_is_refused_in_words(text: str, part: str) -> None:
    with pytest.raises(FileError, match=r"min\.toml cannot be used") as refused:
        profile_from_toml(text, "min.toml")
    assert part in refused.value.what


def test_load_by_name_by_path_and_not_at_all(tmp_path: Path) -> None:
    assert load_profile("polisen") is shipped_profiles()["polisen"]
    path = tmp_path / "min.toml"
    path.write_text(read_text("profiles/est.toml"), encoding="utf-8-sig")
    assert load_profile(path) == shipped_profiles()["est"]
    for absent in ("polsien", tmp_path / "finns_inte.toml", tmp_path):
        with pytest.raises(FileError, match="There is no profile") as refused:
            load_profile(absent)
        assert "polisen" in refused.value.how
    (tmp_path / "bin.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError):
        load_profile(tmp_path / "bin.toml")


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        ("fran;kategori", "est"),
        ("Datum;Kategori;Organisation;x;y", "est"),
        ("Från;KATEGORI;område", "est"),
        ("id;datetime;name;summary;url;type;location.name;location.gps", "polisen"),
        ("id;datetime;name;summary;type;location_name;location_gps;url", "polisen"),
        ("Crime ID;Month;Longitude;Latitude;Location;Crime type", "police_uk"),
        ("X;Y;date", "punkter"),
        ("geometry.x;geometry.y;datum;typ", "punkter"),
        ("uid;date_single;date_start;date_end;longitude;latitude", "fran_till"),
        ("omrade;period;kategori;antal", "antal"),
        ("Område;Kategori;2024;2025", "antal_bred"),
        ("kommun_kod;kommun;ar;grupp;antal;per_100k", "bra"),
        ("kommun_kod;kommun;ar;kvartal;antal_total;preliminar", "bra"),
    ],
)
def test_headings_choose_the_profile(headings: str, name: str) -> None:
    cells = ";".join("1" for _heading in headings.split(";"))
    assert guess_profile(table(f"{headings}\n{cells}")).name == name


def test_a_table_of_crimes_by_year_is_never_taken_for_bra_where_a_dash_is_zero() -> None:
    guessed = guess_profile(table("Brottstyp;2023;2024\nStöld;12;-\nRån;3;4"))
    assert guessed.name != "bra_tabell"
    assert guessed.dash == "unknown"
    assert not guessed.register


def test_the_reference_names_every_key_field_and_profile() -> None:
    text = render_profiles()
    for key in (*OPTIONS, *INCIDENT_FIELDS, *COUNT_FIELDS):
        assert f"| `{key}` |" in text, key
    for name in shipped_profiles():
        assert f"### `{name}` – " in text
    assert text == render_profiles()
