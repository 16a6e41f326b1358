"""Fetches tiles from the municipality's own map server, and from nowhere else."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from tryggve.domain.language import _
from tryggve.domain.private_file import part_in
from tryggve.domain.row_error import FileError
from tryggve.web.core.backdrop import Backdrop

MOST_BYTES = 1_000_000
_SECONDS = 6.0
_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_OLDER = (("{TileMatrix}", "{z}"), ("{TileRow}", "{y}"), ("{TileCol}", "{x}"))


def checked_template(text: str) -> str:
    """The address of tiles as it is kept. FileError for one that is not to be asked."""
    template = text.strip()
    for theirs, ours in _OLDER:
        template = re.sub(re.escape(theirs), ours, template, flags=re.IGNORECASE)
    parts = urlsplit(template)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password or "{" in parts.netloc:
        raise FileError(
            _("The address must begin with https:// and the name of the map server."),
            _("Copy the WMTS address of the tiles, with {z}, {y} and {x} in it."),
        )
    if any(template.count(part) != 1 for part in ("{z}", "{y}", "{x}")) or re.search(r"[\s\\^`<>\"]", template):
        raise FileError(
            _("The address must hold {z}, {y} and {x} once each."),
            _("They stand for zoom (TileMatrix), row (TileRow) and column (TileCol)."),
        )
    address_of(parts.hostname)
    return template


def address_of(host: str) -> str:
    """The address of a map server on the open net, or one that the installation has listed. FileError for others."""
    refused = FileError(
        _("{host} lies on an inner network, or is not found.").format(host=host),
        _("Whoever runs the installation can allow it with {variable}.").format(variable="TRYGGVE_MAP_HOSTS"),
    )
    if not _HOST.fullmatch(host.casefold()):
        raise refused
    try:
        found = [info[4][0] for info in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]
    except OSError:
        raise refused from None
    addresses = [ipaddress.ip_address(str(one)) for one in found]
    if not addresses:
        raise refused
    if host.casefold() not in settings.SURROUNDINGS.map_hosts and not all(map(_is_open, addresses)):
        raise refused
    return str(addresses[0])


def _is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or address
    return bool(inner.is_global and not inner.is_multicast)


def tile(backdrop: Backdrop, slug: str, z: int, y: int, x: int) -> tuple[bytes, str] | None:
    """A tile and its kind, from the disk or the map server; None where there is none to be had."""
    file = _place(backdrop, slug) / str(z) / str(y) / str(x)
    if file.is_file():
        content = file.read_bytes()
        return content, kind_of(content) or "application/octet-stream"
    fetched = fetch(backdrop.template.replace("{z}", str(z)).replace("{y}", str(y)).replace("{x}", str(x)))
    if fetched is not None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with part_in(file.parent) as part:
            part.write_bytes(fetched[0])
            os.replace(part, file)
    return fetched


def fetch(url: str, *, transport: httpx.BaseTransport | None = None) -> tuple[bytes, str] | None:
    """What is at an address, if it is a picture: no redirects, no proxy of the surroundings, so many bytes and seconds.

    The address is looked up once and asked by number, so that a name cannot mean another machine the second time.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        number = address_of(host)
    except FileError:
        return None
    shown = f"[{number}]" if ":" in number else number
    pinned = parts._replace(netloc=f"{shown}:{parts.port}" if parts.port else shown).geturl()
    try:
        with (
            httpx.Client(trust_env=False, follow_redirects=False, timeout=_SECONDS, transport=transport) as client,
            client.stream("GET", pinned, headers={"Host": parts.netloc}, extensions={"sni_hostname": host}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                return None
            content = b""
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    return None
    except httpx.HTTPError:
        return None
    kind = kind_of(content)
    return None if kind is None else (content, kind)


def kind_of(content: bytes) -> str | None:
    """The kind of a picture by its first bytes; None for what is none that we show."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _KINDS.items() if content.startswith(start)), None)


def _place(backdrop: Backdrop, slug: str) -> Path:
    name = hashlib.sha256(backdrop.template.encode()).hexdigest()[:16]
    return Path(settings.DATA) / "tiles" / slug / name


def drop_old_tiles(slug: str, *, before: float, most_bytes: int) -> None:
    """Tiles written before a moment go, and the oldest where they take more than so much."""
    files = sorted((Path(settings.DATA) / "tiles" / slug).glob("*/*/*/*"), key=lambda path: path.stat().st_mtime)
    taken = sum(path.stat().st_size for path in files)
    for path in files:
        if path.stat().st_mtime >= before and taken <= most_bytes:
            return
        taken -= path.stat().st_size
        path.unlink(missing_ok=True)
