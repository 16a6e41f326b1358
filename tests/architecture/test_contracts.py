"""Every import contract holds, and each is seen to fail on an import that was planted against it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, ROOT

CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
# contract → (file, line planted in it); a file that does not exist is made.
PLANTED = [
    ("layers", "domain/planted.py", "import tryggve.stats"),
    ("layers", "stats/planted.py", "import tryggve.store"),
    ("layers", "ingest/planted.py", "import tryggve.store"),
    ("layers", "store/planted.py", "import tryggve.example"),
    ("layers", "reports/planted.py", "import tryggve.cli"),
    ("layers", "catalog/planted.py", "import tryggve.domain"),
    ("layers", "a_new_room/__init__.py", ""),
    ("pure", "domain/planted.py", "import django"),
    ("pure", "stats/planted.py", "import duckdb"),
    ("pure", "stats/planted.py", "import shapely"),
    ("pure", "domain/planted.py", "import altair"),
    ("pure", "stats/planted.py", "import typst"),
    ("light", "reports/planted.py", "import pandas"),
    ("light", "stats/planted.py", "def late():\n    import statsmodels.api"),
    ("parts", "web/group/planted.py", "import tryggve.web.people"),
    ("acyclic", "domain/planted.py", "import tryggve.domain.planted_too"),
]
# The other half of a cycle.
SECOND_HALF = {"acyclic": ("domain/planted_too.py", "import tryggve.domain.planted")}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package's Python files beside a copy of the contracts."""
    shutil.copytree(PACKAGE, tmp_path / "tryggve", ignore=_all_but_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _all_but_python(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py") and not Path(folder, name).is_dir()]


def plant(copy: Path, name: str, text: str) -> None:
    file = copy / "tryggve" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")


def lint(copy: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the copy: its folder goes before the installed package on the path."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", "pyproject.toml"]
    environment = os.environ | {"PYTHONPATH": str(copy), "NO_COLOR": "1"}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)


def test_contracts_hold(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout + result.stderr
    assert all(f"{name} KEPT" in result.stdout for name in CONTRACTS.values()), result.stdout


@pytest.mark.parametrize(("contract", "file", "text"), PLANTED)
def test_a_planted_import_breaks_its_contract(copy: Path, contract: str, file: str, text: str) -> None:
    plant(copy, file, text)
    if contract in SECOND_HALF:
        plant(copy, *SECOND_HALF[contract])
    result = lint(copy)
    assert result.returncode != 0, result.stdout
    assert f"{CONTRACTS[contract]} BROKEN" in result.stdout, result.stdout + result.stderr


def test_every_contract_has_a_plant() -> None:
    assert {contract for contract, _file, _text in PLANTED} == set(CONTRACTS)


def code_in(folder: Path) -> list[str]:
    """Python files under a folder, apart from the one that reads its data."""
    return [
        name for file in sorted(folder.rglob("*.py")) if (name := file.relative_to(folder).as_posix()) != "__init__.py"
    ]


def test_the_catalog_holds_data_and_its_reader(tmp_path: Path) -> None:
    assert code_in(PACKAGE / "catalog") == []
    for name in ("__init__.py", "rules.py"):
        (tmp_path / name).touch()
    assert code_in(tmp_path) == ["rules.py"]
