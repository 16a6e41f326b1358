"""One gettext catalogue for command line, reports and web; English in the code, Swedish first for the user."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("sv", "en")
DEFAULT_LANGUAGE = "sv"
_LOCALE_DIR = Path(__file__).parent.parent / "locale"
_current: ContextVar[str] = ContextVar("tryggve_language", default=DEFAULT_LANGUAGE)


@lru_cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    # English is the language of the msgids and has no catalogue of its own.
    return _gettext.translation("tryggve", _LOCALE_DIR, [language], fallback=language == "en")


def current_language() -> str:
    """The language texts are made in: `sv` or `en`."""
    return _current.get()


def set_language(language: str) -> None:
    """Choose the language for the rest of this context; ValueError for one there is no catalogue for."""
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}: use one of {', '.join(LANGUAGES)}")
    _current.set(language)


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Make texts in `language` inside the block."""
    before = _current.get()
    set_language(language)
    try:
        yield
    finally:
        _current.set(before)


def _(message: str) -> str:
    """`message` in the current language."""
    return _catalogue(_current.get()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the message that goes with the number `n`, in the current language."""
    return _catalogue(_current.get()).ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a constant for translation without translating it yet."""
    return message


def pick(texts: dict[str, str]) -> str:
    """The text of the current language from a catalog entry `{sv: ..., en: ...}`; Swedish where it is missing."""
    return texts.get(_current.get()) or texts["sv"]
