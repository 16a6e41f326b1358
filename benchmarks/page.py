"""The page with what was measured, in Swedish, without dates and names of machines."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from tryggve import __version__

LIBRARIES = ("numpy", "scipy", "duckdb", "shapely", "altair", "typst", "numba", "KDEpy")
HOW = "Tider är medianer av flera körningar efter en uppvärmning, minnet är det högsta som någon av körningarna nådde."


@dataclass(frozen=True)
class Measured:
    """One row of the page. `bound` is None where nothing is promised; `unit` is s, ms or MB."""

    what: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def kept(self) -> bool:
        """Whether what was promised was kept."""
        return self.bound is None or self.value < self.bound


@dataclass(frozen=True)
class Table:
    """A heading, what was done, and the rows."""

    heading: str
    text: str
    rows: Sequence[Measured]


def number(value: float, unit: str) -> str:
    """A number as Swedish writes it: a decimal comma, a blank between thousands and before the unit."""
    decimals = {"s": 2, "ms": 1, "MB": 0}.get(unit, 2)
    return f"{value:,.{decimals}f} {unit}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",").rstrip()


def page(
    tables: Sequence[Table], *, title: str = "Fart och minne", command: str = "make bench", how: str = HOW,
    libraries: Sequence[str] = LIBRARIES,
) -> str:  # fmt: skip
    """The page as Markdown; `how` says how it was measured."""
    parts = [
        f"<!-- Skriven av `{command}`: mät om, ändra inte sidan för hand. -->",
        f"# {title}",
        f"Mätt på {machine(libraries)}. {how} En annan dator ger andra tal: kör `{command}`.",
    ]
    for table in tables:
        parts += [f"## {table.heading}", table.text, _rows(table.rows)]
    return "\n\n".join(parts) + "\n"


def machine(libraries: Sequence[str] = LIBRARIES) -> str:
    """What matters of the machine, without its name."""
    said = ", ".join(f"{name} {version(name)}" for name in libraries)
    return (
        f"{os.cpu_count()} processorkärnor, {platform.system()} {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}, Tryggve {__version__} ({said})"
    )


def _rows(rows: Sequence[Measured]) -> str:
    lines = ["| Mätning | Uppmätt | Krav | |", "| --- | --: | --: | --- |"]
    for row in rows:
        bound = "" if row.bound is None else f"under {number(row.bound, row.unit)}"
        verdict = "" if row.bound is None else "klarat" if row.kept else "**inte klarat**"
        lines.append(f"| {row.what} | {number(row.value, row.unit)} | {bound} | {verdict} |")
    return "\n".join(lines)
