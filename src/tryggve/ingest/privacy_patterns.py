"""What personal data look like in Swedish text: patterns, and tests of what the patterns find.

Every repetition is bounded, so that no text, however hostile, takes more than a fixed number of steps per character.
Most patterns begin with the character class they look for and look back from there: the search then skips quickly
over what cannot begin one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from personnummer import personnummer


class PersonalData(StrEnum):
    """Kinds of personal data that are found and masked by machine; where two overlap the first wins.

    Those before HANDLE have a form of their own; names, nicknames and user names are known by words.
    """

    CASE = "police_case"
    PERSONNUMMER = "personnummer"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    PLATE = "registration_plate"
    HANDLE = "handle"
    NAME = "name"
    NICKNAME = "nickname"


HAVE_A_FORM = frozenset(PersonalData) - {PersonalData.HANDLE, PersonalData.NAME, PersonalData.NICKNAME}
"""Kinds with a form of their own, which can be looked for in any text, also in ids and labels."""


class Pattern(NamedTuple):
    """`gate` is a quick search without which `form` need not be tried.

    `span` judges what `form` found: where the personal data begin and end, or None.
    """

    kind: PersonalData
    gate: re.Pattern[str]
    form: re.Pattern[str]
    span: Callable[[re.Match[str]], tuple[int, int] | None]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLANK = "[ \u00a0\u2009\u202f]"
_DASH = "[-+\u2010-\u2015\u2212]"
_APART = f"(?:{_BLANK}|{_DASH})?"

_PERSONNUMMER = re.compile(
    rf"(?P<date>[0-9](?<![0-9]{{2}})(?:(?:(?<=1)[89]|(?<=2)0)[0-9]{{2}}|[0-9]){_APART}(?:0[1-9]|1[0-2]){_APART}"
    # Days 61-91: samordningsnummer.
    r"(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01]))"
    rf"(?:(?P<between>{_BLANK}?{_DASH}?{_BLANK}?)(?:(?P<last>[0-9]{{4}})(?!{_DASH}[0-9])"
    # Partly hidden ("850312-XXXX", "850312-12**"), or with the letter of an interim number ("850312-T123").
    r"|(?P<hidden>[0-9]{0,3}[Xx*#?•_Nn]{1,4}|[JKLMNRSTUWX][0-9]{3}))(?![0-9A-Za-zÅÄÖåäö])"
    rf"|(?P<bare>{_DASH})(?![A-Za-zÅÄÖåäö*#]|{_BLANK}?[0-9]))"
)
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]")
_TEN_FROM_ZERO = re.compile(r"0[0-9]{9}")
# Dates at which something can be reported to have happened; who was born in them is at most forty.
_OF_THIS_CENTURY = re.compile(r"20[0-3][0-9]{5}$|[0-3][0-9]{5}$")


def _personnummer(found: re.Match[str]) -> tuple[int, int] | None:
    """A number is one even with a wrong check digit, for people mistype; but without a dash it may be another thing."""
    date = re.sub(r"[^0-9]", "", found["date"])
    if found["bare"]:
        sure = date == found["date"]
    elif found["hidden"]:
        sure = bool(found["between"].strip()) or len(found["hidden"]) >= 3
    else:
        # A time ("250302 1430"), or a phone number ("0701234567").
        other = _OF_THIS_CENTURY.match(date) and (_CLOCK.fullmatch(found["last"]) or _TEN_FROM_ZERO.fullmatch(found[0]))
        sure = bool(found["between"].strip()) or not other or _is_valid(date + found["last"])
    return found.span() if sure else None


def has_check_digit(text: str) -> bool:
    """Whether the digits of a text are a whole personnummer or samordningsnummer with the right check digit."""
    digits = re.sub(r"[^0-9]", "", text)
    return len(digits) in (10, 12) and _is_valid(digits)


def _is_valid(digits: str) -> bool:
    # With the century written out the library does not ask for today's date.
    return any(personnummer.valid(century + digits) for century in ([""] if len(digits) == 12 else ["19", "20"]))


_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")

_PHONE = re.compile(
    # +46 and its neighbours in groups, other countries in one piece.
    rf"\+4[5-9](?:{_BLANK}|[-/])?(?:\(0\))?(?:(?:{_BLANK}|[-/])?[0-9]){{7,11}}(?![0-9])"
    r"|\+[1-9][0-9]{8,14}(?![0-9])"
    rf"|0(?<![0-9+]0)(?<![0-9][-./,:]0)(?:046(?:{_BLANK}|[-/])?(?:\(0\))?(?:(?:{_BLANK}|[-/])?[0-9]){{7,10}}"
    # Mobile numbers, in groups of any kind.
    rf"|7[0-9](?:(?:{_BLANK}|[-/.])?[0-9]){{7}}"
    # Other numbers: area code, dash or blank, groups of two or three with blanks; a date would have dashes.
    rf"|(?:8|[1-9][0-9]{{1,2}}) ?[-/\u2010-\u2015]? ?[0-9]{{2,3}}(?:{_BLANK}?[0-9]{{2,3}}){{1,3}})(?![0-9])"
)
_TIMES = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9] ?[-\u2013] ?(?:[01][0-9]|2[0-4])[0-5][0-9]")


def _phone(found: re.Match[str]) -> tuple[int, int] | None:
    digits = re.sub(r"[^0-9]", "", found[0])
    abroad = found[0].startswith("+") or digits.startswith("00")
    # Without a dash, a short row of groups that begins with 0 is more likely a code or two times.
    enough = 9 <= len(digits) <= 10 or (len(digits) >= 8 and any(dash in found[0] for dash in "-/"))
    return found.span() if (abroad or enough) and not _TIMES.fullmatch(found[0]) else None


_ENDINGS = (
    "gatan gata vägen väg gränden gränd stigen stig backen torget torg allén allé esplanaden promenaden slingan kroken "
    "brinken leden stråket plan plats backe"
).split()
_SURE_ENDINGS = ("gatan", "vägen", "gränd", "stigen")
_LONGEST_STREET = 40
_NUMBER = (
    rf"{_BLANK}{{0,3}}(?:(?:nr\.?|nummer){_BLANK}{{0,2}})?[0-9]{{1,3}}(?![0-9])(?:[-\u2013][0-9]{{1,3}}(?![0-9]))?"
    rf"(?:{_BLANK}?[A-Ha-h](?![0-9A-Za-zÅÄÖåäö]))?(?![.:][0-9]|{_BLANK}?%)"
    rf"(?:,?{_BLANK}{{1,3}}(?:lgh|lägenhet)\.?{_BLANK}{{0,2}}[0-9]{{1,4}}(?![0-9]))?"
)
_ADDRESS = re.compile(
    # From the last letter of the street, with a look back: the street itself is taken in `_address`.
    rf"[{''.join(sorted({ending[-1] for ending in _ENDINGS}))}](?={_BLANK}{{0,3}}(?:n[ru]|[0-9]))"
    rf"(?:{'|'.join(f'(?<={ending})' for ending in _ENDINGS)}){_NUMBER}"
    rf"|l(?<!\wl)(?:gh|ägenhet)\.?{_BLANK}{{0,2}}[0-9]{{3,4}}(?![0-9])",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(
    r"(?:[A-ZÅÄÖ]\w{1,30}s (?:gata|väg|gränd|stig|backe|plan|plats|torg|allé)"
    r"|(?:Norra|Södra|Östra|Västra|Gamla|Nya|Stora|Lilla|Övre|Nedre) \w{3,12})$"
)
_COUNTED = re.compile(
    rf"{_BLANK}?(?:personer|människor|ungdomar|barn|män|kvinnor|killar|tjejer|pojkar|flickor|elever|individer|stycken|st"
    r"|bilar|fordon|mopeder|cyklar|elsparkcyklar|rutor|fönster|gånger|timmar|minuter|dagar|veckor|månader|år|meter|m|km"
    r"|kr|kronor|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|av|till)(?!\w)",
    re.IGNORECASE,
)
_NO_STREETS = _set(
    "cykelvägen gångvägen motorvägen riksvägen länsvägen infartsvägen utfartsvägen körvägen grusvägen bilvägen "
    "europavägen huvudgatan tvärgatan sidogatan återvändsgatan handlingsplan aktivitetsplan åtgärdsplan tidsplan "
    "detaljplan översiktsplan fotbollsplan våningsplan riksväg länsväg europaväg motorväg cykelväg gångväg"
)
"""Kinds of road, and plans: what they carry after them is no house number."""


def _address(found: re.Match[str]) -> tuple[int, int] | None:
    """A street with a house number. Without capital ("storgatan 12") only where nothing can be counted by it."""
    text, start = found.string, found.start()
    if found[0][1:2].casefold() in ("g", "ä"):  # lgh, lägenhet
        return found.span()
    last = start + 1
    while start and last - start < _LONGEST_STREET and text[start - 1].isalnum():
        start -= 1
    street = text[start:last]
    if street.casefold() in _ENDINGS:
        two = _TWO_WORDS.search(text, max(0, last - _LONGEST_STREET), last)
        if two is None:
            return None
        start, street = two.start(), two[0]
    capital = street[0].isupper() or street.casefold().endswith(_SURE_ENDINGS)
    counted = street.casefold() in _NO_STREETS or _COUNTED.match(text, found.end())
    return (start, found.end()) if capital and not counted else None


_CASE = re.compile(
    rf"(?:[0-9]{{4}}(?<![0-9]{{5}}){_DASH}[Kk]{_BLANK}?{_DASH}?[0-9]{{1,7}}"
    rf"|[Kk](?<!\wK)(?<!\wk)(?<!-K)(?<!-k){_BLANK}?{_DASH}?[0-9]{{4,7}}){_DASH}(?:20)?[0-9]{{2}}(?![0-9]|-[0-9])"
)

# Swedish plates use neither I, Q, V nor Å, Ä, Ö; the last sign may be a letter, not O.
_PLATE = re.compile(
    r"[A-HJ-PR-UW-Za-hj-pr-uw-z](?<![\wÅÄÖåäö][A-Za-z])(?<!-[A-Za-z])[A-HJ-PR-UW-Za-hj-pr-uw-z]{2}"
    rf"(?P<gap>(?:{_BLANK}|-)?)[0-9]{{2}}[0-9A-HJ-NPR-UW-Za-hj-npr-uw-z](?!\w|-\w|[.,:][0-9])"
)
NO_PLATES = _set(
    "ALL AND ART BET BMW BRB BUS CAT CCA DAG DEN DET DKK DNR DNS DOK EST ETT EUR FEM FOM FRA GAR GBP HAR HUS KAP KLO "
    "KRL KTM LAG LED LGH LPO LSS MAN MAX MED MER MMS NER NOK NRJ NUM OCH OSL PAR PBL PDF PER PGA REG RFC RUM SAL "
    "SAS SCB SEK SEX SFS SMS SOL TAX TEL TOG TOM TRE TUR UPP USD UTR"
)
"""Short words and abbreviations with a number after them."""


def _plate(found: re.Match[str]) -> tuple[int, int] | None:
    letters, end = found[0][:3], found[0][-1]
    upper = letters.isupper() and (end.isdigit() or end.isupper())
    lower = letters.islower() and not found["gap"] and (end.isdigit() or end.islower())
    return found.span() if (upper or lower) and letters.upper() not in NO_PLATES else None


def _whole(found: re.Match[str]) -> tuple[int, int] | None:
    return found.span()


PATTERNS = (
    Pattern(PersonalData.CASE, re.compile(rf"[Kk]{_BLANK}?{_DASH}?[0-9]"), _CASE, _whole),
    Pattern(PersonalData.PERSONNUMMER, re.compile(rf"[0-9]{{2}}{_APART}[01][0-9]"), _PERSONNUMMER, _personnummer),
    Pattern(PersonalData.EMAIL, re.compile("@"), _EMAIL, _whole),
    Pattern(PersonalData.PHONE, re.compile(r"0[1-9]|\+[1-9]|00"), _PHONE, _phone),
    Pattern(PersonalData.ADDRESS, re.compile(rf"[a-zé.]{_BLANK}{{0,3}}[0-9]", re.IGNORECASE), _ADDRESS, _address),
    Pattern(PersonalData.PLATE, re.compile(rf"[A-Za-z]{{3}}(?:{_BLANK}|-)?[0-9]{{2}}"), _PLATE, _plate),
)
