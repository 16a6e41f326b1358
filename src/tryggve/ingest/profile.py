"""Profiles: those shipped, a user's own file, and the one that fits a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tryggve.catalog import names_in, read_text
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.date_order import DateOrder, proven_order
from tryggve.ingest.guess import guess_columns
from tryggve.ingest.plain_file import content_of
from tryggve.ingest.profile_record import Kind, Profile
from tryggve.ingest.profile_toml import profile_from_toml
from tryggve.ingest.raw_table import RawTable
from tryggve.ingest.recognition import recognises
from tryggve.ingest.unread_columns import with_unread

__all__ = ["Kind", "Profile", "guess_profile", "load_profile", "shipped_profiles"]

_MAX_PROFILE_BYTES = 1_000_000
# The order in which a table is tried: forms with headings of their own before forms that many tables would fit.
_ORDER = ("polisen", "police_uk", "bra_tabell", "bra", "antal", "antal_bred", "est", "fran_till", "punkter")


@cache
def shipped_profiles() -> Mapping[str, Profile]:
    """The profiles that come with Tryggve by name, in the order in which a table is tried."""
    names = [*_ORDER, *(name for name in names_in("profiles") if name not in _ORDER)]
    return MappingProxyType({name: profile_from_toml(read_text(f"profiles/{name}.toml"), name) for name in names})


def load_profile(name_or_path: str | Path) -> Profile:
    """A shipped profile by name, or one from a TOML file; FileError when it is neither or cannot be used."""
    shipped = shipped_profiles().get(str(name_or_path))
    if shipped is not None:
        return shipped
    path = Path(name_or_path)
    try:
        return profile_from_toml(content_of(path, _MAX_PROFILE_BYTES).decode("utf-8-sig"), path.name)
    except (OSError, ValueError) as error:
        raise FileError(
            _("There is no profile {name}.").format(name=path.name),
            _("Give a TOML file or one of the shipped profiles: {names}.").format(names=", ".join(shipped_profiles())),
        ) from error


def guess_profile(table: RawTable) -> Profile:
    """The shipped profile whose headings the table has, else one guessed from headings and contents.

    The profile's `notes` explain what was chosen and why. FileError shows the columns when too little is certain.
    """
    for profile in shipped_profiles().values():
        if recognises(profile, tuple(table.columns)):
            return with_unread(_with_order(profile, table), table)
    return with_unread(guess_columns(table), table)


def _with_order(profile: Profile, table: RawTable) -> Profile:
    """The profile with the order of day and month that the dates of the file prove."""
    order = proven_order(table.columns.values()) if profile.kind is Kind.INCIDENTS else DateOrder.NEEDLESS
    proven = order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    return replace(profile, date_order=order.value) if proven else profile
