"""How far a text of our own goes: what in it points at somebody, and the versions that may hold it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tryggve.domain.language import N_, _
from tryggve.reports.tree import Audience
from tryggve.web.core.models import KnownPlace, Membership, Organisation
from tryggve.web.core.screening import marks

REACH = (Audience.INTERNAL, Audience.SHARED, Audience.AREA)
"""Versions, each read by more than the one before: who gets a text in one gets it in those before it too."""

USUAL = Audience.SHARED
"""Where nobody has chosen: private organisations and councils get a text only when somebody has said so."""

_PERSON, _MEMBER, _PROTECTED, _PLACE, _ORGANISATION = "person", "member", "protected", "place", "organisation"
_WIDEST = {_PERSON: Audience.SHARED, _MEMBER: Audience.SHARED, _PROTECTED: Audience.INTERNAL}
_NAMES = {
    _MEMBER: N_("somebody who takes part"),
    _PROTECTED: N_("a protected place"),
    _PLACE: N_("a known place"),
    _ORGANISATION: N_("an organisation"),
}
_ADVICE = {
    _MEMBER: N_("Whoever is named may be taken for the one who reported: write the function."),
    _PROTECTED: N_("A protected place is named in no version that others get."),
    _PLACE: N_("Private organisations and councils get areas: write the area."),
    _ORGANISATION: N_("Whoever is named may be taken for the one who reported: write the kind, or leave it out."),
}


@dataclass(frozen=True)
class Sign:
    """Words that point at somebody: what they are, what to do, and the widest version that may hold them."""

    words: str
    name: str
    advice: str
    widest: Audience


@dataclass(frozen=True)
class Names:
    """The names of a municipality's people, organisations and places, as patterns."""

    known: tuple[tuple[str, re.Pattern[str]], ...]


def names() -> Names:
    """Of the municipality one is in. A protected place is found inside a longer word too, the others as words; of
    people whole names alone.
    """
    places = list(KnownPlace.objects.values_list("name", "protected"))
    protected = [name for name, secret in places if secret and name.strip()]
    told = [(_PROTECTED, re.compile(re.escape(name.strip()), re.IGNORECASE)) for name in protected]
    told += [(_PLACE, _word(name)) for name, secret in places if not secret and name.strip()]
    told += [(_ORGANISATION, _word(name)) for name in Organisation.objects.values_list("name", flat=True)]
    members = Membership.objects.filter(ended=None).exclude(name="").values_list("name", flat=True)
    told += [(_MEMBER, _word(name)) for name in members if " " in name.strip()]
    return Names(tuple(told))


def _word(name: str) -> re.Pattern[str]:
    """A name as a word of its own, whose it is (`Bostadsbolagets`) and in the definite form included."""
    return re.compile(rf"(?<!\w){re.escape(name.strip())}(?:e?ns?|e?ts?|s)?(?!\w)", re.IGNORECASE)


def signs(text: str, known: Names) -> tuple[Sign, ...]:
    """What in a text points at a person, a place or an organisation; each words once."""
    found = [Sign(text[one.start : one.end], one.name, one.advice, _WIDEST[_PERSON]) for one in marks(text)]
    for kind, pattern in known.known:
        if (hit := pattern.search(text)) is not None:
            found.append(Sign(hit[0], _(_NAMES[kind]), _(_ADVICE[kind]), _WIDEST.get(kind, Audience.AREA)))
    return tuple(dict.fromkeys(found))


def widest(found: tuple[Sign, ...]) -> Audience:
    """The widest version that may hold a text with these signs."""
    return min((one.widest for one in found), key=REACH.index, default=Audience.AREA)


def usual(found: tuple[Sign, ...]) -> Audience:
    """How far such a text goes where nobody has chosen."""
    return min(USUAL, widest(found), key=REACH.index)


def given(texts: Mapping[str, str], reach: Mapping[str, str], audience: Audience) -> dict[str, str]:
    """Chapter → text, of those that a version holds."""
    return {
        key: text for key, text in texts.items()
        if REACH.index(audience) <= REACH.index(Audience(reach.get(key, USUAL.value)))
    }  # fmt: skip


def too_far(texts: Mapping[str, str], reach: Mapping[str, str]) -> list[str]:
    """Chapters whose text would go further than what stands in it allows."""
    known = names()
    return [
        key for key, text in texts.items()
        if REACH.index(Audience(reach.get(key, USUAL.value))) > REACH.index(widest(signs(text, known)))
    ]  # fmt: skip
