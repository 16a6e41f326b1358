from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tryggve.domain.incident_table import Coded
from tryggve.domain.language import use_language
from tryggve.ingest.person_signs import ToJudge
from tryggve.ingest.privacy import Finding, Scan, find, found_kinds, kind_name, mask, scan
from tryggve.ingest.privacy_patterns import PersonalData

# No number here belongs to anyone: check digits are wrong, or the number is one of the tax agency's test numbers.
TEST_NUMBER = "121212-1212"  # valid check digit; Skatteverket's well-known example


def kinds(text: str) -> list[tuple[str, str]]:
    return [(finding.kind.value, text[finding.start : finding.end]) for finding in find(text)]


def luhn(nine: str) -> int:
    """The check digit of nine digits, written out again so that the library is checked as well."""
    doubled = [int(digit) * (2 - i % 2) for i, digit in enumerate(nine)]
    return -sum(value - 9 if value > 9 else value for value in doubled) % 10


def number(date: str, serial: str = "123", separator: str = "", right: bool = True) -> str:
    digit = luhn(date[-6:] + serial)
    return f"{date}{separator}{serial}{digit if right else (digit + 1) % 10}"


@pytest.mark.parametrize(
    "text",
    [
        TEST_NUMBER,
        number("850312", separator="-"),
        number("850312", separator="-", right=False),  # mistyped, still a person's
        number("19850312", separator="-"),
        number("850312"),
        number("850312", right=False),
        number("19850312", right=False),
        number("850312", separator="+"),
        number("850312", separator=" "),
        number("850312", separator=" - "),
        number("850312", separator="–"),
        number("850312", separator="\u00a0"),
        number("850372", separator="-"),  # samordningsnummer: day + 60
        number("19850391", separator="-"),
        number("20080229", separator="-"),
        number("250302", "143"),  # looks like a time too, but the check digit is right
        "85 03 12 - 1234",
        "1985-03-12-1234",
        "1985 03 12 1234",
        "850312-XXXX",
        "850312-xxxx",
        "850312 - ****",
        "850312 XXXX",
        "850312-12**",
        "19850312-NNNN",
        "850312-T123",  # interim number
    ],
)
def test_personnummer(text: str) -> None:
    assert kinds(text) == [("personnummer", text)]
    assert kinds(f"Pojken (pnr{text}) sprang.") == [("personnummer", text)]


@pytest.mark.parametrize("text", ["född 850312-", "född 850312- i Granhult", "19850312-, enligt"])
def test_a_birth_date_with_a_dash_is_half_a_personnummer(text: str) -> None:
    assert [kind for kind, _text in kinds(text)] == ["personnummer"]


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-02",
        "2025-03-02 14:30",
        "2025-03-02T14:30:00+01:00",
        "20250302",
        "250302",
        "20250302 1430",
        "250302 1431",
        "202503021431",
        "250301-250315",
        "20250301-20250315",
        "2025-03-01 - 2025-03-05",
        "2025-03-02- 14",
        "852312-1234",  # no such month
        "850352-1234",  # no such day
        "556036-0793",  # a company's number: its third digit is never 0 or 1
        "212000-2627",
        "7088330",
        "674123 6581234",
        "710412 7088330",
        "63.825847,20.263035",
        "250 000 kr",
        "1 250 312 1234 56",
        "0000R001",
        "2480A0010",
        "KS 2024/123",
        "123456789012345678",
        "850312",
        "850312 x 20",
    ],
)
def test_dates_times_amounts_and_codes_are_no_personnummer(text: str) -> None:
    assert kinds(f"Text {text} slut") == []


@pytest.mark.parametrize(
    "text",
    [
        "070-123 45 67",
        "0701234567",
        "070 123 45 67",
        "070-123-45-67",
        "076/123 45 67",
        "070.123.45.67",
        "+46 70 123 45 67",
        "+46701234567",
        "+46 (0)70-123 45 67",
        "0046701234567",
        "+4798765432",
        "08-123 45 67",
        "08-12 34 56",
        "08 123 45 67",
        "090-16 10 00",
        "090 16 10 00",
        "0911-123 45",
        "0901612345",
    ],
)
def test_phone_numbers(text: str) -> None:
    assert kinds(f"ring {text}, tack") == [("phone", text)]


@pytest.mark.parametrize(
    "text",
    [
        "114 14",
        "112",
        "1177",
        "116 111",
        "08-10",
        "08-10, 12-15",
        "kl 0830-1200",
        "08-03-2025",
        "2025-08-12 14",
        "2025-08-12 1430",
        "0,75 liter",
        "0114 Kommun",
        "00:45",
        "+12 500 000 kr",
        "+02:00",
        "12 500 000 kr",
        "192.168.10.20",
        "0-6 år",
        "2012 2013 2014",
        "1.0 123 456 78",
        "100 712 345 678",
    ],
)
def test_what_is_no_phone_number(text: str) -> None:
    assert kinds(f"Text {text} slut") == []


@pytest.mark.parametrize("text", ["anna.ek@exempel.se", "a_b+c@post.exempel.se", "ÅSA@exempel.nu", "x@y.zz"])
def test_email(text: str) -> None:
    assert kinds(f"Skriv till <{text}>.") == [("email", text)]


@pytest.mark.parametrize("text", ["@anna", "anna@", "anna@exempel", "3 st @ 25 kr", "@", "a @ b.se"])
def test_what_is_no_email(text: str) -> None:
    assert "email" not in dict(kinds(text))


