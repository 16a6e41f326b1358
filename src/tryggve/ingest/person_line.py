"""A line of text as words: what each can be, where sentences begin, which words belong together."""

from __future__ import annotations

from tryggve.ingest.person_words import JUDGED, STARTS, WORD
from tryggve.ingest.word_signs import Word

_UPPER, _SHOUT = Word.UPPER, Word.SHOUT
_ENDS_SENTENCE = frozenset(".!?…:;•|*\t")
_BETWEEN_NAMES = frozenset((" ", "\u00a0", "  ", ". ", "."))


class Line:
    """The words of a line: where they stand, what they can be, and where sentences begin."""

    def __init__(self, text: str) -> None:
        found = list(WORD.finditer(text))
        self.text = text
        self.words = [match[0] for match in found]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        self.bits = [JUDGED[word] for word in self.words]
        n = len(found)
        self.shouts = n > 1 and sum(1 for bits in self.bits if bits & _SHOUT) * 2 > n
        if self.shouts:
            self.bits = [bits & ~_UPPER for bits in self.bits]

    def gap(self, i: int) -> str:
        """What stands between word i - 1 and word i."""
        return self.text[self.ends[i - 1] : self.starts[i]] if i else ""

    def begins(self, i: int) -> bool:
        """Whether a sentence, or a new piece of text, begins with word i."""
        if i == 0:
            return True
        gap = self.gap(i)
        # "K. Lindgren": the point of an initial ends no sentence.
        return gap != " " and not _ENDS_SENTENCE.isdisjoint(gap) and not (len(self.words[i - 1]) == 1 and gap[0] == ".")

    def before(self, i: int) -> int:
        """What the word before can be, within the sentence."""
        return 0 if self.begins(i) else self.bits[i - 1]

    def after(self, i: int) -> int:
        """What the word right after can be."""
        return self.bits[i + 1] if self.joined(i + 1) else 0

    def joined(self, i: int) -> bool:
        """Whether word i follows the one before without anything but a blank, or the point of an initial."""
        if not 0 < i < len(self.words):
            return False
        gap = self.gap(i)
        return gap in _BETWEEN_NAMES and ("." not in gap or len(self.words[i - 1]) <= 1)


_quiet: set[str] = set()
_MOST_QUIET = 60_000


def is_quiet(words: list[str]) -> bool:
    """Whether no word can be, or tell of, a name; the first may have a capital like any first word."""
    if _quiet.issuperset(words):
        return True
    if len(_quiet) > _MOST_QUIET:
        _quiet.clear()
    _quiet.update(word for word in words if not JUDGED[word] & STARTS)
    first = JUDGED[words[0]] & STARTS
    return not first & ~_UPPER and _quiet.issuperset(words[1:])
