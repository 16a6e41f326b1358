from __future__ import annotations

import pytest

from tests.unit.place_material import REGISTER, district
from tryggve.domain.area import AreaRegister
from tryggve.ingest.gazetteer import Gazetteer, build

G = build(REGISTER)


def codes(text: str, *, is_place: bool = False, gazetteer: Gazetteer = G) -> list[list[str]]:
    """Codes per name heard, in order of the text; names that are merely near are left out."""
    found = gazetteer.find(text, is_place=is_place)
    return [sorted(code for _level, code in mention.areas) for mention in found if not mention.near]


def of(*names: str) -> Gazetteer:
    return build(AreaRegister("", tuple(district(str(i), name, i, 0) for i, name in enumerate(names))))


@pytest.mark.parametrize(
    "text",
    [
        "Skadegörelse på Kvarnbacka i natt",
        "på kvarnbacka",
        "PÅ KVARNBACKA",
        "Kvarnbackas centrum",
        "Kvarnbacka centrum",
        "Kvarnbacka-området",
        "Kvarnbackaområdet",
        "i Kvarnbacka.",
        "(Kvarnbacka)",
        "Kvarnbacka/skolan",
        "flera platser,Kvarnbacka",
        "Kvarnbacka:s torg",
        "i Öst-Kvarnbacka",
        "på norra Kvarnbacka",
        "Kva\u0301rnbacka Kvarnbacka",  # a combining accent makes the first another word
    ],
)
def test_a_name_is_heard_in_its_forms(text: str) -> None:
    assert codes(text) == [["05"]]


@pytest.mark.parametrize(
    "text",
    [
        "Kvarnbackavägen 3",
        "Kvarnbackaskolan",
        "Stora Kvarnbackavägen",
        "Gamla-Kvarnbacka",
        "Kvarnbacka-Lund",
        "Kvarn backa",
        "kvarn-backa",
        "Kvarnback",
        "",
        "!?",
    ],
)
def test_a_name_is_not_heard_in_other_words(text: str) -> None:
    assert codes(text) == []


def test_haga_is_not_in_hagalund() -> None:
    assert codes("Inbrott i Hagalund, Hagavägen och Hagaparken") == []
    assert codes("Inbrott i Haga") == [["03"]]


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert codes("på O\u0308n, i Ro\u0308nnbyomra\u030adet") == [["09"], ["07"]]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("på Backen", True),
        ("i Backens utkant", True),
        ("Granhult, Backen", True),
        ("på norra Backen", True),
        ("i stadsdelen Backen", True),
        ("på Kvarnbacka och Backen", True),
        ("Backen", False),  # begins a sentence
        ("Backen var hal.", False),
        ("i backen", False),
        ("nedför Backen", False),
        ("Han sprang. Backen var hal.", False),
        ("på ön", False),
        ("på Ön", True),
    ],
)
def test_a_word_of_the_language_needs_a_capital_and_a_word_of_place(text: str, heard: bool) -> None:
    found = [c for c in codes(text) if c in (["04"], ["09"])]
    assert bool(found) is heard


def test_in_a_column_of_places_the_name_stands_alone() -> None:
    assert codes("Backen", is_place=True) == [["04"]]
    assert codes("Backen, vid lekplatsen", is_place=True) == [["04"]]
    assert codes("Skolan vid backen", is_place=True) == []


