"""Reading a profile from TOML, with everything that can be wrong said in words."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from tryggve.catalog import names_in
from tryggve.domain.category import categories
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.domain.spelling import fold
from tryggve.ingest.profile_record import EMPTY, OPTIONS, TABLES, Kind, Profile, toml_text

_APART = (("x", "y"), ("lon", "lat"), ("time", "to"), ("date", "to"), ("value", "population"))


def _choices() -> dict[str, tuple[str, ...]]:
    return {
        "kind": tuple(Kind),
        "unknown_category": ("error", "ovrigt"),
        "date_order": ("", "dmy", "mdy"),
        "dash": ("unknown", "zero"),
        "reader": ("", "polisen"),
        "mapping": ("", *names_in("mappings")),
    }


def profile_from_toml(text: str, where: str) -> Profile:
    """Read a profile; FileError names what is wrong with it. `where` is its name or file for the message."""
    try:
        data = tomllib.loads(text)
        profile = _read(data)
        faults = list(_faults(profile))
    except tomllib.TOMLDecodeError as error:
        faults = [_("It is not valid TOML: {error}.").format(error=error)]
    except RecursionError:
        faults = [_("Its lists are nested too deeply.")]
    except ValueError as error:
        faults = [str(error)]
    if faults:
        raise FileError(
            _("The profile {name} cannot be used. {what}").format(name=where, what=" ".join(faults)),
            _("Mend the profile; the reference of profiles lists every key and the shipped profiles."),
        )
    return profile


def _read(data: dict[str, Any]) -> Profile:
    known = {*OPTIONS, *TABLES}
    if unknown := sorted(set(data) - known):
        raise ValueError(
            _("Unknown keys: {keys}. Known keys: {known}.").format(
                keys=", ".join(unknown), known=", ".join(sorted(known))
            )
        )
    if missing := [key for key in ("name", "kind") if key not in data]:
        raise ValueError(_("The key {key} is missing.").format(key=missing[0]))
    for key, choices in _choices().items():
        if data.get(key, choices[0]) not in choices:
            raise ValueError(
                _("{key} must be one of: {choices}.").format(
                    key=key, choices=", ".join(choice or '""' for choice in choices)
                )
            )
    return Profile(**{key: _value(key, value) for key, value in data.items()})


def _value(key: str, value: Any) -> Any:
    if key == "kind":
        return Kind(value)
    if key in TABLES and not isinstance(value, dict):
        raise ValueError(_("{key} must be a table.").format(key=key))
    if key == "values":
        return {name: _texts(words, f"values.{name}") for name, words in value.items()}
    if key in ("title", "constants"):
        return _texts(value, key)
    if key in ("columns", "categories"):
        return {name: _list(texts, f"{key}.{name}") for name, texts in value.items()}
    default = getattr(EMPTY, key)
    if isinstance(default, tuple):
        return _list(value, key)
    if type(value) is not type(default):
        raise ValueError(_("{key} must be of the same sort as {example}.").format(key=key, example=toml_text(default)))
    return value


def _texts(value: Any, key: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError(_("{key} must be a table of texts.").format(key=key))
    return value


def _list(value: Any, key: str) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise ValueError(_("{key} must be a text or a list of texts.").format(key=key))
    return tuple(texts)


def _faults(profile: Profile) -> Iterator[str]:
    for table in ("columns", "constants", "values"):
        if strange := sorted(set(getattr(profile, table)) - set(profile.field_names)):
            yield _("Unknown fields in {table}: {fields}. Known fields: {known}.").format(
                table=table, fields=", ".join(strange), known=", ".join(profile.field_names)
            )
    if strange := sorted(set(profile.categories) - set(categories())):
        yield _("Unknown category codes: {codes}.").format(codes=", ".join(strange))
    seen: dict[str, str] = {}
    for code, texts in profile.categories.items():
        for text in texts:
            if seen.setdefault(fold(text), code) != code:
                yield _("The category text {text} stands for two codes.").format(text=text)
    if profile.zone and not is_zone(profile.zone):
        yield _("There is no time zone {zone}.").format(zone=profile.zone)
    for form in profile.time_formats:
        if not _is_time_format(form):
            yield _("{form} is no form of a time with its year, such as %d.%m.%y %H:%M.").format(form=toml_text(form))
    for first, second in _APART:
        if shared := set(map(fold, profile.columns.get(first, ()))) & set(map(fold, profile.columns.get(second, ()))):
            yield _("{first} and {second} cannot be the same column: {column}.").format(
                first=first, second=second, column=", ".join(sorted(shared))
            )


def _is_time_format(form: str) -> bool:
    """Whether times can be written and read by it. Without a year every time would lie in 1900."""
    some = dt.datetime(2001, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
    try:
        # Another year must be written in another way: to read a day without a year is deprecated from Python 3.13 on.
        if some.strftime(form) == some.replace(year=2013).strftime(form):
            return False
        return dt.datetime.strptime(some.strftime(form), form).year == some.year  # noqa: DTZ007 - only the year
    except (ValueError, re.error):  # re.error: a part of the time is asked for twice
        return False


def is_zone(name: str) -> bool:
    """Whether there is such a time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, not a zone's name, a folder of zones
        return False
    return True
