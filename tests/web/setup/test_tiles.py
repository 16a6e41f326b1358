"""The tile proxy asks one map server for pictures, and nothing else for anything."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from django.conf import settings

from tests.web.conftest import Installation
from tryggve.domain.row_error import FileError
from tryggve.web.setup import tiles

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
TEMPLATE = "https://karta.example/wmts/{z}/{y}/{x}.png"
FORM = {"template": TEMPLATE, "attribution": "© Kommunen", "resolutions": "64 32", "origin": "0 0", "size": "256"}


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Every name means the address that a test says."""

    def mean(address: str) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda *_a, **_k: [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
        )

    return mean


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.9", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"],
)  # fmt: skip
def test_inner_networks_are_refused_unless_listed(
    named: Callable[[str], None], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-TILES."""
    named(address)
    with pytest.raises(FileError):
        tiles.checked_template(TEMPLATE)
    assert tiles.fetch("https://karta.example/1/2/3.png", transport=httpx.MockTransport(_png)) is None
    listed = replace(settings.SURROUNDINGS, map_hosts=("karta.example",))
    monkeypatch.setattr(settings, "SURROUNDINGS", listed)
    assert tiles.checked_template(TEMPLATE) == TEMPLATE
    assert tiles.fetch("https://karta.example/1/2/3.png", transport=httpx.MockTransport(_png)) == (PNG, "image/png")


def _png(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=PNG)


@pytest.mark.parametrize(
    "template",
    ["http://karta.example/{z}/{y}/{x}", "file:///etc/{z}{y}{x}", "https://user:pw@karta.example/{z}/{y}/{x}",
     "https://{z}.example/{y}/{x}", "https://karta.example/{z}/{y}", "https://karta.example/{z}/{y}/{x}/{x}",
     "https://karta.example/{z}/{y}/{x}\\@127.0.0.1", "https:///{z}/{y}/{x}", "https://kar ta.example/{z}/{y}/{x}"],
)  # fmt: skip
def test_only_whole_addresses_over_tls_are_kept(named: Callable[[str], None], template: str) -> None:
    named("93.184.215.14")
    assert (
        tiles.checked_template("https://k.example/{TileMatrix}/{TileRow}/{TileCol}") == "https://k.example/{z}/{y}/{x}"
    )
    with pytest.raises(FileError):
        tiles.checked_template(template)


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        (httpx.Response(200, content=PNG), True),
        (httpx.Response(200, content=b"RIFF1234WEBPxx"), True),
        (httpx.Response(302, headers={"Location": "http://169.254.169.254/"}), False),
        (httpx.Response(200, content=b"<svg onload=alert(1)>", headers={"Content-Type": "image/png"}), False),
        (httpx.Response(200, content=PNG + b"0" * tiles.MOST_BYTES), False),
        (httpx.Response(500, content=PNG), False),
    ],
)
def test_only_pictures_of_a_size_are_taken(named: Callable[[str], None], answer: httpx.Response, taken: bool) -> None:
    named("93.184.215.14")
    asked: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer

    found = tiles.fetch("https://karta.example/1/2/3.png", transport=httpx.MockTransport(reply))
    assert (found is not None) is taken
    # Asked by the number that was looked at, under the name that the certificate must bear.
    assert [(one.url.host, one.headers["Host"], one.extensions["sni_hostname"]) for one in asked] == [
        ("93.184.215.14", "karta.example", "karta.example")
    ]


def test_tiles_are_for_members_and_kept_on_disk(
    installation: Installation, named: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rut, url = installation.client("Rut"), installation.url("kartbild/1/2/3")
    assert rut.get(url).status_code == 404  # no backdrop
    named("93.184.215.14")
    kerstin = installation.client("Kerstin")
    assert kerstin.post(installation.url("installningar/karta/"), FORM | {"resolutions": "1 2"}).status_code == 422
    assert kerstin.post(installation.url("installningar/karta/"), FORM).status_code == 302
    times: list[str] = []

    def fetch(url: str) -> tuple[bytes, str]:
        times.append(url)
        return PNG, "image/png"

    monkeypatch.setattr(tiles, "fetch", fetch)
    for _again in range(2):
        answer = rut.get(url)
        assert (answer.content, answer.headers["Content-Type"]) == (PNG, "image/png")
    assert times == ["https://karta.example/wmts/1/2/3.png"]
    assert rut.get(installation.url("kartbild/2/2/3")).status_code == 404  # no such zoom
    assert installation.client("Olle").get(url).status_code == 404
    assert kerstin.get(installation.url("installningar/platser/karta.json")).json()["tiles"]["url"].endswith("{x}")
    kept = list((installation.folder / "tiles").glob("*/*/1/2/3"))
    tiles.drop_old_tiles("exempelkommunen", before=0, most_bytes=0)
    assert len(kept) == 1
    assert not kept[0].exists()
