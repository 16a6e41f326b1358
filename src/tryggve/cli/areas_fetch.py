"""`tryggve areas fetch`: SCB's RegSO or DeSO of one municipality, into the store or into a file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tryggve.cli.areas_arrival import bring_in
from tryggve.cli.fetch import add_sources, cache_folder, fetcher_of, hosts_of
from tryggve.cli.place import add_store, add_who, now
from tryggve.cli.progress import Progress
from tryggve.domain.language import _
from tryggve.domain.private_file import part_in
from tryggve.ingest.visible_text import printable


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("kommun", metavar=_("MUNICIPALITY"), help=_("code of four digits, or name of the municipality"))
    parser.add_argument("--level", choices=("regso", "deso"), default="regso", help=_("SCB's division"))
    parser.add_argument("--vintage", default="2025", metavar=_("YEAR"), help=_("year of the division (2025)"))
    parser.add_argument(
        "--out", type=Path, metavar=_("FILE"), help=_("only write a GeoJSON file; nothing is brought into a store")
    )
    add_sources(parser)
    add_store(parser)
    add_who(parser)


def run(arguments: argparse.Namespace) -> int:
    """Fetch the outlines, check them, and bring them in."""
    from tryggve.domain.row_error import FileError
    from tryggve.ingest.figures.scope import scope_of
    from tryggve.ingest.sources.scb_areas import LAYERS, areas_geojson, fetch_features

    scope = scope_of(arguments.kommun, now().year)
    layer = LAYERS.get((arguments.level, arguments.vintage))
    if layer is None:
        known = ", ".join(f"{level}@{vintage}" for level, vintage in LAYERS)
        raise FileError(
            _("There is no division {division}.").format(division=f"{arguments.level}@{arguments.vintage}"),
            _("Choose one of: {divisions}.").format(divisions=known),
        )
    progress = Progress()
    progress.step(_("Fetching {level} of {name} from SCB").format(level=layer.level, name=scope.name))
    fetcher, host = fetcher_of(arguments, progress.step), hosts_of(arguments.base)["scb_areas"]
    pages = fetch_features(fetcher, host, layer, scope.code)
    content = areas_geojson([feature for features, _answer in pages for feature in features], layer)
    progress.done()
    folder = arguments.cache or cache_folder()
    path: Path = arguments.out or folder / f"{layer.level}_{layer.vintage}_{scope.code}.geojson"
    with part_in(path.parent) as part:
        part.write_bytes(content)
        os.replace(part, path)
    print(printable(_("Source: SCB, {layer}, CC0. {file}").format(layer=layer.name, file=path)))
    return 0 if arguments.out else bring_in(arguments, path, level=layer.level, vintage=layer.vintage)
