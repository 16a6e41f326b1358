"""Everything that the log can hold is said in words, in both languages."""

from __future__ import annotations

import pytest

from tryggve.domain.language import use_language
from tryggve.store.database.audit import Action
from tryggve.store.database.audit_words import WORDS, action_words


def test_every_action_has_its_own_words() -> None:
    """T-AUDIT: a log that cannot be read stops nobody."""
    assert set(WORDS) == set(Action)
    for language in ("sv", "en"):
        with use_language(language):
            said = [action_words(str(action)) for action in Action]
            assert len(set(said)) == len(said)
            assert not set(said) & {str(one) for one in Action if "_" in one}


@pytest.mark.parametrize("later", ["something_new", ""])
def test_what_a_later_version_wrote_is_shown_as_it_stands(later: str) -> None:
    assert action_words(later) == later
