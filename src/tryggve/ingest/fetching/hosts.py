"""The public sources that may be asked, how often, and on what terms their answers are used."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from tryggve.domain.language import N_, _
from tryggve.domain.row_error import FileError


class Window(NamedTuple):
    """At most so many calls within so many seconds."""

    calls: int
    seconds: float


@dataclass(frozen=True)
class Host:
    """A public source. `bucket` is what its throttle is counted on: two sources of one server share it.

    `gap` seconds between calls, `most_bytes` of an answer, `kept` how long an answer on disk is as good as a new one,
    `refused` (msgid) what a 403 means there, `seconds` how long an answer usually takes (for plans only).
    """

    name: str
    bucket: str
    base: str
    source: str
    licence: str
    refused: str
    gap: float = 0.0
    windows: tuple[Window, ...] = ()
    most_bytes: int = 60_000_000
    kept: timedelta = timedelta(days=7)
    seconds: float = 2.0


_POLISEN = Host(
    name="polisen",
    bucket="polisen.se",
    base="https://polisen.se",
    source="Polismyndigheten",
    licence="polisen.se, regler för öppna data",
    refused=N_("The police turn away programs that do not say who they are, or that ask too often. Wait an hour."),
    gap=10.0,
    windows=(Window(60, 3600.0), Window(1440, 86_400.0)),
    most_bytes=20_000_000,
    kept=timedelta(minutes=10),
)

HOSTS: Mapping[str, Host] = {
    host.name: host
    for host in (
        Host(
            name="kolada",
            bucket="api.kolada.se",
            base="https://api.kolada.se/v3",
            source="Kolada, RKA",
            licence="fri användning, ange Källa: Kolada, RKA",
            refused=N_("Kolada turned the question away. Wait an hour and try again."),
            # Kolada publishes no limit of its own; this is ours.
            gap=0.5,
        ),
        Host(
            name="scb",
            bucket="statistikdatabasen.scb.se",
            base="https://statistikdatabasen.scb.se/api/v2",
            source="SCB",
            licence="CC0 1.0",
            refused=N_("SCB answers so when a question asks for too many cells. Tell us which table it was."),
            # Until /config has said what holds.
            windows=(Window(10, 10.0),),
        ),
        Host(
            name="scb_areas",
            bucket="geodata.scb.se",
            base="https://geodata.scb.se/geoserver/stat/wfs",
            source="SCB",
            licence="CC0 1.0",
            refused=N_("SCB's map server turned the question away. Wait an hour and try again."),
            gap=1.0,
            kept=timedelta(days=30),
            seconds=5.0,
        ),
        _POLISEN,
        replace(_POLISEN, name="police_list", kept=timedelta(days=30)),
    )
}
"""By name. `police_list` has the same server and the same throttle as `polisen`."""


def host_of(name: str, *, base: str | None = None) -> Host:
    """A source by its name; `base` puts another address in its place: a mirror, or a server in a test."""
    host = HOSTS[name]
    if base is None:
        return host
    if not (base.startswith("https://") or is_own_machine(base)):
        raise FileError(
            _("{address} does not begin with https://.").format(address=base),
            _("Public sources are asked over https only; http is for a server on this machine."),
        )
    return replace(host, base=base.rstrip("/"), bucket=f"{host.bucket}@{urlsplit(base).netloc}")


def is_own_machine(address: str) -> bool:
    """Whether an address is a server on this very machine."""
    name = urlsplit(address).hostname or ""
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def belongs(host: Host, address: str) -> bool:
    """Whether an address is one of this source's: same scheme, same server, no user name in it."""
    ours, theirs = urlsplit(host.base), urlsplit(address)
    return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)
