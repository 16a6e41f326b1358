"""The part of the municipality that somebody means."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from tryggve.domain.area import AreaRegister
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError


def scope_of(text: str | None, register: AreaRegister | None, levels: Sequence[str]) -> tuple[str, str] | None:
    """The area a user means: by code, else by a name that only one area has. FileError with what there is to choose."""
    if text is None:
        return None
    areas = register.areas if register else ()
    by_code = [area for area in areas if area.code == text]
    found = by_code or [area for area in areas if area.name.casefold() == text.casefold()]
    if len(found) == 1:
        return found[0].level, found[0].code
    if not areas and len(levels) == 1:
        return levels[0], text
    if found:
        codes = ", ".join(area.code for area in found)
        raise FileError(
            _("{name} is the name of several areas.").format(name=text),
            _("Give one of the codes: {codes}.").format(codes=codes),
        )
    near = difflib.get_close_matches(text, [area.name for area in areas], n=3)
    hint = (
        _("Did you mean {names}?").format(names=", ".join(near))
        if near
        else _("Codes and names are in the areas file.")
    )
    raise FileError(_("There is no area {name}.").format(name=text), hint)
