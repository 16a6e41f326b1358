"""Names of persons in a line of text, known or unknown, by the words themselves and by what stands beside them.

Where it is doubtful whether a word is a name it is called one: a false mark costs a glance, a missed name may cost a
person. Streets, schools, shops and months that bear names of persons are left alone where the text shows what they are.
"""

from __future__ import annotations

import re

from tryggve.ingest.person_catalog import brand_pairs, words
from tryggve.ingest.person_line import Line
from tryggve.ingest.person_words import NAME, STARTS
from tryggve.ingest.word_signs import Word

# As plain integers: the arithmetic of enums is slow, and every text passes here.
_SURE, _CAPITAL, _MIDDLE, _AMBIGUOUS = Word.SURE, Word.CAPITAL, Word.MIDDLE, Word.AMBIGUOUS
_FIRST = Word.FIRST
_NAME, _LAST, _UPPER, _SHOUT, _NEVER = NAME, Word.LAST, Word.UPPER, Word.SHOUT, Word.NEVER
_PLACE_NAME, _PLACE_LIKE, _PLACE_END = Word.PLACE_NAME, Word.PLACE_LIKE, Word.PLACE_END
_CUE, _ROLE, _VERB, _OWNED = Word.CUE, Word.ROLE, Word.VERB, Word.OWNED
_IN_PLACE, _EITHER, _TOWARDS, _FIRM = Word.IN_PLACE, Word.EITHER, Word.TOWARDS, Word.FIRM
_NAMED_AFTER, _NAMED_AFTER_TWO = Word.NAMED_AFTER, Word.NAMED_AFTER_TWO
_PLACE_PART, _PARTICLE = Word.PLACE_PART, Word.PARTICLE
_OF_THE_LANGUAGE = (
    _NEVER | _ROLE | _VERB | _OWNED | _IN_PLACE | _EITHER | _TOWARDS | _FIRM | _CUE | Word.CHANNEL
    | Word.NICKNAME_CUE | _PLACE_PART | _NAMED_AFTER | _NAMED_AFTER_TWO
)  # fmt: skip
_DEFINITE = ("en", "et", "na", "ade", "ar", "ing", "het", "or")
"""Unknown words that end so are likelier words of the language than names."""
_MAY_BE_NAME = STARTS | _MIDDLE | _LAST
_MOST_WORDS = 6
_LIVES = re.compile(
    r"\s(?:i|på|vid)\s(?:nr|nummer|trapp\w{0,5}|port\w{0,4}|uppgång\w{0,3}|hus|lgh|lägenhet\w{0,3}|klass|[0-9]{1,4}[A-Za-z]?"
    r"|fritids|förskolan|expen|expeditionen|kontoret|jobbet|receptionen|kiosken|kassan|styrelsen|\w{3,10}rummet"
    r"|vaktkuren|boendet|föreningen)\b",
    re.IGNORECASE,
)
_AND = frozenset(("och", "o", "samt", "&"))
_WEAK_VERBS = frozenset(
    "är var har hade ska skulle kan kunde får fick ligger låg står stod kom kommer blir blev".split()
)
_OF_THINGS = _WEAK_VERBS - {"är", "har", "hade"}
"""What things do too; after a capital less is enough."""
_SAINT = re.compile(r"\b[Ss](?::ta?|t\.?) $")
_UNSWEDISH = re.compile("[qwxz]|aa|ii|uu|oo|ee|[dkszgc]h|ou|iy|yi|ah$|ij|^[^aeiouyåäö]{3}")


def names_of(line: Line) -> list[tuple[int, int]]:
    """First and last word, by number, of every name in a line."""
    found, i, free = [], 0, 0
    while i < len(line.words):
        if line.bits[i] & _MAY_BE_NAME or line.before(i) & _CUE:
            if _is_of_thing(line, i):
                i = free = _last_of(line, i) + 1
                continue
            if _is_name(line, i):
                last = _last_of(line, i)
                if not _is_named_after(line, i, last):
                    found.append((max(free, _first_of(line, i)), last))
                i = free = last + 1
                continue
        i += 1
    return found


def _is_of_thing(line: Line, i: int) -> bool:
    """Whether a firm, a saint or a brand bears the name: "restaurang Mona Lisa", "S:t Olof", "Hugo Boss"."""
    bits = line.bits[i]
    if bits & _NAME and line.joined(i + 1):
        pair = (line.words[i].casefold(), line.words[i + 1].casefold())
        if pair in brand_pairs():
            return True
    if not bits & _UPPER:
        return False
    return (
        bool(line.before(i) & _FIRM) or _SAINT.search(line.text, max(0, line.starts[i] - 6), line.starts[i]) is not None
    )


