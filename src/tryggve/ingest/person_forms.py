"""What a word is among names: by the list of names, and by the forms that names of several languages have."""

from __future__ import annotations

import re

from tryggve.ingest.person_catalog import endings, lower, names, without_foreign_marks, without_marks, words
from tryggve.ingest.word_signs import Word

_GROUPS = {
    "S": Word.SURE | Word.CAPITAL,
    "C": Word.CAPITAL,
    "D": Word.SURE | Word.CAPITAL | Word.FIRST,
    "L": Word.AMBIGUOUS | Word.LAST,
    "E": Word.AMBIGUOUS | Word.FIRST,
    "A": Word.AMBIGUOUS,
}
# Letters that Swedish words do not have; é and à are in loan words.
_FOREIGN = re.compile("[áâãčćçđěěğıíľłńňñóôõőřšśşșťțŧţúûůűýžźżøŋǩǯ]")
_OF_LOANS = re.compile("[éèêà]")
# "Servant of": Abdi-, Abdul-, Cabdi- and what follows; words of Swedish ("abdikera", "abducera") left out.
_SERVANT = re.compile("c?abd(?:i(?!k)|u(?![ck])|e(?!rit))[a-zåäö]{3}")
# Somali spells long vowels double, and sounds that others leave out with c and x.
_LONG_VOWEL = re.compile("aa|ii|uu")
_OTHER_SPELLING = re.compile("aa|ee|ii|oo|uu|[aeiou]c(?![kh])|x")
_SILENT_C = re.compile("(?<=[aeiou])c|^c(?=[aeiou])")
_OF_NAME = ("i", "ian", "yan", "zai", "zadeh", "zada", "pour", "nia")
_LONGEST_MADE = 14
_APOSTROPHE = re.compile("[od]['\u2019´`][a-z]{3}")
_GENITIVE = re.compile(r"['\u2019´`:]?s$")
_COMPOUNDS = ("gänget", "ligan", "familjen", "klanen", "bröderna", "brorsan", "syskonen", "släkten", "systrarna")


def as_name(word: str, written: str) -> int:
    """What a lower-case word is among names: as it stands, in the genitive, without marks, by its form."""
    if "-" in word or "\u2010" in word or "\u2011" in word:
        return _hyphenated(written)
    found = _known(word, genitive=False)
    if not found and _APOSTROPHE.match(word):
        # O'Brien, D'Angelo
        return _known(word[2:], genitive=False) & ~Word.SURE | (Word.CAPITAL if written[0].isupper() else Word.NONE)
    bare = _GENITIVE.sub("", word)
    if not found and bare != word and len(bare) > 1:
        found = _known(bare, genitive=True)
    if found & (Word.SURE | Word.AMBIGUOUS):
        return found
    if word.endswith("s"):
        found |= _by_form(bare, written)
    return found | _by_form(word, written)


def _known(word: str, *, genitive: bool) -> int:
    """By the list of names, in three look-ups: as it stands, without foreign marks, without all marks."""
    listed = names()
    group = listed.get(word)
    if group is None and not word.isascii():
        return _without_marks(word, genitive=genitive)
    if group is None:
        return Word.NONE
    if word in words("ordinary"):
        return Word.AMBIGUOUS | (_GROUPS[group[0]] & (Word.LAST | Word.FIRST))
    if word in words("hardly_words"):
        return Word.SURE | Word.CAPITAL
    bits = _GROUPS[group[0]]
    if len(word) == 2 or word in words("not_small"):
        bits &= ~Word.SURE
    # "hiss" may be His in the genitive, but is a word.
    return Word.AMBIGUOUS if genitive and "g" not in group else bits


def _without_marks(word: str, *, genitive: bool) -> int:
    group = names().get(without_foreign_marks(word))
    if group is not None:
        # Loan words have é: "allé", "filé".
        return Word.AMBIGUOUS | Word.FIRST if _OF_LOANS.search(word) else _GROUPS[group[0]]
    group = names().get(without_marks(word), "")
    if not group.startswith("S") or ("f" not in group and any(letter in "åäö" for letter in word)):
        return Word.NONE
    # "målis" is not of Mali: in the genitive the list cannot tell.
    return Word.CAPITAL if genitive else _GROUPS[group[0]]


def _by_form(word: str, written: str) -> int:
    """By the endings of last names, by letters that Swedish has not, by what names of other languages are made of."""
    if len(word) < 5:
        return Word.CAPITAL if len(word) > 2 and _FOREIGN.search(word) else Word.NONE
    if (word.endswith(endings("sure")) and len(word) > 6) or _FOREIGN.search(word) or _SERVANT.match(word):
        return Word.SURE | Word.CAPITAL | Word.LAST
    if made := _made_of_name(word):
        return made
    if word.endswith(endings("clear")):
        return Word.MIDDLE | Word.LAST
    if word.endswith(endings("capital")):
        return Word.MIDDLE
    stem = next((word.removesuffix(end) for end in _COMPOUNDS if word.endswith(end)), "")
    if written[0].isupper() and stem and _known(stem.removesuffix("s"), genitive=True) & Word.CAPITAL:
        return Word.CAPITAL
    return Word.NONE


def _made_of_name(word: str) -> int:
    """Alkhalil, Moradian, Yousefi; Ismaaciil in the spelling of the list, which no Swedish word looks like."""
    if len(word) > _LONGEST_MADE:
        return Word.NONE
    listed = names()
    stems = [word.removesuffix(ending) for ending in _OF_NAME if word.endswith(_OF_NAME)]
    if word.startswith("al") and len(word) > 6 and listed.get(word[2:], "").startswith("S"):
        return Word.CAPITAL | Word.LAST
    if any(len(stem) > 3 and stem != word and listed.get(stem, "").startswith("S") for stem in stems):
        return Word.MIDDLE | Word.LAST
    if _OTHER_SPELLING.search(word):
        spelt = _SILENT_C.sub("", re.sub(r"([aeiou])\1", r"\1", word)).replace("x", "h")
        if len(spelt) > 3 and listed.get(spelt, "").startswith("S"):
            return (Word.CAPITAL if _LONG_VOWEL.search(word) else Word.MIDDLE) | Word.LAST
    return Word.NONE


def _hyphenated(written: str) -> int:
    """Karl-Erik is as sure as its surest part; in Ali-gänget the capital tells that a name is in it."""
    parts = [part for part in re.split("[-\u2010\u2011]", written) if part]
    if not parts or any(_is_never(part, written) for part in parts):
        return Word.NONE
    if lower(parts[0]) == "al" and len(parts) == 2:
        return Word.SURE | Word.CAPITAL | Word.LAST
    found = [as_name(lower(part), part) for part in parts]
    if len({part[0].isupper() for part in parts}) == 1 and all(found):
        return Word.CAPITAL | (Word.SURE if any(bits & Word.SURE for bits in found) else Word.LAST)
    pairs = list(zip(parts, found, strict=True))
    if pairs[-1][1] & Word.SURE and parts[-1][0].isupper() and parts[0][0].isupper():
        # Stor-Ali: sure by the name that it ends with.
        return Word.SURE | Word.CAPITAL
    return (
        Word.CAPITAL
        if any(bits & Word.SURE and part[0].isupper() and len(part) > 2 for part, bits in pairs)
        else Word.NONE
    )


def _is_never(part: str, written: str) -> bool:
    """Whether a part makes the whole no name: an abbreviation ("GIS-Kalle"), or a word that is never a name."""
    word = lower(part)
    return (part.isupper() and not written.isupper()) or (word in words("never") and word not in words("ordinary"))
