"""Which municipality figures are fetched for, and with whom it is compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tryggve.catalog import read_csv
from tryggve.domain.figure import COUNTRY
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.domain.spelling import fold

PEER_KINDS = ("övergripande", "socioekonomi")
"""The kinds of Kolada's peer groups whose members are fetched with all their years."""

SERIES = 20
ALL_YEARS = 4
"""Years: of a long series (for plans only), and of what is fetched for every municipality."""


@dataclass(frozen=True)
class Scope:
    """A municipality and its county, and the year in which the figures are fetched."""

    code: str
    name: str
    county: str
    county_name: str
    year: int

    @property
    def own(self) -> tuple[str, ...]:
        """The codes that every comparison holds: municipality, county, country."""
        return self.code, self.county, COUNTRY

    @property
    def latest_years(self) -> tuple[int, ...]:
        """The years that are fetched for every municipality; the youngest may not be published yet."""
        return tuple(range(self.year - ALL_YEARS + 1, self.year + 1))


@cache
def municipalities() -> dict[str, dict[str, str]]:
    """The rows of the catalog by code."""
    return {row["code"]: row for row in read_csv("municipalities.csv")}


@cache
def codes_by_name() -> dict[str, str]:
    """The code of each municipality by its folded name."""
    return {fold(row["name"]): code for code, row in municipalities().items()}


def scope_of(text: str, year: int) -> Scope:
    """The municipality that a code or a name means. FileError with names that are close where there is none."""
    wanted = fold(text).removesuffix(" kommun")
    code = wanted if wanted in municipalities() else codes_by_name().get(wanted, "")
    row = municipalities().get(code)
    if row is None:
        close = [one["name"] for one in municipalities().values() if wanted and wanted[:3] == fold(one["name"])[:3]]
        raise FileError(
            _("There is no municipality {text}.").format(text=text),
            _("Give a code of four digits, or a name: {names} …").format(names=", ".join(close[:5]))
            if close
            else _("Give a code of four digits, such as 2480, or a name."),
        )
    return Scope(code, row["name"], row["county_code"], row["county_name"], year)
