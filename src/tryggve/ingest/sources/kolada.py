"""Kolada v3: key figures of municipalities and counties, by sex where the figure is so divided, and peer groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from tryggve.domain.figure import COUNTRY, Figure, FigureStatus, level_of_code, status_of
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.bodies import changed, fields_of, number_of
from tryggve.ingest.fetching.fetcher import Fetcher
from tryggve.ingest.fetching.hosts import Host
from tryggve.ingest.fetching.kept_answers import Answer, Question

MOST_IDS = 25
"""Identities in one question."""

MOST_PAGES = 500
_PAGE_SIZE = 5000
_SEXES = frozenset("TKM")
# What a source writes beside a value it keeps to itself. Anything else without a value is simply missing.
_HIDDEN = re.compile(r"priv|secre|sekr|suppr|dold|\.\.", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_GROUP = re.compile(r"Liknande kommuner,?\s+(?P<kind>.+?),\s+(?P<name>.+),\s+(?P<year>\d{4})")


@dataclass(frozen=True)
class PeerGroup:
    """Municipalities that Kolada calls alike in one respect: `kind` (such as "övergripande"), year, codes."""

    id: str
    kind: str
    municipality: str
    year: int
    members: tuple[str, ...]


def batches(ids: Sequence[str]) -> list[tuple[str, ...]]:
    """The identities in the groups that one question may hold."""
    return [tuple(ids[start : start + MOST_IDS]) for start in range(0, len(ids), MOST_IDS)]


def values_question(
    host: Host, kpis: Sequence[str], *, areas: Sequence[str] = (), years: Sequence[int] = ()
) -> Question:
    """Values of these key figures: for some areas (codes as ours) over all years, or for all areas in some years."""
    if not (areas or years) or max(len(kpis), len(areas), len(years)) > MOST_IDS:
        raise ValueError(f"one question holds 1 to {MOST_IDS} key figures, areas or years")
    parts = ["data", "kpi", ",".join(kpis)]
    if areas:
        parts += ["municipality", ",".join(map(their_code, areas))]
    if years:
        parts += ["year", ",".join(map(str, years))]
    return Question(f"{host.base}/{'/'.join(map(_part, parts))}?per_page={_PAGE_SIZE}")


def groups_question(host: Host, municipality: str) -> Question:
    """The peer groups whose title holds the name of a municipality."""
    return Question(f"{host.base}/municipality_groups?title={quote(municipality)}&per_page={_PAGE_SIZE}")


def pages(fetcher: Fetcher, host: Host, question: Question) -> Iterator[tuple[list[Any], Answer]]:
    """Page after page, rows and answer. FileError where the pages go in a circle or never end."""
    seen: set[str] = set()
    address: str | None = question.address
    while address:
        if address in seen or len(seen) >= MOST_PAGES:
            raise changed(host.source, _("the pages have no end"))
        seen.add(address)
        said, answer = fetcher.json(host, Question(address))
        rows, following = read_page(said, host.source)
        yield rows, answer
        address = _followed(following, host) if following else None


def read_page(said: Any, source: str) -> tuple[list[Any], str | None]:
    """The rows of a page and the address of the next. FileError where the envelope is another than v3's."""
    envelope = fields_of(said, ("values", "next_url"), source)
    rows, following = envelope["values"], envelope["next_url"]
    if not isinstance(rows, list) or not isinstance(following, str | None):
        raise changed(source, "values, next_url")
    return rows, following or None


def figures(rows: Sequence[Any], names: Mapping[str, str], *, table: str, source: str) -> Iterator[Figure]:
    """A figure for each sex of each row. `names` gives the indicator of a key figure; others are passed over.

    A value of null is missing, or suppressed where the status says so; the status goes along as it was written. What
    is marked deleted, and areas that are no municipality, county or country, are left out.
    """
    for row in rows:
        fields = fields_of(row, ("kpi", "municipality", "period", "values"), source)
        indicator, area = names.get(str(fields["kpi"])), our_code(str(fields["municipality"]))
        if indicator is None or area is None:
            continue
        if not isinstance(fields["values"], list) or not _YEAR.fullmatch(str(fields["period"])):
            raise changed(source, "values, period")
        for one in fields["values"]:
            cell = fields_of(one, ("gender", "value"), source)
            sex, said = str(cell["gender"]), str(cell.get("status") or "")
            if sex not in _SEXES or cell.get("isdeleted"):
                continue
            value = number_of(cell["value"], source)
            yield Figure(
                indicator=indicator, area=area, level=level_of_code(area), division="", period=str(fields["period"]),
                sex=sex, value=value, margin=None,
                status=_status(value, said), said=said, source_table=table,
            )  # fmt: skip


def peer_groups(rows: Sequence[Any], municipality: str, source: str) -> list[PeerGroup]:
    """The groups of one municipality, the latest of each kind, in the order of kinds.

    Groups of other municipalities whose names hold the same word are left out, and so are members that are regions.
    """
    found: dict[str, PeerGroup] = {}
    if not isinstance(rows, list):
        raise changed(source, "values")
    for row in rows:
        fields = fields_of(row, ("id", "title", "members"), source)
        title = _GROUP.fullmatch(" ".join(str(fields["title"]).split()))
        if title is None or title["name"] != municipality or not isinstance(fields["members"], list):
            continue
        members = [our_code(_member(one)) for one in fields["members"]]
        codes = tuple(code for code in members if code is not None and level_of_code(code) == "municipality")
        group = PeerGroup(str(fields["id"]), title["kind"], municipality, int(title["year"]), codes)
        if group.kind not in found or found[group.kind].year < group.year:
            found[group.kind] = group
    return [found[kind] for kind in sorted(found)]


def our_code(code: str) -> str | None:
    """Our code of one of Kolada's areas ("0000" the country, "0024" a county); None for groups of municipalities."""
    if not (len(code) == 4 and code.isascii() and code.isdigit()):
        return None
    return code[2:] if code.startswith("00") else code


def their_code(code: str) -> str:
    """Kolada's code of one of our areas."""
    return "0000" if code == COUNTRY else code.zfill(4)


def _followed(address: str, host: Host) -> str:
    """The next page at the address that the source is asked at: behind a proxy it may call itself http, or nothing."""
    base, parts = urlsplit(host.base), urlsplit(urljoin(host.base, address))
    same = parts.hostname == base.hostname and "@" not in parts.netloc
    return parts._replace(scheme=base.scheme, netloc=base.netloc).geturl() if same else address


def _member(one: Any) -> str:
    return str(one.get("member_id") or one.get("id") or "") if isinstance(one, dict) else str(one)


def _status(value: float | None, said: str) -> FigureStatus:
    if value is None and _HIDDEN.search(said):
        return FigureStatus.SUPPRESSED
    return status_of(value, preliminary=said.casefold().startswith("prel"))


def _part(text: str) -> str:
    if not re.fullmatch(r"[\w,]+", text, re.ASCII):
        raise FileError(_("“{text}” cannot be asked for.").format(text=text), _("Codes hold letters and digits only."))
    return text
