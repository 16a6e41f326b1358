"""What the public figures of a municipality consist of: one frozen row type for each table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tryggve.domain.language import current_language, pick

Texts = Mapping[str, str]
"""The same text in each language."""


@dataclass(frozen=True)
class TableSource:
    """Where a table comes from and how it may be read.

    `grade`: källa (verified in the source), kunskap (to be checked), val (our choice). `texts` holds title, unit,
    source, period and licence, in each language.
    """

    key: str
    grade: str
    texts: Mapping[str, Texts]
    caveats_by_language: Mapping[str, tuple[str, ...]]

    @property
    def title(self) -> str:
        """The title in the current language."""
        return pick(dict(self.texts["title"]))

    @property
    def unit(self) -> str:
        """What is counted."""
        return pick(dict(self.texts["unit"]))

    @property
    def source(self) -> str:
        """Who published the figures."""
        return pick(dict(self.texts["source"]))

    @property
    def period(self) -> str:
        """The time that the table speaks of."""
        return pick(dict(self.texts["period"]))

    @property
    def licence(self) -> str:
        """On what terms the figures may be used."""
        return pick(dict(self.texts["licence"]))

    @property
    def caveats(self) -> tuple[str, ...]:
        """What a reader must know."""
        return self.caveats_by_language[current_language()]


@dataclass(frozen=True)
class BasicFigure:
    """One basic figure with the year it belongs to."""

    key: str
    labels: Texts
    value: int
    year: int
    grade: str
    source: str

    @property
    def label(self) -> str:
        """What the figure is, in the current language."""
        return pick(dict(self.labels))


@dataclass(frozen=True)
class YearPopulation:
    """Residents on 31 December."""

    year: int
    population: int
    grade: str
    source: str


@dataclass(frozen=True)
class YearOffences:
    """Reported offences of a year by group; the rate is of the total per 100 000 of the year's mean population."""

    year: int
    mean_population: int
    counts: Mapping[str, int]
    total_per_100k: int


@dataclass(frozen=True)
class PeerOffences:
    """All reported offences of a year in another municipality, with the published rate per 100 000."""

    code: str
    municipality: str
    year: int
    total: int
    total_per_100k: int


@dataclass(frozen=True)
class QuarterOffences:
    """All reported offences of a quarter; `total` is None where the source has none."""

    code: str
    municipality: str
    year: int
    quarter: int
    total: int | None


@dataclass(frozen=True)
class RegsoArea:
    """A regional statistical area; `area_type` 1–5 from the socio-economic index; a point in it in metres (EPSG:3006).

    `has_students`: many students live there, so that a low income means something else.
    """

    code: str
    name: str
    population: int
    born_abroad_percent: float
    area_type: int
    east: int
    north: int
    has_students: bool


@dataclass(frozen=True)
class PoliceList:
    """A year's list of vulnerable areas in the country; None where it is not known or the class does not exist.

    `here` is the number in this municipality; `to_be_checked` names the figures not verified.
    """

    year: int
    total: int
    vulnerable: int | None
    risk: int | None
    particularly_vulnerable: int | None
    here: int
    to_be_checked: tuple[str, ...]
    notes: Texts

    @property
    def note(self) -> str:
        """What to know of the list, in the current language."""
        return pick(dict(self.notes))


@dataclass(frozen=True)
class PeerGroup:
    """One of Kolada's groups of similar municipalities; members as (code, name)."""

    kolada_id: str
    kind: str
    year: int
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class KoladaIndicator:
    """A Kolada indicator by id and title; no values."""

    id: str
    title: str


@dataclass(frozen=True)
class ProgrammeArea:
    """A RegSO that belongs to a district of the programme, wholly or in part."""

    district: str
    regso_code: str
    whole: bool


@dataclass(frozen=True)
class PublicFigures:
    """All figures of one municipality, and the source of each table under the table's own name."""

    place: str
    municipality: str
    code: str
    county: str
    groups: Mapping[str, Texts]
    sources: Mapping[str, TableSource]
    basics: tuple[BasicFigure, ...]
    population: tuple[YearPopulation, ...]
    reported_offences: tuple[YearOffences, ...]
    reported_offences_peers: tuple[PeerOffences, ...]
    reported_offences_quarters: tuple[QuarterOffences, ...]
    regso: tuple[RegsoArea, ...]
    police_list: tuple[PoliceList, ...]
    peer_groups: tuple[PeerGroup, ...]
    indicators: tuple[KoladaIndicator, ...]
    programme_districts: tuple[ProgrammeArea, ...]
    default_peer_group: str

    def peers(self) -> PeerGroup:
        """The group of similar municipalities that serves as reference unless another is chosen."""
        return next(group for group in self.peer_groups if group.kolada_id == self.default_peer_group)

    def group_name(self, group: str) -> str:
        """The name of a group of offences in the current language."""
        return pick(dict(self.groups[group]))
