"""Columns that outputs show hold no personal data, whatever a file has put there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from tests.unit.sample_table import context, of_columns, read, table
from tryggve.domain.incident_table import Coded
from tryggve.domain.language import use_language
from tryggve.ingest.mapping import Mapped, apply
from tryggve.ingest.profile import guess_profile, load_profile

EST = load_profile("est")
PERSONAL = ["anna.ek@granhult.example", "850312-1234", "070-123 45 67", "5000-K123456-25"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def said(mapped: Mapped) -> str:
    """Everything but the free text: what stores and outputs can hold."""
    table = mapped.incidents
    texts = [getattr(table, field.name) for field in dataclasses.fields(table) if field.name != "text"]
    columns = [*texts, *table.areas.values()]
    return repr([column.objects().tolist() for column in columns if isinstance(column, Coded)] + [mapped.notes])


@pytest.mark.parametrize("heading", ["rapport_id", "organisation", "kalla", "omrade"])
@pytest.mark.parametrize("personal", PERSONAL)
def test_personal_data_in_a_fixed_field_is_read_as_empty_and_told(heading: str, personal: str) -> None:
    mapped = read(f"fran;kategori;{heading}\n2025-03-02;klotter;{personal}\n2025-03-03;klotter;Norra", EST)
    assert len(mapped.incidents) == 2
    assert personal not in said(mapped)
    assert "Norra" in said(mapped)
    assert f"{heading} holds personal data in 1 row: it was read as empty." in mapped.notes


def test_a_source_that_is_a_person_becomes_the_profile_s_own() -> None:
    assert read("fran;kategori;kalla\n2025-03-02;klotter;070-123 45 67", EST).incidents.source[0] == "EST"


def test_a_home_address_is_no_area() -> None:
    mapped = read("fran;kategori;omrade\n2025-03-02;klotter;Storgatan 12 lgh 1102", EST)
    assert "Storgatan" not in said(mapped)


@pytest.mark.parametrize("number", ["FEL123", "EST001", "340014", "2025-0012", "B17", "2025-03-0012"])
def test_ids_of_systems_stay(number: str) -> None:
    assert read(f"fran;kategori;rapport_id\n2025-03-02;klotter;{number}", EST).incidents.source_id[0] == number


def test_the_same_personal_id_twice_is_still_one_report() -> None:
    text = "fran;kategori;rapport_id\n2025-03-02;klotter;850312-1234\n2025-03-02;klotter;850312-1234"
    mapped = read(text, EST)
    assert len(mapped.incidents) == len(mapped.errors) == 1
    assert "850312" not in repr(mapped.errors)


def test_categories_are_masked_and_long_ones_dropped() -> None:
    story = "Kalle Karlsson från Backen kastade sten " * 4
    # Only the note of unknown categories and the label could show them.
    raw = of_columns({
        "Datum": ["2025-03-02"] * 3, "x": ["700100"] * 3, "y": ["6800100"] * 3,
        "Typ": ["Bråk 850312-1234", story, "Bråk"],
    })  # fmt: skip
    mapped = apply(raw, guess_profile(raw), context())
    assert "850312" not in said(mapped)
    assert "Karlsson" not in said(mapped)
    assert len(mapped.incidents) == 3
    assert "Typ holds free text or personal data in 2 rows: it was masked or left out." in mapped.notes


@pytest.mark.parametrize("heading", ["Rapportör", "Namn", "Avsändare", "Anmälare", "E-post", "reporter"])
def test_a_column_of_persons_is_never_the_organisation_the_place_or_the_id(heading: str) -> None:
    raw = table(f"Tidpunkt;Händelsetyp;{heading}\n2025-03-02;Klotter;Anna Ek\n2025-03-03;Stöld;Bo Al")
    assert heading not in {found for headings in guess_profile(raw).columns.values() for found in headings}
    assert "Anna" not in said(apply(raw, guess_profile(raw), context()))


def test_invisible_signs_neither_hide_a_number_nor_change_a_word() -> None:
    text = "fran;kategori;organisation;beskrivning\n2025-03-02;\u202eklot\u200bter;Norra\u202e skolan;850312\u200b-1234"
    mapped = read(text, EST)
    assert mapped.incidents.category_label[0] == "klotter"
    assert mapped.incidents.organisation[0] == "Norra skolan"
    assert mapped.privacy == {"personnummer": 1}