def _is_name(line: Line, i: int) -> bool:
    bits, before = line.bits[i], line.before(i)
    if bits & (_NEVER | _ROLE) or (len(line.words[i]) < 2 and not _is_initial(line, i)):
        return False
    if _follows_cue(line, i):
        return True
    if not bits & _UPPER:
        in_place = bits & _PLACE_NAME and before & (_IN_PLACE | _EITHER)
        return not in_place and (bits & _SURE > 0 or _is_small_name(line, i))
    if bits & _PLACE_NAME:
        return not (before & (_IN_PLACE | _EITHER) or line.after(i) & _PLACE_PART) and _has_evidence(line, i)
    if bits & _SURE:
        return True
    if bits & (_PLACE_END | _OF_THE_LANGUAGE) and not bits & _FIRST:
        return bits & _CAPITAL > 0 and not line.begins(i) and not bits & _PLACE_END and _has_evidence(line, i)
    if bits & _SHOUT and len(line.words[i]) <= 4:
        return False
    return _is_capital_name(line, i)


def _is_initial(line: Line, i: int) -> bool:
    """The first of at least two initials after a word for a person: "eleven A.K."."""
    two = line.joined(i + 1) and len(line.words[i + 1]) == 1 and line.bits[i + 1] & _UPPER
    return bool(two and line.bits[i] & _UPPER and line.before(i) & (_ROLE | _CUE))


def _is_capital_name(line: Line, i: int) -> bool:
    """A word with a capital that is not sure to be a name."""
    bits, before, after = line.bits[i], line.before(i), line.after(i)
    in_place = before & _IN_PLACE or (before & _EITHER and bits & (_PLACE_LIKE | _PLACE_NAME))
    if before & _ROLE and not in_place:
        return True
    if in_place or bits & _PLACE_END or (after & _PLACE_PART and not after & _NAME):
        return False
    if bits & _PLACE_LIKE:
        return _has_evidence(line, i)
    if bits & _CAPITAL:
        return True
    if line.begins(i):
        return _has_evidence(line, i) or _before_last_name(line, i)
    if bits & _MIDDLE or (bits & _AMBIGUOUS and not before & _EITHER):
        return True
    return not bits & _SHOUT and (_has_evidence(line, i) or _before_last_name(line, i))


def _has_evidence(line: Line, i: int) -> bool:
    """Whether the words beside tell of a person: "hos X", "X sprang", "slog X", "Xs bror", "X Karlsson"."""
    bits, before, after = line.bits[i], line.before(i), line.after(i)
    word = line.words[i]
    if after & _UPPER and after & _NAME and not after & (_NEVER | _SHOUT) and (bits & _NAME or not line.begins(i)):
        return True
    ordinary = word.casefold() in words("ordinary")
    if after & _OWNED and word.endswith("s") and not ordinary:
        return True
    if bits & _NAME and _is_beside_name(line, i):
        return True
    if line.begins(i):
        if after & _IN_PLACE and bits & _NAME:
            return _LIVES.match(line.text, line.ends[i]) is not None
        if ordinary and after & _VERB and line.words[i + 1] in _OF_THINGS:
            return False
        return bool(bits & (_CAPITAL | _FIRST | _LAST) and after & _VERB)
    if not bits & (_AMBIGUOUS | _CAPITAL) and (word.casefold().endswith(_DEFINITE) or "-" in word):
        return False
    return bool(before & (_TOWARDS | _VERB) or after & _VERB)


def _is_beside_name(line: Line, i: int) -> bool:
    """Whether "och" and another name follow."""
    if i + 2 >= len(line.words) or line.begins(i + 2) or line.words[i + 1].casefold() not in _AND:
        return False
    return bool(line.bits[i + 2] & (_SURE | _CAPITAL | _LAST)) and not line.bits[i + 2] & (
        _PLACE_NAME | _OF_THE_LANGUAGE
    )


def _before_last_name(line: Line, i: int) -> bool:
    """An unknown word with a capital right before a name: the first name of that person."""
    bits, after = line.bits[i], line.after(i)
    if bits & (_OF_THE_LANGUAGE | _PLACE_END) or not after & _UPPER or after & (_NEVER | _PLACE_NAME):
        return False
    if after & _SHOUT or not after & (_SURE | _CAPITAL | _LAST):
        return False
    return not line.begins(i) or bool(after & _LAST) or _UNSWEDISH.search(line.words[i].casefold()) is not None


