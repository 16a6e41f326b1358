"""Reads an areas file (GeoJSON) into a register: outlines in the working CRS, notes of what was mended or refused."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import shapely

from tryggve.domain.area import MUNICIPALITY, Area, AreaRegister
from tryggve.domain.language import _, ngettext
from tryggve.domain.row_error import FileError
from tryggve.ingest.area_outline import file_crs, geojson, is_place, read_outline, to_working
from tryggve.ingest.area_properties import (
    MUNICIPALITY_WORDS,
    Spelling,
    aliases_of,
    guess_spelling,
    municipality_of,
    population_of,
    text_of,
)
from tryggve.ingest.plain_file import content_of
from tryggve.ingest.project import check_working_crs
from tryggve.ingest.visible_text import printable

MIN_AREA_M2 = 100.0
"""Outlines smaller than this are left-overs of drawing, not places: a quarter of a tennis court holds no district."""

WHOLE = "all"
"""The code of the municipality when the file has no area of its own for it."""

MUNICIPALITY_LEVEL_OF_MANY = "kommun"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
MOST_NAMES = 30
MOST_BYTES = 100_000_000
MOST_AREAS = 100_000


class _Feature(NamedTuple):
    area: Area
    shape: Any
    mended: bool


def read_areas(
    path: Path, *, crs: str, level: str | None = None, vintage: str | None = None, min_area_m2: float = MIN_AREA_M2
) -> AreaRegister:
    """Read a GeoJSON areas file; outlines come out in `crs` (metres, one decimal), codes as text.

    `level` and `vintage` serve where the file says nothing. The register always holds exactly one area of the level
    "municipality": the file's own, else the union of all its areas with the code "all". Features without a polygon or
    a code are refused, outlines under `min_area_m2` or under a metre wide dropped; the notes name both. FileError
    when the file cannot be read, holds no usable area, or uses one code twice at a level.
    """
    working = check_working_crs(crs)
    content = _load(path)
    features, spelling = _features(content["features"], level, vintage)
    _refuse_duplicates([feature.area for feature in features if feature.area.code], path)
    usable = [feature for feature in features if feature.shape is not None and feature.area.code]
    if not usable:
        raise FileError(
            _("{file} holds no area with a code and an outline.").format(file=path.name),
            _("Each feature needs the properties kod and namn and a polygon."),
        )
    source = file_crs(content.get("crs"), [feature.shape for feature in usable], working)
    moved = to_working([feature.shape for feature in usable], source, working)
    placed = [feature._replace(shape=shape) for feature, shape in zip(usable, moved, strict=True)]
    kept = [feature for feature in placed if is_place(feature.shape, min_area_m2)]
    if not kept:
        raise FileError(
            _("Every area in {file} is smaller than {limit} m² or a mere strip.").format(
                file=path.name, limit=f"{min_area_m2:g}"
            ),
            _("Check the file's coordinate system."),
        )
    tellings = (
        (_tell_mended, [feature for feature in kept if feature.mended]),
        (_tell_no_outline, [feature for feature in features if feature.shape is None]),
        (_tell_no_code, [feature for feature in features if feature.shape is not None and not feature.area.code]),
        (_tell_small, [feature for feature in placed if not is_place(feature.shape, min_area_m2)]),
    )
    notes = [
        _("The areas file's coordinate system is {crs}.").format(crs=source),
        *spelling.notes(),
        *(tell(len(about)).format(names=_names(about), limit=f"{min_area_m2:g}") for tell, about in tellings if about),
    ]
    name = _name_of_file(content, path) or municipality_of(feature.area.code for feature in kept)
    return _register(kept, name, working, notes)


def _tell_mended(n: int) -> str:
    return ngettext(
        "{names}: the outline was faulty and has been mended; only its polygons were kept.",
        "The outlines of {n} areas were faulty and have been mended; only their polygons were kept: {names}.",
        n,
    ).replace("{n}", str(n))


def _tell_no_outline(n: int) -> str:
    return ngettext(
        "{names}: refused, for its outline is a line or missing. "
        "Export the areas again with all decimals, in their original coordinate system.",
        "{n} areas were refused, for their outlines are lines or missing: {names}. "
        "Export the areas again with all decimals, in their original coordinate system.",
        n,
    ).replace("{n}", str(n))


def _tell_no_code(n: int) -> str:
    return ngettext(
        "{names}: refused, for it has no code.", "{n} areas were refused, for they have no code: {names}.", n
    ).replace("{n}", str(n))


def _tell_small(n: int) -> str:
    return ngettext(
        "{names}: left out, for it is smaller than {limit} m² or a mere strip.",
        "{n} areas were left out, for they are smaller than {limit} m² or mere strips: {names}.",
        n,
    ).replace("{n}", str(n))


def _names(features: Sequence[_Feature]) -> str:
    shown = [feature.area.name or "?" for feature in features[:MOST_NAMES]]
    rest = len(features) - len(shown)
    more = [ngettext("{n} more", "{n} more", rest).format(n=rest)] if rest else []
    return ", ".join([*shown, *more])


def _features(raw: Sequence[Any], level: str | None, vintage: str | None) -> tuple[list[_Feature], Spelling]:
    items = [(item, _properties(item)) for item in raw if isinstance(item, Mapping)]
    spelling = guess_spelling(properties for _item, properties in items)
    features = []
    for item, properties in items:
        _refuse_unstorable(properties)
        area = _describe(properties, spelling, level, vintage)
        try:
            shape, mended = read_outline(item.get("geometry"))
        except FileError as error:
            raise FileError(f"{area.name or area.code or '?'}: {error.what}", error.how) from error
        features.append(_Feature(area, shape, mended))
    return features, spelling


def _refuse_unstorable(properties: Mapping[str, Any]) -> None:
    """Signs that no database and no file holds, which JSON can write all the same."""
    for key, value in properties.items():
        for text in value if isinstance(value, list) else (value,):
            if isinstance(text, str) and _UNSTORABLE.search(text):
                raise FileError(
                    _(
                        "The property {name} of an area holds a sign that is no character (U+0000 or half a pair)."
                    ).format(name=printable(key)),
                    _("Export the areas anew, or correct the property."),
                )


def _load(path: Path) -> dict[str, Any]:
    how = _("Save the areas as GeoJSON (a FeatureCollection) in UTF-8.")
    try:
        content = json.loads(content_of(path, MOST_BYTES).decode("utf-8-sig"))
    except OSError as error:
        what = _("The areas file {file} cannot be opened.").format(file=path.name)
        raise FileError(what, _("Check the path.")) from error
    except (ValueError, RecursionError) as error:
        raise FileError(_("{file} is not GeoJSON.").format(file=path.name), how) from error
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise FileError(_("{file} is not a GeoJSON FeatureCollection.").format(file=path.name), how)
    if len(content["features"]) > MOST_AREAS:
        raise FileError(
            _("{file} holds more than {limit} areas.").format(file=path.name, limit=MOST_AREAS),
            _("Check that it is the right file; leave out what is not needed."),
        )
    return content


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    own = feature.get("properties")
    # The id that GeoJSON gives a feature serves as code where no property does.
    outer = {"id": feature["id"]} if feature.get("id") is not None else {}
    return {**outer, **own} if isinstance(own, Mapping) else outer


def _describe(properties: Mapping[str, Any], spelling: Spelling, level: str | None, vintage: str | None) -> Area:
    own_level = text_of(properties.get(spelling.level)).casefold()
    name = text_of(properties.get(spelling.name))
    code = text_of(properties.get(spelling.code)) or ("" if spelling.code else name)
    return Area(
        code=code,
        name=name or code,
        level=own_level or level or spelling.level_word,
        vintage=text_of(properties.get(spelling.vintage)) or vintage or "",
        parent=text_of(properties.get(spelling.parent)),
        population=population_of(properties.get(spelling.population)),
        aliases=aliases_of(properties.get(spelling.aliases)),
    )


def _refuse_duplicates(areas: Sequence[Area], path: Path) -> None:
    twice = [key for key, n in Counter((area.level, area.code) for area in areas).items() if n > 1]
    if twice:
        shown = ", ".join(f"{code} ({level})" for level, code in twice[:MOST_NAMES])
        raise FileError(
            _("{file} uses the same code for several areas: {codes}.").format(file=path.name, codes=shown),
            _("Give every area a code of its own; names may be alike, codes may not."),
        )


def _register(kept: Sequence[_Feature], file_name: str, crs: str, notes: Sequence[str]) -> AreaRegister:
    # One area called municipality is the whole; several of them are parts of something larger.
    whole = [feature.area for feature in kept if feature.area.level in MUNICIPALITY_WORDS]
    level_of_whole = MUNICIPALITY if len(whole) == 1 else MUNICIPALITY_LEVEL_OF_MANY
    areas = []
    for area, shape, _mended in kept:
        level = level_of_whole if area.level in MUNICIPALITY_WORDS else area.level
        areas.append(replace(area, level=level, geometry=geojson(shape)))
    name = whole[0].name if len(whole) == 1 else file_name
    if len(whole) != 1:
        union = shapely.union_all([feature.shape for feature in kept])
        areas.append(Area(WHOLE, name, MUNICIPALITY, geometry=geojson(union)))
    return AreaRegister(name, tuple(areas), crs, tuple(notes))


def _name_of_file(content: Mapping[str, Any], path: Path) -> str:
    """The municipality's name as the file states it; the layer names that drawing programs write are none."""
    for key in ("kommun", "municipality"):
        if name := text_of(content.get(key)):
            return name
    name = text_of(content.get("name"))
    return "" if name == path.stem or "_" in name or name == name.lower() else name
