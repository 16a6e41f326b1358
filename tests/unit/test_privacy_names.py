"""Names of persons in text: each rule with what it finds and what it leaves alone. No one here exists."""

from __future__ import annotations

import pytest

from tryggve.ingest.privacy import find


def found(text: str, *kinds: str) -> list[str]:
    return [text[f.start : f.end] for f in find(text) if f.kind.value in (kinds or ("name",))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kalle slog Ahmed vid torget", ["Kalle", "Ahmed"]),
        ("pratade med anna igår", ["anna"]),
        ("ali hassan sprang", ["ali hassan"]),
        ("MOHAMMED ALI SLOG SÖNDER RUTAN", ["MOHAMMED ALI"]),
        ("Alis bror och hassans lägenhet", ["Alis", "hassans"]),
        ("tack till Karl-Erik och maj-britt", ["Karl-Erik", "maj-britt"]),
        ("mötte Stor-Ali vid bron", ["Stor-Ali"]),
        ("Ali-gänget och Hassanligan samlades", ["Ali-gänget", "Hassanligan"]),
        ("Jean-Pierre och O'Brien klagar", ["Jean-Pierre", "O'Brien"]),
    ],
)
def test_listed_names_in_any_form(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("såg Grażyna och GRAZYNA", ["Grażyna", "GRAZYNA"]),
        ("hos Hodžić och Hodzic", ["Hodžić", "Hodzic"]),
        ("pratade med Máhtte", ["Máhtte"]),
        ("mötte håkan och Päivi", ["håkan", "Päivi"]),
        ("enligt Yılmaz och yilmaz", ["Yılmaz", "yilmaz"]),
        ("Ismaaciil och Ismail var där", ["Ismaaciil", "Ismail"]),
    ],
)
def test_marks_over_letters_and_other_spellings(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize("text", ["fran torget", "vid vägen", "en fonster", "köra här", "mätt och nöjd"])
def test_words_without_their_dots_are_no_names(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kille som heter xyzab", ["xyzab"]),
        ("en man vid namn Qworst", ["Qworst"]),
        ("hans namn är Bruxel", ["Bruxel"]),
        ("Namn: xhevdet krasniqi", ["xhevdet krasniqi"]),
        ("familjen egal har klagat", ["egal"]),
        ("läraren björn karlsson såg det", ["björn karlsson"]),
        ("eleven Zqarb grät", ["Zqarb"]),
        ("Mvh Gunilla", ["Gunilla"]),
    ],
)
def test_words_that_announce_a_name(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text", ["ingen vet vad han heter eller var", "namnet på skolan", "familjen bor här", "heter det"]
)
def test_after_such_words_words_of_the_language_are_no_names(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kalle A och Nisse B.", ["Kalle A", "Nisse B"]),
        ("Kontaktade K. Lindgren igen", ["K. Lindgren"]),
        ("J Karlsson ringde", ["J Karlsson"]),
        ("eleven A.K. slogs", ["A.K"]),
        ("pratade med Karl von Essen", ["Karl von Essen"]),
        ("ringde Omar al Khatib", ["Omar al Khatib"]),
        ("al-Zoubi klagar", ["al-Zoubi"]),
        ("ali xyzwt ringde", ["ali xyzwt"]),
    ],
)
def test_initials_and_particles(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize("text", ["plan A och B", "hus C har klagat", "alternativ B. Sedan", "klass 6C"])
def test_letters_alone_are_no_names(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "name",
    [
        "Brottmarksson", "Fylleqvist", "Tjärnlund", "Hyvätainen", "Särkijoki", "Przewolski", "Grnjević", "Karaöztürk",
        "Tehranzadeh", "Alkhalil", "Moradian", "Abdisamad", "Cabdiqaadir",
    ],
)  # fmt: skip
def test_unknown_names_are_known_by_their_form(name: str) -> None:
    assert found(f"igår kom {name} förbi") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "maskinen",
        "personen",
        "kabinen stod öppen",
        "gråzonen",
        "abdikera",
        "rutinen brast",
        "av maskinen",
        "hiss trasig",
        "Hiss trasig",
        "Cirka tio",
    ],
)
def test_words_that_end_as_names_do(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Och sedan slog Zqarb till", ["Zqarb"]),
        ("vi satt hos Zqarb", ["Zqarb"]),
        ("och Zqarb sprang", ["Zqarb"]),
        ("Zqarb Karlsson kom", ["Zqarb Karlsson"]),
        ("mötte Zqarbs mamma", ["Zqarbs"]),
    ],
)
def test_an_unknown_word_with_capital_is_a_name_where_a_person_acts(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "klotter i Zqarb", "vid Zqarb", "Zqarb är sönder", "Elsparkcykeln kom", "av Bostadsbolaget", "ESTX ringde",
        "Fotbollsmatch AIK", "Kommunala Trygghetsgruppen", "med Hyreshuset",
    ],
)  # fmt: skip
def test_other_unknown_words_are_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sten kastades mot bussen", []),
        ("Och Sten i trapp 5 såg det", ["Sten"]),
        ("Björn har sett allt", ["Björn"]),
        ("en björn sågs", []),
        ("Dag och natt", []),
        ("Dag Svensson ringde", ["Dag Svensson"]),
        ("Bergström i nr 8 hör mopeder", ["Bergström"]),
        ("Max sprang först", ["Max"]),
        ("vi åt på Max", []),
        ("Max 30 km/h gäller", []),
        ("lina vid grinden", ["lina"]),
        ("rita på väggen", []),
    ],
)
def test_names_that_are_words_need_more(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Karl Johans gata", "Olof Palmes plats", "Gustav Adolfs torg", "Mariaskolan", "Karl Johansgatan",
        "Elsa Brändströms gata 5", "Anna Whitlocks gymnasium", "Sankt Eriks kyrka", "S:t Olofs skola", "Kristinaparken",
        "Pizzeria Milano", "Restaurang Mona Lisa", "kvarteret Sara", "Alis pizzeria", "bion Saga", "Hugo Boss",
        "Lindex", "Willys", "Clas Ohlson", "Ica Maxi", "Åhléns", "på Max", "en Volvo", "Swedbank",
        "Mars var lugn", "på Valborg", "Lucia firades", "I maj", "Söndag", "i Nora", "till Mora", "på Gotland",
        "Polisen kom", "Ungdomar samlades", "Fältarna ringde", "Väktare slog larm", "Grannen skrek",
    ],
)  # fmt: skip
def test_what_is_named_after_persons_is_no_person(text: str) -> None:
    assert found(text, "name", "nickname", "handle") == []
    assert found(f"Skräp igen. {text}.", "name", "nickname", "handle") == []