def _is_small_name(line: Line, i: int) -> bool:
    """A word without capital that is a name by what stands beside it: "läraren björn", "björn karlsson", "hos ek"."""
    bits, before, after = line.bits[i], line.before(i), line.after(i)
    if bits & _OF_THE_LANGUAGE or not bits & (_CAPITAL | _AMBIGUOUS | _LAST):
        return False
    if after & (_SURE | _LAST) and not after & (_UPPER | _OF_THE_LANGUAGE) and bits & (_CAPITAL | _AMBIGUOUS):
        return True
    if line.shouts and bits & _CAPITAL:
        return True
    if before & _ROLE and bits & (_CAPITAL | _FIRST | _LAST):
        return True
    if bits & _CAPITAL and after & _OWNED and line.words[i].endswith("s"):
        return True
    does = after & _VERB and line.words[i + 1].casefold() not in _WEAK_VERBS
    if bits & _FIRST and (before & _TOWARDS or does) and line.words[i].casefold() not in words("ordinary"):
        return True
    return bool(bits & _CAPITAL and (before & (_TOWARDS | _VERB) or after & _VERB))


def _follows_cue(line: Line, i: int) -> bool:
    """After "heter", "vid namn", "namnet är", "namn:" any word is a name that is not one of the language."""
    bits = line.bits[i]
    if bits & (_NEVER | _ROLE | _IN_PLACE | _EITHER | _VERB) or not i:
        return False
    cue = line.bits[i - 1] & _CUE
    if not cue and i > 1 and line.words[i - 1] in ("är", "var", "tydligen", "troligen", "nog", "visst", "kanske"):
        cue = line.bits[i - 2] & _CUE
    if not cue or "." in line.gap(i) or (i > 1 and line.words[i - 2] == "under"):
        return False
    if bits & (_UPPER | _NAME):
        return "," not in line.gap(i)
    return line.words[i - 1] in ("heter", "hette", "heta") or ":" in line.gap(i)


def _last_of(line: Line, i: int) -> int:
    """The last word of the name that begins with word i: further names, initials, "von" and "al-" between."""
    last = i
    while last - i < _MOST_WORDS and line.joined(last + 1):
        bits, word = line.bits[last + 1], line.words[last + 1]
        if len(word) == 1 and word.isupper():
            last += 1
        elif bits & _PARTICLE and line.joined(last + 2) and line.bits[last + 2] & (_UPPER | _SURE | _CAPITAL | _LAST):
            last += 2
        elif _goes_on(bits) or (last == i and _is_unknown_last_name(line, i)):
            last += 1
        else:
            break
    return last


def _goes_on(bits: int) -> bool:
    """Whether a word after a name is part of it."""
    if bits & (_NEVER | _ROLE | _VERB | _PLACE_PART | _NAMED_AFTER | _FIRM) or (bits & _PLACE_END and bits & _UPPER):
        return False
    if bits & (_SURE | _LAST) or (bits & _UPPER and not bits & _SHOUT):
        return True
    return bits & _CAPITAL > 0 and not bits & _OF_THE_LANGUAGE


def _is_unknown_last_name(line: Line, i: int) -> bool:
    """An unknown word without capital after a first name: "ali xyzw ringde", "heter ali xyzw"."""
    if line.bits[i + 1] & (_UPPER | _OF_THE_LANGUAGE | _PARTICLE):
        return False
    return bool(line.after(i + 1) & _VERB) or (i + 2 == len(line.words) and _follows_cue(line, i))


def _first_of(line: Line, i: int) -> int:
    """Word i, or an initial right before it."""
    initial = line.joined(i) and len(line.words[i - 1]) == 1 and line.words[i - 1].isupper()
    return i - 1 if initial else i


def _is_named_after(line: Line, first: int, last: int) -> bool:
    """Whether what looks like a name is a street, a square, a school or a firm: "Karl Johans gata", "Alis pizzeria"."""
    after = line.after(last)
    genitive = line.words[last].casefold().endswith(("s", "x", "z"))
    several = last > first
    if (after & _NAMED_AFTER and (genitive or several)) or (after & _NAMED_AFTER_TWO and genitive and several):
        return True
    if (after & _FIRM and genitive) or (after & _UPPER and after & _PLACE_END):
        return True
    lone_place = after & _PLACE_PART and line.bits[last] & _UPPER and not genitive and not after & _OWNED
    return bool(lone_place) and not several
