"""The tree that every document renders: html, pdf, xlsx and json show the same findings, tables and figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tryggve.stats.disclosure.spans import Released


class Audience(StrEnum):
    """Who a document is for.

    The shared versions go to the other organisations of the group: reports as facts, by area alone where the
    organisation is private. The public version shows the whole municipality only.
    """

    INTERNAL = "internal"
    SHARED = "shared"
    AREA = "area"
    PUBLIC = "public"

    @property
    def is_shared(self) -> bool:
        """Whether it goes to other organisations, and no further."""
        return self in (Audience.SHARED, Audience.AREA)


class FindingKind(StrEnum):
    """What sort of statement a finding makes."""

    LEVEL = "level"
    CHANGE = "change"
    TREND = "trend"
    DENSITY = "density"
    CONCENTRATION = "concentration"
    TIME_PROFILE = "time_profile"
    COVERAGE = "coverage"
    SIGNAL = "signal"


class Certainty(StrEnum):
    """How sure a finding is; the rule for each grade stands in the appendix of methods."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Trace:
    """The way from a number back to its rows.

    `sql` gives the number itself when run over the facts; `rows_sql` lists the rows behind it; `filter` says the same
    in words; `method` is the key of the method in the appendix. Where a number is the outcome of a model or an exact
    interval that SQL cannot make, `call` is the Python call that gives it and `sql` gives the numbers that go into it.
    """

    sql: str
    filter: str
    method: str
    rows_sql: str = ""
    call: str = ""


@dataclass(frozen=True)
class Finding:
    """One statement with its number, interval, comparison and certainty.

    `text` is a whole sentence; `value_text` and `interval_text` are how the number and its interval are written.
    """

    id: str
    key: str
    kind: FindingKind
    text: str
    value: float | None
    interval: tuple[float, float] | None
    reference: str
    certainty: Certainty
    method: str
    trace: Trace | None = None
    value_text: str = ""
    interval_text: str = ""
    weight: float = 0.0


class ColumnKind(StrEnum):
    """How a column is set: text to the left, numbers to the right."""

    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    key: str
    title: str
    kind: ColumnKind = ColumnKind.NUMBER


@dataclass(frozen=True)
class Cell:
    """One cell: the text a reader sees, the value behind it, and the way back to its rows."""

    text: str
    value: float | int | str | None = None
    id: str = ""
    trace: Trace | None = None


@dataclass(frozen=True)
class Table:
    """A table; the first column names the row. `empty` says what to do when there are no rows."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    source: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Figure:
    """A picture as SVG with its alternative text and the numbers behind it as a table."""

    id: str
    title: str
    alt: str
    svg: str
    table: Table | None = None
    note: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text. `strong` marks a statement that must not be overlooked (what is not known)."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of short statements."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Questions:
    """Questions for people to answer in writing; documents leave room for the answers."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """A place where findings stand, by id, in the order given."""

    ids: tuple[str, ...]


Block = Heading | Paragraph | Bullets | Questions | Findings | Table | Figure


@dataclass(frozen=True)
class Section:
    """One chapter."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    lead: str = ""


@dataclass(frozen=True)
class Meta:
    """What identifies a lägesbild: nothing in it depends on when or where it was made."""

    version: str
    language: str
    audience: Audience
    period: str
    first_date: str
    last_date: str
    scope: str
    municipality: str
    seed: int
    fingerprint: str
    crs: str
    time_zone: str
    sources: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Situation:
    """A whole lägesbild. `banner` stands on every page (draft; invented municipality) where it is not empty.

    `released` are the numbers of events that a public version prints, to be remembered when it is published.
    `explained`: the document tells by which command a number leads back to its rows; not one that is fastställd in the
    web, where the rows are opened by those who may. `asked`: the page shows where each number
    comes from when it is clicked, where all that lies behind is public.
    """

    title: str
    subtitle: str
    banner: str
    meta: Meta
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...]
    methods: tuple[tuple[str, str, str], ...] = field(default=())
    released: tuple[Released, ...] = ()
    explained: bool = True
    asked: bool = False

    def finding(self, finding_id: str) -> Finding:
        """The finding with an id."""
        return next(f for f in self.findings if f.id == finding_id)

    def tables(self) -> Iterator[Table]:
        """Every table, those behind figures included."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield block
                elif isinstance(block, Figure) and block.table:
                    yield block.table

    def traced(self) -> Iterator[tuple[str, Finding | Cell]]:
        """Every number that can be explained, by id."""
        for finding in self.findings:
            yield finding.id, finding
        for table in self.tables():
            for row in table.rows:
                for cell in row:
                    if cell.id:
                        yield cell.id, cell
