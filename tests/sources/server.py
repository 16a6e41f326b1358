"""A server that speaks as Kolada, SCB, SCB's map server and the police do, and misbehaves when asked."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.sources import invented
from tryggve.ingest.fetching.hosts import Host, host_of

MAX_CELLS = 700
MAX_FEATURES = 2
CAPABILITIES = """<?xml version="1.0" encoding="UTF-8"?>
<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:ows="http://www.opengis.net/ows/1.1">
<ows:OperationsMetadata><ows:Operation name="GetFeature"><ows:Parameter name="outputFormat"><ows:AllowedValues>
<ows:Value>application/gml+xml; version=3.2</ows:Value><ows:Value>application/json</ows:Value>
</ows:AllowedValues></ows:Parameter></ows:Operation></ows:OperationsMetadata><wfs:FeatureTypeList>
<wfs:FeatureType><wfs:Name>stat:RegSO_2020</wfs:Name></wfs:FeatureType>
<wfs:FeatureType><wfs:Name>stat:RegSO_2025</wfs:Name></wfs:FeatureType>
<wfs:FeatureType><wfs:Name>stat:DeSO_2025</wfs:Name></wfs:FeatureType>
</wfs:FeatureTypeList></wfs:WFS_Capabilities>"""


@dataclass
class Reply:
    """What is answered. `short` sends less than it says it will."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    short: bool = False


def ok(said: Any) -> Reply:
    """JSON, without a word about its encoding, as Kolada sends it."""
    return Reply(body=invented.json_bytes(said))


