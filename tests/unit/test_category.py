from __future__ import annotations

import re

import pytest

from tryggve.catalog import read_toml
from tryggve.domain.category import CategoryClass, categories, category_of
from tryggve.domain.incident import LeftOut
from tryggve.domain.language import use_language
from tryggve.domain.organisation import organisation_kind_of, organisation_kinds
from tryggve.domain.spelling import fold

# Domain handbook 4.3, in its order.
EST_CODES = (
    "narkotika skadegorelse klotter anlagd_brand inbrott_stold personran vald_hot ordningsstorning otrygg_samling "
    "buskorning alkohol incident_personal valdsbejakande nedskrapning belysning underhall otrygg_plats rykten "
    "arrangemang utanfor_est ovrigt"
).split()


def test_the_codes_of_the_handbook_come_first_and_are_marked_so() -> None:
    assert list(categories())[: len(EST_CODES)] == EST_CODES
    assert [code for code, category in categories().items() if category.source == "EST"] == EST_CODES


def test_every_code_beyond_the_handbook_says_which_source_needs_it() -> None:
    beyond = [category for category in categories().values() if category.code not in EST_CODES]
    assert beyond
    assert all(len(category.source) > 10 for category in beyond)


def test_classes_follow_the_handbook() -> None:
    of_class = {cls: {c.code for c in categories().values() if c.cls is cls} for cls in CategoryClass}
    assert of_class[CategoryClass.CONDITION] == {"nedskrapning", "belysning", "underhall", "otrygg_plats"}
    assert of_class[CategoryClass.SIGNAL] == {"rykten"}
    assert of_class[CategoryClass.FORECAST] == {"arrangemang"}
    assert of_class[CategoryClass.OUTSIDE] == {"utanfor_est"}
    assert {c.code for c in categories().values() if c.restricted} == {"valdsbejakande"}
    assert {c.code for c in categories().values() if c.intimate} == {"sexualbrott", "vald_nara_relation"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("klotter", "klotter"),
        ("KLOTTER ", "klotter"),
        ("Skadegörelse", "skadegorelse"),
        ("skadegorelse", "skadegorelse"),
        ("Inbrott  och stöld", "inbrott_stold"),
        ("våld/hot", "vald_hot"),
        ("nedskra\u0308pning", "nedskrapning"),  # ä as two signs, as some systems write it
        ("graffiti", "klotter"),
        ("Utanför EST", "utanfor_est"),
        ("klotterr", None),
        ("", None),
    ],
)
def test_a_category_is_understood_by_code_and_name(text: str, code: str | None) -> None:
    assert category_of(text) == code


def test_every_name_leads_to_its_own_code() -> None:
    for category in categories().values():
        for text in (category.code, *category.names.values(), *category.also):
            assert category_of(text) == category.code, text


def test_names_follow_the_language() -> None:
    with use_language("en"):
        assert categories()["klotter"].name == "graffiti"
    assert categories()["klotter"].name == "klotter"


def test_every_name_is_written_in_both_languages() -> None:
    names = [c.names for c in categories().values()] + [k.names for k in organisation_kinds().values()]
    assert all(set(own) == {"sv", "en"} and all(own.values()) for own in names)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Polisen", "police"), ("skola", "school"), ("Fältare", "field_workers"), ("guards", "guards"), ("cirkus", None)],
)
def test_kinds_of_organisations(text: str, kind: str | None) -> None:
    assert organisation_kind_of(text) == kind


def test_fold_ignores_case_marks_and_signs() -> None:
    assert fold("  Inbrott_och-STÖLD. ") == "inbrott och stold"
    assert fold("Från") == fold("fran")
    assert fold("öl") != fold("el")


@pytest.mark.parametrize("name", ["polisen", "police_uk"])
def test_mappings_use_known_codes_and_each_text_once(name: str) -> None:
    mapping = read_toml(f"mappings/{name}.toml")
    assert set(mapping["codes"]) <= set(categories())
    texts = [fold(text) for texts in mapping["codes"].values() for text in texts]
    assert len(texts) == len(set(texts))
    assert {fold(text) for text in mapping["mixed"]} <= set(texts)


def test_the_police_feed_leaves_traffic_and_information_outside() -> None:
    outside = read_toml("mappings/polisen.toml")["codes"]["utanfor_est"]
    for text in ("Trafikolycka", "Trafikkontroll", "Rattfylleri", "Brand", "Fjällräddning", "Sammanfattning natt"):
        assert text in outside


def test_criminal_damage_and_arson_is_mixed() -> None:
    assert "Criminal damage and arson" in read_toml("mappings/police_uk.toml")["mixed"]


def test_harm_weights_double_and_say_that_they_are_a_choice() -> None:
    harm = read_toml("harm.toml")
    weights = [harm["weights"][str(level)] for level in range(1, 6)]
    assert weights == [1, 2, 4, 8, 16]
    assert harm["grade"] == "val"
    assert set(harm["anchors"]) == set("12345")
    assert re.search(r"\bval\b", harm["text"]["sv"])


def test_reasons_for_leaving_out_cover_the_classes_that_are_not_counted() -> None:
    assert {LeftOut.OUTSIDE_EST, LeftOut.RUMOUR, LeftOut.FORECAST} <= set(LeftOut)
