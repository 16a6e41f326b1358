"""The Swedish catalogue holds every text of the code, nothing else, and is compiled."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.architecture.tree import PACKAGE, ROOT, assert_none, python_files

FOLDER = PACKAGE / "locale" / "sv" / "LC_MESSAGES"
KEYWORDS = DEFAULT_KEYWORDS | {"N_": None}
FORMS = {"_": 1, "N_": 1, "ngettext": 2}
FIELD = re.compile(r"\{[^{}]*\}")
NEVER_IN_SWEDISH = re.compile(r"\b(?:larm\w*|utbrott\w*|tyst(?:a)? områd\w*)\b", re.IGNORECASE)


def texts_of_the_code(folder: Path = PACKAGE) -> set[tuple[str, ...]]:
    """(msgid,) or (msgid, plural) of everything marked for translation, found with the mapping that make uses."""
    babel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]
    mapping = [(row["pattern"], row["method"]) for row in babel["mappings"]]
    found = extract_from_dir(folder, method_map=mapping, keywords=KEYWORDS)
    return {as_tuple(message) for _file, _line, message, _comments, _context in found}


def marked_texts(source: str) -> set[tuple[str, ...]]:
    """The same as Python itself reads it: the extractor works on tokens and overlooks what is inside an f-string."""
    found = set()
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in FORMS:
            arguments = call.args[: FORMS[call.func.id]]
            found.add(tuple(str(text.value) for text in arguments if isinstance(text, ast.Constant)))
    return found - {()}


def as_tuple(message: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (message or "",) if isinstance(message, str | None) else tuple(message)


def in_catalogue(catalogue: Catalog) -> dict[tuple[str, ...], Message]:
    return {as_tuple(message.id): message for message in catalogue if message.id}


@pytest.fixture(scope="module")
def swedish() -> Catalog:
    with (FOLDER / "tryggve.po").open("rb") as file:
        return read_po(file, locale="sv")


def test_catalogue_and_code_hold_the_same_texts(swedish: Catalog) -> None:
    here = set(in_catalogue(swedish))
    assert_none(f"not in the catalogue (make translations, then translate): {t}" for t in texts_of_the_code() - here)
    assert_none(f"no longer in the code (make translations): {t}" for t in here - texts_of_the_code())
    assert_none(f"no longer in the code, take it out: {key}" for key in swedish.obsolete)


def test_every_text_is_translated(swedish: Catalog) -> None:
    rows = in_catalogue(swedish)
    assert_none(str(key) for key, message in rows.items() if message.fuzzy or not all(as_tuple(message.string)))


def wrong_fields(message: Message) -> bool:
    """Whether a translation uses a field that the text does not have, or a text without plural loses one."""
    ids, strings = as_tuple(message.id), as_tuple(message.string)
    given = {field for text in ids for field in FIELD.findall(text)}
    return any(set(FIELD.findall(text)) - given for text in strings) or (
        len(ids) == 1 and set(FIELD.findall(strings[0])) != given
    )


def test_fields_of_translations(swedish: Catalog) -> None:
    assert_none(str(key) for key, message in in_catalogue(swedish).items() if wrong_fields(message))


def test_words_that_name_places_as_dangerous_are_not_used(swedish: Catalog) -> None:
    rows = in_catalogue(swedish)
    assert_none(str(key) for key, m in rows.items() if NEVER_IN_SWEDISH.search(" ".join(as_tuple(m.string))))


def test_compiled_catalogue_is_current(swedish: Catalog) -> None:
    with (FOLDER / "tryggve.mo").open("rb") as file:
        compiled = in_catalogue(read_mo(file))
    written = {key: as_tuple(message.string) for key, message in in_catalogue(swedish).items()}
    assert {key: as_tuple(message.string) for key, message in compiled.items()} == written, "run: make translations"


def test_every_marked_text_is_seen_by_the_extractor() -> None:
    marked = {text for file in python_files(PACKAGE) for text in marked_texts(file.read_text(encoding="utf-8"))}
    assert_none(f"stands inside an f-string, take it out: {text}" for text in marked - texts_of_the_code())


def test_a_text_inside_an_f_string_is_seen_by_python() -> None:
    source = """f"# {_('one')}"; ngettext("row", "rows", n); _("{n} rows" " more"); _(variable); other("x")"""
    assert marked_texts(source) == {("one",), ("row", "rows"), ("{n} rows more",)}


def test_texts_are_found_in_code_and_pages(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('_("one")\nN_("two")\nngettext("row", "rows", 2)\nlabel("not this")\n')
    (tmp_path / "b.html").write_text("<p>{{ _('three') }}</p>\n")
    assert texts_of_the_code(tmp_path) == {("one",), ("two",), ("row", "rows"), ("three",)}


@pytest.mark.parametrize(
    ("text", "swedish_text", "wrong"),
    [
        ("{n} rows", "{n} rader", False),
        ("{n} rows", "rader", True),
        ("{n} rows", "{antal} rader", True),
        (("{n} row", "{n} rows"), ("en rad", "{n} rader"), False),
        (("{n} row", "{n} rows"), ("en rad", "{m} rader"), True),
    ],
)
def test_a_wrong_field_is_found(text: str | tuple[str, str], swedish_text: str | tuple[str, str], wrong: bool) -> None:
    assert wrong_fields(Message(text, swedish_text)) is wrong
