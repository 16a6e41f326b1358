"""From what was read to what a lägesbild is made from."""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
from typing import TYPE_CHECKING

from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.domain.area import AreaRegister
    from tryggve.ingest.read_in import Ingested
    from tryggve.reports.request import FileNote, Material, Request
    from tryggve.store.files import FileStore


def material_of(
    store: FileStore, ingested: Ingested, files: tuple[FileNote, ...], municipality: str | None, banner: str
) -> Material:
    """What a lägesbild is made from, with what must be said about how it was read."""
    from tryggve.ingest.privacy import kind_name
    from tryggve.reports.request import Material

    register = ingested.register
    return Material(
        store,
        municipality or (register.municipality if register else ""),
        ingested.crs,
        ingested.zone,
        register,
        levels=tuple(register.levels()) if register else tuple(store.levels()),
        files=files,
        notes=ingested.notes,
        privacy={kind_name(kind): n for kind, n in ingested.privacy.items() if n},
        banner=banner,
    )


def request_of(arguments: argparse.Namespace, period: Period, scope: tuple[str, str] | None) -> Request:
    """What the command line asks of the material."""
    from tryggve.reports.request import Request
    from tryggve.reports.tree import Audience

    settings = arguments.settings
    seed = settings.seed if arguments.seed is None else arguments.seed
    # Only a document of a period that is not over depends on the day it is asked for.
    today = arguments.today or dt.date.today()  # noqa: DTZ011, TID251
    return Request(period, scope, Audience(arguments.audience), seed, settings.small_number, today)


def scope_of(text: str | None, register: AreaRegister | None, levels: list[str]) -> tuple[str, str] | None:
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