@pytest.mark.parametrize(
    "text",
    [
        "Storgatan 12",
        "Storgatan 12 B",
        "Storgatan 12b",
        "STORGATAN 12",
        "storgatan 12",
        "Storgatan nr 12",
        "Storgatan 12-14",
        "Storgatan 12 B, lgh 1201",
        "Storgatan 12 lgh 1201",
        "Björkvägen 3",
        "Bygränd 2",
        "Ekstigen 4",
        "Kullbacken 7",
        "Stortorget 3",
        "Björkallén 5",
        "Kyrkplan 2",
        "Norra vägen 7",
        "Gamla Torget 1",
        "Kungs gata 5",
        "lgh 1201",
        "Lägenhet 1102",
    ],
)
def test_addresses(text: str) -> None:
    assert kinds(f"Bråk, {text}.") == [("address", text)]


@pytest.mark.parametrize(
    "text",
    [
        "Storgatan",  # a street alone is a place, not a home
        "Storgatan och Björkvägen",
        "på gatan 12 personer",
        "på storgatan 12 personer",
        "Storgatan 12 ungdomar",
        "Storgatan 12:30",
        "Storgatan 12.30",
        "Storgatan 3 mars",
        "Storgatan 2025",
        "Storgatan 50 %",
        "cykelvägen 3 m bred",
        "Riksvägen 95",
        "Skolan 7-9",
        "uppgången 3",
        "årgången 12",
        "vägen 4",
        "Åtgärdsplan 2",
        "på planen 5 pojkar",
        "lgh",
    ],
)
def test_a_street_without_a_house_number_is_no_address(text: str) -> None:
    assert kinds(f"Bråk, {text}.") == []


@pytest.mark.parametrize("text", ["ABC 123", "ABC123", "ABC12D", "ABC 12D", "abc123", "ABC-123"])
def test_registration_plates(text: str) -> None:
    assert kinds(f"en bil ({text}) körde") == [("registration_plate", text)]


@pytest.mark.parametrize(
    "text",
    [
        "IBC 123",  # I, Q and V are not used
        "AQC 123",
        "ABV 123",
        "ABC 12O",
        "ÅBC 123",
        "EST 123",
        "SFS 200",
        "rum 101",
        "RUM 101",
        "SEK 500",
        "tel 123",
        "BMW 320",
        "Abc 123",
        "abc 123",
        "ABCD 123",
        "ABC 1234",
        "ABC 123.50",
        "XABC123",
        "E4 120",
        "FABC12DE",
    ],
)
def test_what_is_no_registration_plate(text: str) -> None:
    assert kinds(f"Text {text} slut") == []


@pytest.mark.parametrize(
    "text",
    ["5000-K123456-25", "0100-K12345-24", "5000-K120315-2025", "K 123456-25", "K123456-25", "k123456-25", "5000-K7-25"],
)
def test_police_case_numbers(text: str) -> None:
    assert kinds(f"Anmält, {text}.") == [("police_case", text)]


@pytest.mark.parametrize(
    "text", ["2025-K4", "K4-2025", "K 12-25", "AK123456-25", "K123456", "KS 2024/123", "K123456-25-01"]
)
def test_what_is_no_case_number(text: str) -> None:
    assert kinds(f"Text {text} slut") == []


def test_several_in_one_text_come_in_order_and_never_overlap() -> None:
    text = "ABC123, Storgatan 12, 070-123 45 67, a@b.se, 850312-1234, 5000-K123456-25, ABC123"
    found = find(text)
    assert [finding.kind.value for finding in found] == [
        "registration_plate", "address", "phone", "email", "personnummer", "police_case", "registration_plate",
    ]  # fmt: skip
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert found[0] == Finding(PersonalData.PLATE, 0, 6)


def test_masking_names_the_kind_and_leaves_the_rest() -> None:
    text = "Anna ringde 070-123 45 67 från Storgatan 12 kl 14:30."
    with use_language("en"):
        assert mask(text) == "[name] ringde [phone number] från [home address] kl 14:30."
        assert mask("Klotter kl 14:30") == "Klotter kl 14:30"
        assert mask("") == ""
    assert mask("850312-1234") == "[personnummer]"


def test_what_is_masked_is_not_found_again() -> None:
    text = "850312-1234 a@b.se 070-123 45 67 ABC123 Storgatan 12 5000-K123456-25"
    assert find(mask(text)) == []


def test_every_kind_has_a_name_in_both_languages() -> None:
    for kind in (*PersonalData, *ToJudge):
        with use_language("en"):
            english = kind_name(kind)
        assert english
        # Religion is called the same in both.
        assert (kind_name(kind.value) != english) is (kind is not ToJudge.RELIGION)


def test_rows_and_hits_are_counted_apart() -> None:
    texts = Coded.of(["ring 070-123 45 67 eller 070-123 45 68", "ABC123", "inget", "ABC123", "ABC123 och a@b.se"])
    assert scan(texts) == Scan(
        rows={"email": 1, "phone": 1, "registration_plate": 3},
        hits={"email": 1, "phone": 2, "registration_plate": 3},
        any_rows=4,
    )
    assert found_kinds(texts) == {"email": 1, "phone": 1, "registration_plate": 3}


def test_values_that_no_row_holds_are_not_counted() -> None:
    assert found_kinds(Coded(np.array([0], np.int32), ("inget", "ABC123"))) == {}
    assert scan(Coded.of([])) == Scan({}, {}, 0)
