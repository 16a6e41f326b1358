"""Nicknames and user names: what stands after "kallas", in quotation marks beside a person, or as an account."""

from __future__ import annotations

import re
from bisect import bisect_left

from tryggve.ingest.person_catalog import table, words
from tryggve.ingest.person_line import Line
from tryggve.ingest.word_signs import Word

_PHRASE = Word.NICKNAME_PHRASE
_CUE, _CHANNEL, _ROLE, _UPPER = Word.NICKNAME_CUE, Word.CHANNEL, Word.ROLE, Word.UPPER
_NICKNAME, _VERB, _TOWARDS, _IN_PLACE = Word.NICKNAME, Word.VERB, Word.TOWARDS, Word.IN_PLACE
_NAME = Word.SURE | Word.CAPITAL | Word.AMBIGUOUS
_NO_NICKNAME = Word.NEVER | Word.IN_PLACE | Word.EITHER | Word.VERB | Word.TOWARDS
_QUOTED = re.compile(
    r"[\s:,]{0,3}[\"\u201c\u201d\u201e\u00bb\u00ab'\u2018\u2019](?=\w)([^\"\u201c\u201d\u201e\u00bb\u00ab'\u2018\u2019\n]{1,30})[\"\u201c\u201d\u00bb\u00ab'\u2018\u2019]"
)
_SAID_TO = re.compile(r"\bs(?:äger|ade|a)\s(\w{3,20})\still\s(?:honom|henne|hen|dem|dom)\b")
_OPENS = re.compile('["\u201c\u201d\u201e\u00bb\u00ab]')
_LONG_WORD = 3
_OTHER_THINGS_TOO = frozenset("kallades kallade kallat kallar kallad tagg taggen taggar taggat".split())
"""Police are called, people are called names, tags are sprayed: here only capitals and quotation marks tell."""

HANDLE_GATE = re.compile("[@_0-9]")
_AT = re.compile(r"(?<![\w.@/+-])@(?=[\w.]{0,29}[^\W\d])[\w.]{1,29}\w")
_UNDERSCORED = re.compile(
    r"(?<![\w.@/\\-])(?![\w.]{1,60}\.(?:csv|xlsx?|pdf|jpe?g|png|docx?|txt|mp4)\b)(?!IMG|DSC|VID|PXL)(?=[A-Za-zåäö0-9.]{1,30}_)(?=[\d_.]{0,30}[A-Za-zåäö]{2})[A-Za-zåäö0-9._]{4,40}(?<!\.)(?![\w@/\\])(?!\.[a-z]{2,4}\b)"
)
_ON_CHANNEL = re.compile(
    r"(?<![\w.@/-])(?=[\w.]{0,30}[^\W\d])(?=[\w.]{0,30}[\d_.])[\w.]{2,30}\w(?=\s{1,2}på\s{1,2}"
    r"(?:snap|insta|tiktok|discord|telegram|kik|facebook|messenger|twitch|roblox|steam)\w{0,10})",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:[\s:=,]|\b(?:är|heter|som|med|namnet|under|lyder|användarnamnet|kontot)\b|[\"\u201c\u201d']){1,8}"
    r"((?=[\w.]{0,30}[^\W\d])(?=[\w.]{0,30}[\d_.]\w)[\w.-]{2,30}\w)"
)


def handles_of(text: str) -> list[tuple[int, int]]:
    """Start and end of user names that show by their form: "@kalle_98", "kalle_98", "kalle98 på snap"."""
    if not HANDLE_GATE.search(text):
        return []
    return [match.span() for form in (_AT, _UNDERSCORED, _ON_CHANNEL) for match in form.finditer(text)]


def accounts_of(line: Line) -> list[tuple[int, int]]:
    """Start and end of user names after the name of a channel: "snap: kalle98", "kontot kalle.svensson"."""
    found = []
    for bits, end in zip(line.bits, line.ends, strict=True):
        match = _ACCOUNT.match(line.text, end) if bits & _CHANNEL else None
        if match is not None:
            found.append(match.span(1))
    return found


def nicknames_of(line: Line) -> list[tuple[int, int]]:
    """Start and end of nicknames: after a word that announces one, or in quotation marks beside a person."""
    found = [
        span for i, bits in enumerate(line.bits) if bits & _CUE and (span := _after_cue(line, i + 1, i)) is not None
    ]
    found += _after_phrases(line) if any(bits & _PHRASE for bits in line.bits) else []
    found += [match.span(1) for match in _SAID_TO.finditer(line.text)]
    found += [span for i, bits in enumerate(line.bits) if bits & _NICKNAME and (span := _borne(line, i)) is not None]
    return found + (_quoted_persons(line) if _OPENS.search(line.text) else [])


def _after_phrases(line: Line) -> list[tuple[int, int]]:
    found, folded = [], line.text.lower()
    for phrase in table("words")["nickname_phrases"]:
        at = -1
        while (at := folded.find(phrase, at + 1)) >= 0:
            after = bisect_left(line.starts, at + len(phrase))
            span = _after_cue(line, after, after - 1) if after else None
            found += [span] if span is not None else []
    return found


def _after_cue(line: Line, i: int, cue: int) -> tuple[int, int] | None:
    fillers = words("nickname_fillers")
    sure = line.words[cue].casefold() not in _OTHER_THINGS_TOO or "," in line.gap(cue)
    while True:
        if quoted := _QUOTED.match(line.text, line.ends[i - 1]):
            return quoted.span(1)
        if i >= len(line.words) or (line.begins(i) and ":" not in line.gap(i)):
            return None
        if line.words[i].casefold() not in fillers:
            break
        # "kallar sig X": said of no police.
        sure = sure or line.words[i].casefold() in ("sig", "sej", "för")
        i += 1
    bits = line.bits[i]
    if not bits & _UPPER and (not sure or bits & _NO_NICKNAME or len(line.words[i]) < _LONG_WORD):
        return None
    last = i
    while line.joined(last + 1) and line.bits[last + 1] & _UPPER and last - i < 3:
        last += 1
    return line.starts[i], line.ends[last]


def _borne(line: Line, i: int) -> tuple[int, int] | None:
    """A word often borne as a nickname, where it stands as a name does: Räven sprang, hos Räven, Räven och Ali."""
    capital = line.bits[i] & _UPPER and not line.begins(i) and not line.before(i) & _IN_PLACE
    beside = line.after(i) & _VERB or (line.before(i) & (_TOWARDS | _ROLE) and line.bits[i] & _UPPER)
    joined = (
        i + 2 < len(line.words)
        and line.words[i + 1] in ("och", "o", "samt", "&")
        and line.bits[i + 2] & (_NAME | _UPPER)
    )
    return (line.starts[i], line.ends[i]) if capital or beside or joined else None


def _quoted_persons(line: Line) -> list[tuple[int, int]]:
    """A quoted word or two with a capital right after a person: killen ”Loket”, Ali ”Lillen” Hassan."""
    found = []
    for i, bits in enumerate(line.bits):
        quoted = _QUOTED.match(line.text, line.ends[i]) if bits & (_ROLE | _NAME) else None
        if quoted and quoted[1][:1].isupper() and quoted[1].count(" ") <= 1:
            found.append(quoted.span(1))
    return found