@pytest.mark.parametrize("place", ["Nora", "Sala", "Maria", "Berg"])
def test_places_that_persons_bear_too(place: str) -> None:
    assert found(f"bråk i {place}") == []
    assert found(f"Och {place} sprang hem") == [place]


def test_a_name_reaches_neither_over_lines_nor_sentences() -> None:
    assert found("läraren\nKalle. Anna") == ["Kalle", "Anna"]
    assert found("Kalle, Pelle och Nisse") == ["Kalle", "Pelle", "Nisse"]


def test_names_inside_addresses_of_mail_are_not_found_twice() -> None:
    text = "skriv till anna.ek@exempel.se eller Anna Ek"
    assert [(f.kind.value, text[f.start : f.end]) for f in find(text)] == [
        ("email", "anna.ek@exempel.se"), ("name", "Anna Ek"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tjärnlund och Hägglund hjälpte till", ["Tjärnlund", "Hägglund"]),
        ("Tjärnlund i 7B grät", ["Tjärnlund"]),
        ("vid Tjärnlund och Hägglund", ["Hägglund"]),
        ("Spik låg på vägen", []),
        ("Hans bror slog", []),
        ("Alla sprang hem. Sen kom polis", []),
        ("namn, personnummer, telefonnummer", []),
    ],
)
def test_what_stands_beside_a_first_word_decides(text: str, names: list[str]) -> None:
    assert found(text) == names
