"""What a word of a text can tell of persons, as bits of plain integers: those of an enum are ten times slower."""

from __future__ import annotations


class Word:
    """What a word can be. A name in the text must be: SURE in any case, CAPITAL with a capital, MIDDLE with a capital
    where no sentence begins, AMBIGUOUS with a capital and something more.
    """

    NONE = 0
    SURE = 1
    CAPITAL = 2
    MIDDLE = 4
    AMBIGUOUS = 8
    LAST = 16
    """Follows a first name, also in lower case."""
    FIRST = 67108864
    """A common first name."""
    UPPER = 32
    SHOUT = 64
    """In capitals throughout."""
    NEVER = 128
    PLACE_NAME = 256
    PLACE_LIKE = 512
    """Ends as places do."""
    PLACE_END = 1024
    """Ends as streets, schools, shops and authorities do."""
    CUE = 2048
    NICKNAME_CUE = 4096
    ROLE = 8192
    VERB = 16384
    OWNED = 32768
    IN_PLACE = 65536
    EITHER = 131072
    TOWARDS = 262144
    NAMED_AFTER = 524288
    NAMED_AFTER_TWO = 1048576
    PLACE_PART = 2097152
    PARTICLE = 4194304
    CHANNEL = 8388608
    NICKNAME_PHRASE = 33554432
    NICKNAME = 134217728
    """Often borne as a nickname."""
    FIRM = 16777216
    """The name beside it is that of a firm, a street, a place."""
