"""The words of a page: each text that stands in it or is read out of it, and the language it is said to be in."""

from __future__ import annotations

import re
from html.parser import HTMLParser

READ_OUT = ("aria-label", "placeholder", "title", "alt")
EMPTY = ("input", "br", "img", "meta", "link", "hr", "col", "wbr")
UNTOLD = ("script", "style", "textarea", "code")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.within: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        language = told.get("lang", self.within[-1][1])
        if tag not in EMPTY:
            self.within.append((tag, language))
        for name, value in told.items():
            if name in READ_OUT or name.startswith("data-text-"):
                self._add(language, value)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Nothing stands in it: parts of drawings."""

    def handle_endtag(self, tag: str) -> None:
        while len(self.within) > 1 and self.within.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(tag in UNTOLD for tag, _language in self.within):
            self._add(self.within[-1][1], data)

    def _add(self, language: str, text: str) -> None:
        text = re.sub(r"\s+", " ", text).replace("\xad", "").strip()
        if text:
            self.found.append((language, text))


def words_of(page: str) -> list[tuple[str, str]]:
    """(language, text) of each text of a page, in its order."""
    reader = _Words()
    reader.feed(page)
    return reader.found
