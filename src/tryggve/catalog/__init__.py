"""Data only: TOML and CSV files, read through importlib.resources so that they work from a wheel or a zip."""

from __future__ import annotations

import csv
import tomllib
from importlib.resources import files
from typing import Any


def read_text(name: str) -> str:
    """The text of a catalog file such as `mappings/polisen.toml`; FileNotFoundError when there is none."""
    return files(__name__).joinpath(*name.split("/")).read_text(encoding="utf-8")


def read_toml(name: str) -> dict[str, Any]:
    """A catalog file of TOML."""
    return tomllib.loads(read_text(name))


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of a catalog file of CSV with a heading; codes stay text and keep their leading zeros."""
    return list(csv.DictReader(read_text(name).splitlines()))


def names_in(folder: str, suffix: str = ".toml") -> list[str]:
    """Names without suffix of the files in a folder of the catalog, in alphabetical order."""
    found = (entry.name for entry in files(__name__).joinpath(*folder.split("/")).iterdir())
    return sorted(name.removesuffix(suffix) for name in found if name.endswith(suffix))
