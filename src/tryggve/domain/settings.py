"""What an organisation may choose once for all its pictures: one table, from which the reference page is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tryggve.domain.language import LANGUAGES, N_, _

# Below three, a published cell could point at one or two persons: what the setting is there to prevent.
SMALLEST_SMALL_NUMBER = 3
LARGEST_SEED = 2**32 - 1
# Variables of the same family that choose a file or folder, not a setting.
OTHER_VARIABLES = {
    "TRYGGVE_CONFIG": N_("path of the settings file, instead of tryggve.toml in this folder or one above it"),
    "TRYGGVE_DATABASE_URL": N_(
        "address of a PostgreSQL database to use as the store: postgresql://user:password@host:5432/database"
    ),
    "TRYGGVE_SHARED": N_("folder with test material, for developers"),
    "TRYGGVE_CHROMIUM": N_("browser for the tests of pages, for developers"),
}
_TYPE_NAMES = {str: N_("text"), int: N_("whole number")}


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices in force. Everything here has a default that suits a Swedish municipality."""

    language: str = "sv"
    crs: str = "EPSG:3006"
    time_zone: str = "Europe/Stockholm"
    seed: int = 0
    small_number: int = 5
    store: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: the name in `tryggve.toml`, what it does (msgid), and what it accepts.

    `accepts` returns the value in its settled form, or raises ValueError with a sentence in the user's language.
    """

    name: str
    meaning: str
    accepts: Callable[[str | int], str | int]

    @property
    def default(self) -> str | int:
        """The value where neither file nor environment says anything."""
        value: str | int = getattr(Settings(), self.name)
        return value

    @property
    def variable(self) -> str:
        """The environment variable that goes before the file."""
        return f"TRYGGVE_{self.name.upper()}"

    @property
    def type_name(self) -> str:
        """The kind of value, as a msgid."""
        return _TYPE_NAMES[type(self.default)]


def _language(value: str | int) -> str:
    if value not in LANGUAGES:
        raise ValueError(_("Choose one of {choices}.").format(choices=", ".join(LANGUAGES)))
    return str(value)


def _crs(value: str | int) -> str:
    found = re.fullmatch(r"(?:EPSG:)?([1-9][0-9]{3,5})", str(value).strip(), re.IGNORECASE)
    if found is None:
        raise ValueError(_("Write the EPSG code of a projected system in metres, for example EPSG:3006."))
    return f"EPSG:{found[1]}"


def _time_zone(value: str | int) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (LookupError, ValueError, OSError):
        raise ValueError(_("Write the name of a time zone, for example Europe/Stockholm.")) from None


def _whole_number(lowest: int, highest: int) -> Callable[[str | int], int]:
    def accept(value: str | int) -> int:
        if not isinstance(value, bool) and re.fullmatch(r"[0-9]{1,10}", str(value).strip()):
            number = int(value)
            if lowest <= number <= highest:
                return number
        raise ValueError(_("Write a whole number from {lowest} to {highest}.").format(lowest=lowest, highest=highest))

    return accept


def _folder(value: str | int) -> str:
    if isinstance(value, str) and "\0" not in value:
        return value.strip()
    raise ValueError(_("Write the path of a folder."))


SETTINGS: tuple[Setting, ...] = (
    Setting("language", N_("Language of reports and messages: sv or en."), _language),
    Setting(
        "crs",
        N_(
            "Coordinate system of coordinates whose file does not say which, where it is not to be found from the data."
        ),
        _crs,
    ),
    Setting(
        "time_zone",
        N_("Time zone in which days, weeks and hours are counted; another than this goes before that of a profile."),
        _time_zone,
    ),
    Setting(
        "seed",
        N_("Start of every random draw; the same seed gives the same figures."),
        _whole_number(0, LARGEST_SEED),
    ),
    Setting(
        "small_number",
        N_("Counts from 1 up to, not including, this number are hidden in what is made for the public."),
        _whole_number(SMALLEST_SMALL_NUMBER, 100),
    ),
    Setting(
        "store",
        N_(
            "Folder of the store, where commands are not told by --store; a relative one in a settings file counts "
            "from that file."
        ),
        _folder,
    ),
)
