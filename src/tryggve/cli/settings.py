"""Settings in force: the environment goes before `tryggve.toml`, and that before the defaults."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tryggve.domain.language import _
from tryggve.domain.settings import OTHER_VARIABLES, SETTINGS, Setting, Settings
from tryggve.web.env import VARIABLES

FILE_NAME = "tryggve.toml"
PREFIX = "TRYGGVE_"


class SettingsError(Exception):
    """A settings file or variable that cannot be used; the message says where, what, and how to mend it."""


def load_settings(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in force in `folder` (default: the current one).

    Raises SettingsError for an unreadable file, an unknown name or a value outside what the setting accepts.
    """
    environ = os.environ if environ is None else environ
    file = find_file(folder or Path.cwd(), environ)
    from_file = {} if file is None else _checked(_read(file), {s.name: s for s in SETTINGS}, str(file))
    if file is not None and from_file.get("store"):
        # A folder named in a file is meant from there, wherever the command is given.
        from_file["store"] = str(file.resolve().parent / from_file["store"])
    ours = {name: text for name, text in environ.items() if name.startswith(PREFIX) and text}
    ours = {name: text for name, text in ours.items() if name not in {*OTHER_VARIABLES, *VARIABLES}}
    from_environment = _checked(ours, {s.variable: s for s in SETTINGS}, _("the environment"))
    return replace(Settings(), **(from_file | from_environment))


def find_file(folder: Path, environ: Mapping[str, str]) -> Path | None:
    """The file TRYGGVE_CONFIG names, else the nearest `tryggve.toml` in `folder` or above it, else None."""
    if chosen := environ.get("TRYGGVE_CONFIG"):
        return Path(chosen)
    folder = folder.resolve()
    return next((file for above in (folder, *folder.parents) if (file := above / FILE_NAME).is_file()), None)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(
            _("Cannot read the settings file {file}: {reason}.").format(file=file, reason=reason)
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(_("The settings file {file} is not UTF-8: save it as UTF-8.").format(file=file)) from None
    except tomllib.TOMLDecodeError as error:
        text = _(
            'The settings file {file} is not valid TOML ({reason}). Write one setting a line, such as language = "sv".'
        )
        raise SettingsError(text.format(file=file, reason=error)) from None


def _checked(given: Mapping[str, Any], known: Mapping[str, Setting], where: str) -> dict[str, Any]:
    return {setting.name: _accepted(setting, key, value, where) for key, value, setting in _known(given, known, where)}


def _known(given: Mapping[str, Any], known: Mapping[str, Setting], where: str) -> Iterator[tuple[str, Any, Setting]]:
    for key, value in given.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = _("Did you mean {name}?") if near else _("These exist: {name}.")
            text = _("{where}: there is no setting {key}.").format(where=where, key=key)
            raise SettingsError(f"{text} {hint.format(name=', '.join(near or known))}")
        yield key, value, known[key]


def _accepted(setting: Setting, key: str, value: Any, where: str) -> str | int:
    try:
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise ValueError(_("It should be a {type}.").format(type=_(setting.type_name)))
        return setting.accepts(value)
    except ValueError as error:
        text = _("{where}: {key} cannot be {value}.").format(where=where, key=key, value=repr(value))
        raise SettingsError(f"{text} {error}") from None
