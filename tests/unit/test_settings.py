"""Settings from file and environment: what goes before what, and what is said when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tryggve.cli.settings import SettingsError, load_settings
from tryggve.domain.language import use_language
from tryggve.domain.settings import SETTINGS, Settings


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "tryggve.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) == Settings()
    assert Settings() == Settings(language="sv", crs="EPSG:3006", time_zone="Europe/Stockholm", seed=0, small_number=5)


def test_file_in_this_folder_or_above_it(tmp_path: Path) -> None:
    write(tmp_path, 'seed = 7\nlanguage = "en"\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert load_settings(below, {}) == Settings(seed=7, language="en")
    write(below, "seed = 8\n")
    assert load_settings(below, {}) == Settings(seed=8)


def test_environment_goes_before_the_file(tmp_path: Path) -> None:
    write(tmp_path, "seed = 7\nsmall_number = 10\n")
    found = load_settings(
        tmp_path, {"TRYGGVE_SEED": "9", "TRYGGVE_CRS": "epsg:3011", "HOME": "x", "TRYGGVE_LANGUAGE": ""}
    )
    assert found == Settings(seed=9, small_number=10, crs="EPSG:3011")


def test_the_file_can_be_named(tmp_path: Path) -> None:
    chosen = tmp_path / "chosen"
    chosen.mkdir()
    write(tmp_path, "seed = 1\n")
    file = write(chosen, "\ufeffseed = 2\n")
    assert load_settings(tmp_path, {"TRYGGVE_CONFIG": str(file)}) == Settings(seed=2)


def test_a_named_file_that_is_absent_is_an_error(tmp_path: Path) -> None:
    with use_language("en"), pytest.raises(SettingsError, match=r"absent\.toml"):
        load_settings(tmp_path, {"TRYGGVE_CONFIG": str(tmp_path / "absent.toml")})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sed = 3", "there is no setting sed. Did you mean seed?"),
        ("colour = 3", "there is no setting colour. These exist: language, crs"),
        ("[lagesbild]\nseed = 3", "there is no setting lagesbild"),
        ("seed = -1", "seed cannot be -1. Write a whole number from 0 to 4294967295."),
        ("seed = 1.5", "seed cannot be 1.5. It should be a whole number."),
        ("seed = true", "seed cannot be True"),
        ("seed = 4294967296", "seed cannot be 4294967296"),
        ('seed = "1_0"', "seed cannot be '1_0'"),
        ("small_number = 2", "small_number cannot be 2. Write a whole number from 3 to 100."),
        ('language = "de"', "language cannot be 'de'. Choose one of sv, en."),
        ('language = ["sv"]', "language cannot be ['sv']. It should be a text."),
        ('crs = "WGS84"', "crs cannot be 'WGS84'"),
        ('crs = "EPSG:3006 "\ntime_zone = "Europe/Nowhere"', "time_zone cannot be 'Europe/Nowhere'"),
        ('time_zone = "Europe"', "time_zone cannot be 'Europe'"),
        ('time_zone = "../etc/passwd"', "time_zone cannot be"),
        ('time_zone = ""', "time_zone cannot be ''"),
        ("seed = ", "is not valid TOML"),
        ("seed = 1\nseed = 2", "is not valid TOML"),
        (b"language = '\xe5'", "is not UTF-8"),
    ],
)
def test_an_error_names_file_key_value_and_remedy(tmp_path: Path, text: str | bytes, says: str) -> None:
    file = write(tmp_path, text)
    with use_language("en"), pytest.raises(SettingsError) as raised:
        load_settings(tmp_path, {})
    assert says in str(raised.value)
    assert str(file) in str(raised.value)


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("TRYGGVE_SEDE", "1", "the environment: there is no setting TRYGGVE_SEDE. Did you mean TRYGGVE_SEED?"),
        ("TRYGGVE_SEED", "many", "the environment: TRYGGVE_SEED cannot be 'many'"),
        ("TRYGGVE_SEED", "٣", "TRYGGVE_SEED cannot be"),
    ],
)
def test_an_error_names_the_variable(tmp_path: Path, variable: str, value: str, says: str) -> None:
    with use_language("en"), pytest.raises(SettingsError) as raised:
        load_settings(tmp_path, {variable: value})
    assert says in str(raised.value)


def test_a_folder_as_file_is_an_error(tmp_path: Path) -> None:
    with use_language("en"), pytest.raises(SettingsError, match="Cannot read the settings file"):
        load_settings(tmp_path, {"TRYGGVE_CONFIG": str(tmp_path)})


@pytest.mark.parametrize(
    ("given", "settled"), [("3006", "EPSG:3006"), (3006, "EPSG:3006"), ("epsg:32633", "EPSG:32633")]
)
def test_spellings_of_a_coordinate_system(given: str | int, settled: str) -> None:
    accepts = {setting.name: setting.accepts for setting in SETTINGS}["crs"]
    assert accepts(given) == settled


def test_other_variables_of_ours_are_no_settings(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {"TRYGGVE_SHARED": "x", "TRYGGVE_CHROMIUM": "y"}) == Settings()