@dataclass
class Public:
    """The running server: what was asked of it, and what it is to get wrong next."""

    url: str = ""
    page_rows: int = 1000
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    mishaps: list[tuple[str, Reply]] = field(default_factory=list)
    standing: list[tuple[str, Reply]] = field(default_factory=list)

    def once(self, part: str, reply: Reply) -> None:
        """Answer so the next time an address holds this."""
        self.mishaps.append((part, reply))

    def always(self, part: str, reply: Reply) -> None:
        """Answer so whenever an address holds this."""
        self.standing.append((part, reply))

    def bases(self) -> dict[str, str]:
        """The address of each source here."""
        return {
            "kolada": f"{self.url}/v3", "scb": f"{self.url}/api/v2", "scb_areas": f"{self.url}/wfs",
            "polisen": self.url, "police_list": self.url,
        }  # fmt: skip

    def host(self, name: str) -> Host:
        """A source, here."""
        return host_of(name, base=self.bases()[name])

    def hosts(self) -> dict[str, Host]:
        """All sources, here."""
        return {name: self.host(name) for name in self.bases()}

    def count(self, part: str) -> int:
        """How many addresses that hold this were asked for."""
        return sum(part in address for address in self.asked)

    def reply(self, address: str, body: bytes) -> Reply:
        """What is answered to a question."""
        for i, (part, reply) in enumerate(self.mishaps):
            if part in address:
                del self.mishaps[i]
                return reply
        for part, reply in self.standing:
            if part in address:
                return reply
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        for pattern, answer in _ROUTES:
            if found := re.fullmatch(pattern, unquote(parts.path)):
                return answer(self, found, query, body)
        return Reply(404, b'{"type":"about:blank","title":"Not Found","status":404}')

    def _kolada(self, rows: list[Any], path: str, query: dict[str, str]) -> Reply:
        page = int(query.get("page", "1"))
        start = (page - 1) * self.page_rows
        kept = "&".join(f"{name}={value}" for name, value in query.items() if name != "page")
        following = f"{self.url}{path}?{kept}&page={page + 1}" if start + self.page_rows < len(rows) else None
        found = rows[start : start + self.page_rows]
        return ok({"values": found, "count": len(found), "next_url": following, "previous_url": None})

    def groups(self, found: re.Match[str], query: dict[str, str], _body: bytes) -> Reply:
        """Kolada's peer groups by a part of their titles."""
        rows = [one for one in invented.groups() if query.get("title", "").lower() in one["title"].lower()]
        return self._kolada(rows, found[0], query)

    def values(self, found: re.Match[str], query: dict[str, str], _body: bytes) -> Reply:
        """Kolada's values: /data/kpi/A,B[/municipality/C,D][/year/E,F]."""
        kpis = found["kpis"].split(",")
        areas = found["areas"].split(",") if found["areas"] else list(invented.KOLADA_AREAS)
        years = [int(year) for year in found["years"].split(",")] if found["years"] else list(invented.YEARS)
        if max(len(kpis), len((found["areas"] and areas) or ())) > 25:
            return Reply(400, b'{"detail":"too many ids"}')
        known = [area for area in areas if area in invented.KOLADA_AREAS]
        rows = [
            invented.kolada_row(kpi, area, year)
            for kpi in kpis for area in known for year in years if year in invented.YEARS
        ]  # fmt: skip
        return self._kolada(rows, found[0], query)

    def config(self, _found: re.Match[str], _query: dict[str, str], _body: bytes) -> Reply:
        """SCB's limits."""
        return ok(
            {
                "apiVersion": "2.3.2", "maxDataCells": MAX_CELLS, "maxCallsPerTimeWindow": 30, "timeWindow": 10,
                "license": "https://creativecommons.org/share-your-work/public-domain/cc0/",
            }
        )  # fmt: skip

    def metadata(self, found: re.Match[str], query: dict[str, str], _body: bytes) -> Reply:
        """What one of SCB's tables holds."""
        codes = invented.scb_dimensions(found["table"], query.get("codelist[Region]", ""))
        return ok(invented.json_stat(found["table"], codes, with_values=False))

    def data(self, found: re.Match[str], _query: dict[str, str], body: bytes) -> Reply:
        """The cells of a selection; 403 where they are too many, 400 for a code that the table lacks."""
        table, asked = found["table"], json.loads(body)["selection"]
        listed = next((one.get("codelist", "") for one in asked if one["variableCode"] == "Region"), "")
        there = invented.scb_dimensions(table, listed)
        codes = {one["variableCode"]: one["valueCodes"] for one in asked}
        if any(set(chosen) - set(there[name]) for name, chosen in codes.items()):
            return Reply(400, b'{"type":"Parameter error","title":"Non-existent value","status":400}')
        size = 1
        for chosen in codes.values():
            size *= len(chosen)
        if size > MAX_CELLS:
            return Reply(403, b'{"type":"Parameter error","title":"Too many cells selected","status":403}')
        return ok(invented.json_stat(table, {name: codes[name] for name in there if name in codes}, with_values=True))

    def wfs(self, _found: re.Match[str], query: dict[str, str], _body: bytes) -> Reply:
        """SCB's map server: what it can, and outlines page by page, never more than it likes."""
        if query.get("request") == "GetCapabilities":
            return Reply(body=CAPABILITIES.encode(), kind="application/xml")
        code = re.fullmatch(r"kommunkod='(\d{4})'", query["CQL_FILTER"])
        assert code is not None
        every = invented.features(code[1], query["typeNames"].removeprefix("stat:RegSO_"))
        start, count = int(query["startIndex"]), min(int(query["count"]), MAX_FEATURES)
        chosen = every[start : start + count]
        return ok(
            {
                "type": "FeatureCollection", "features": chosen, "totalFeatures": len(every),
                "numberMatched": len(every), "numberReturned": len(chosen),
                "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},
            }
        )  # fmt: skip

    def events(self, _found: re.Match[str], _query: dict[str, str], _body: bytes) -> Reply:
        """The police's notices, with the mark that they once had."""
        return Reply(body=b"\xef\xbb\xbf" + invented.json_bytes(invented.events()))

    def list_page(self, _found: re.Match[str], _query: dict[str, str], _body: bytes) -> Reply:
        """The page that links to the list of vulnerable areas, this year's and an older one."""
        links = "".join(
            f'<a href="/contentassets/abc/uso_{year}_geojson.zip">Kartor {year}</a>' for year in (2023, 2025)
        )
        return Reply(body=f"<!doctype html><html><body>{links}</body></html>".encode(), kind="text/html")

    def list_file(self, _found: re.Match[str], _query: dict[str, str], _body: bytes) -> Reply:
        """The list, packed."""
        return Reply(body=invented.zipped(invented.json_bytes(invented.listed_areas())), kind="application/zip")


_ROUTES = (
    (r"/v3/municipality_groups", Public.groups),
    (r"/v3/data/kpi/(?P<kpis>[\w,]+)(?:/municipality/(?P<areas>[\w,]+))?(?:/year/(?P<years>[\d,]+))?", Public.values),
    (r"/api/v2/config", Public.config),
    (r"/api/v2/tables/(?P<table>TAB\d+)/metadata", Public.metadata),
    (r"/api/v2/tables/(?P<table>TAB\d+)/data", Public.data),
    (r"/wfs", Public.wfs),
    (r"/api/events", Public.events),
    (r"/om-polisen/polisens-arbete/utsatta-omraden/", Public.list_page),
    (r"/contentassets/abc/uso_2025_geojson\.zip", Public.list_file),
)


@contextmanager
def running() -> Iterator[Public]:
    """The server on a free port, until the block ends."""
    public = Public()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_words: Any) -> None:
            """Nothing: a test's output is its own."""

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, body: bytes) -> None:
            public.asked.append(self.path)
            public.agents.add(self.headers["User-Agent"])
            reply = public.reply(self.path, body)
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) * (2 if reply.short else 1)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    public.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield public
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