@pytest.mark.parametrize(("text", "heard"), [("Bråk Haga", True), ("bråk på haga", True), ("bråk haga", False)])
def test_a_short_name_needs_a_capital_or_a_word_of_place(text: str, heard: bool) -> None:
    assert bool(codes(text)) is heard


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i Talludden norra", [["01"]]),
        ("i Talludden, norra", [["01"]]),
        ("norra Talludden", [["01"]]),
        ("Norra Talludden och södra Talludden", [["01"], ["02"]]),
        ("Talludden norra delen", [["01"]]),
        ("i Talludden", [["01", "02"]]),  # fits both, so it stands for both
        ("Talluddens skola", [["01", "02"]]),
        ("Haga/Lillsjö", [["03"]]),
        ("Haga Lillsjö", [["03"]]),
        ("vid Lillsjö", [["03"]]),
        ("på Hagastan", [["03"]]),  # alias
        ("Kvarnbacka omland", [["06"]]),
        ("Rönnbyområdet", [["07"]]),
        ("på Rönnby", [["07"]]),
        ("Gransjön", []),
        ("i Gransjö", [["08"]]),
        ("Gransjös skola", [["08"]]),
        ("Nya Ljungheden", [["10"]]),
        ("Ljungheden", []),  # the only part of something larger: which part is not said
        ("i Granhult", [[]]),  # the municipality: heard, but no area
        ("Norrsidan", [["N"]]),
    ],
)
def test_whole_names_parts_and_orders(text: str, expected: list[list[str]]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize("text", ["vän med Rönnby", "Rönnby ringde", "till Rönnby", "rönnby"])
def test_what_may_be_a_persons_name_is_heard_after_i_and_pa_only(text: str) -> None:
    assert codes(text) == []


def test_the_longest_name_wins() -> None:
    gazetteer = of("Björkdal", "Björkdal strand", "Björkdal strand västra")
    assert codes("vid Björkdal strand västra", gazetteer=gazetteer) == [["2"]]
    assert codes("vid Björkdal strand", gazetteer=gazetteer) == [["1"]]
    assert codes("vid Björkdals strand", gazetteer=gazetteer) == [["0"]]
    assert codes("vid Björkdal stranden", gazetteer=gazetteer) == [["1"]]
    assert codes("Björkdal. Strand", gazetteer=gazetteer) == [["1"]]


def test_two_areas_of_one_name_stand_together() -> None:
    assert codes("på Solbro", gazetteer=of("Solbro", "Solbro")) == [["0", "1"]]
    assert codes("på Solbros torg", gazetteer=of("Solbro", "Solbros")) == [["1"]]


def test_a_name_that_an_area_bears_stands_for_it_alone() -> None:
    assert codes("på Solbro", gazetteer=of("Solbro", "Solbro norra", "Solbro/Åkra")) == [["0"]]


def test_what_lies_round_a_place_is_not_the_place() -> None:
    assert codes("i Solbro", gazetteer=of("Solbro omland", "Solbro norra landsbygd")) == []


def test_numbered_and_bracketed_parts() -> None:
    assert codes("i Solbro", gazetteer=of("Solbro 1", "Solbro 2")) == [["0", "1"]]
    assert codes("i Solbro 2", gazetteer=of("Solbro 1", "Solbro 2")) == [["1"]]
    assert codes("i Solbro2", gazetteer=of("Solbro 1", "Solbro 2")) == [["1"]]
    assert codes("i Solbro", gazetteer=of("Solbro (hyreshus)", "Solbro (villor)")) == [["0", "1"]]
    assert codes("Solbro", gazetteer=of("Solbro tätort")) == [["0"]]


@pytest.mark.parametrize("text", ["norr om Kvarnbacka", "utanför Kvarnbacka", "mot Kvarnbacka", "nära Kvarnbacka"])
def test_near_a_place_is_not_in_it(text: str) -> None:
    (mention,) = G.find(text)
    assert mention.near
    assert codes("på Backen, " + text) == [["04"]]


def test_places_in_the_text() -> None:
    text = "Bråk: Kvarnbackas torg och Ön?"
    assert [text[mention.start : mention.end] for mention in G.find(text)] == ["Kvarnbackas"]
    text = "Från Kvarnbacka till Talludden norra"
    assert [text[mention.start : mention.end] for mention in G.find(text)] == ["Kvarnbacka", "Talludden norra"]


def test_letters_that_grow_without_case_do_not_shift_places() -> None:
    text = "STRAẞE İ ß på Kvarnbacka"
    (mention,) = G.find(text)
    assert text[mention.start : mention.end] == "Kvarnbacka"


def test_a_cell_may_hold_the_name_that_is_also_the_municipalitys() -> None:
    gazetteer = build(AreaRegister("Granhult", (district("1", "Granhult", 0, 0),)))
    assert gazetteer.named("granhult") == {("district", "1")}
    assert codes("i Granhult", gazetteer=gazetteer) == [[]]
    assert gazetteer.named("ingenstans") == frozenset()


def test_empty_register() -> None:
    assert build(AreaRegister("")).find("på Haga") == []
    assert build(AreaRegister("", (district("1", "–", 0, 0),))).find("på – Haga") == []
