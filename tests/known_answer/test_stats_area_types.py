"""SCB's area types: the rule by hand, and the national counts of 2022.

SCB's own types of 2022 in the shared file are 160, 289, 855, 1 769 and 289, and one area of the 3 363 has none: in it
the name of Kungshamn-Smögen-Hovenäset-Väjern (Sotenäs) has lost its code. 1 770 is the fourth count if that area is
of type 4, the rest of 3 363; its income lies between the middles of types 3 and 4, so the file cannot tell.
1 769 + 1 unknown is therefore what can be counted here. The three shares behind the index are not in the file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tryggve.stats.area_types import TYPES, area_types, socioeconomic_index


@pytest.mark.shared
def test_national_counts_of_2022(shared: Path) -> None:
    import duckdb

    path = shared / "scb/regso_befolkning_inkomst_boende_2020_2023.parquet"
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select omradestyp_2022, count(*) from '{path}' where ar = 2022 group by 1"
        ).fetchall()
    found = {None if kind is None else int(kind): number for kind, number in rows}
    assert tuple(found[one] for one in TYPES) == (160, 289, 855, 1_769, 289)
    assert found[None] == 1
    assert sum(found.values()) == 3_363


def test_the_rule_by_hand() -> None:
    """Ten areas, mean 10, deviation 4.81664: limits 19.63, 14.82, 10 and 5.18; the mean itself is type 3."""
    index = [20.0, 15.0, 10.0, 10.0, 10.0, 10.0, 10.0, 9.0, 5.0, 1.0]
    found = area_types(index)
    assert found.mean == 10.0
    assert found.deviation == pytest.approx((sum((x - 10) ** 2 for x in index) / 10) ** 0.5)
    assert found.deviation == pytest.approx(4.81664, abs=5e-6)
    assert found.type.tolist() == [1, 2, 3, 3, 3, 3, 3, 4, 5, 5]
    assert (found.counts, found.unknown) == ((1, 1, 5, 1, 2), 0)


def test_an_unknown_area_has_no_type_and_moves_no_limit() -> None:
    known = area_types([20.0, 15.0, 10.0, 5.0])
    found = area_types([20.0, np.nan, 15.0, 10.0, 5.0])
    assert found.type.tolist() == [1 if t == 1 else t for t in [known.type[0], 0, *known.type[1:]]]
    assert (found.mean, found.deviation, found.unknown) == (known.mean, known.deviation, 1)


def test_the_index_is_a_mean_of_three_percentages() -> None:
    assert socioeconomic_index([30.0, 9.0], [12.0, np.nan], [6.0, 1.0]).tolist() == pytest.approx(
        [16.0, np.nan], nan_ok=True
    )
    with pytest.raises(ValueError, match="outside 0 to 100"):
        socioeconomic_index([101.0], [1.0], [1.0])
    with pytest.raises(ValueError, match="the same areas"):
        socioeconomic_index([1.0], [1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="whose index differs"):
        area_types([3.0, 3.0, np.nan])
