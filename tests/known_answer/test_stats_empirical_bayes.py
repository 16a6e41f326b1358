"""Empirical-Bayes rates against published values and values of an independent program."""

from __future__ import annotations

import numpy as np
import pytest

from tryggve.stats.empirical_bayes import empirical_bayes_rates

# Homicides 1979-84 and person-years of 78 counties around St. Louis (Messner et al. 1999; the file stl_hom of GeoDa and
# PySAL, columns HC7984 and PO7984), with the rook neighbours of stl_hom_rook.gal: events, exposure, neighbours.
ST_LOUIS = (
    "4,189087,2 5 6;19,425580,4 7 9;3,69649,0 3 6;2,88540,2 4 6 8;2,33697,1 3 8 9;28,774843,0 6 10 11 15;"
    "61,1056438,0 2 3 5 8 10 17 18;3,172182,1 9 14;7,224033,3 4 6 9 12 18 19;3,113497,1 4 7 8 12 14 16 19 20;"
    "4,218510,5 6 15 17;0,87628,5 13 15;1,36354,8 9 19;12,316661,11 15 21;0,53222,7 9 16 22;"
    "2,141872,5 10 11 13 17 21 26 27;6,103469,9 14 20 22 25 29;6,193449,6 10 15 18 26 31 32;"
    "3,295848,6 8 17 19 23 32;4,99013,8 9 12 18 20 23;0,34772,9 16 19 23 25 34;2,65947,13 15 27 28;"
    "9,155266,14 16 24 29 30;2,123387,18 19 20 32 34;23,612258,22 30 41;5,135365,16 20 29 33 34;"
    "2,133297,15 17 27 31 35 38 40;2,186877,15 21 26 28 35;0,68404,21 27 35 37;2,68779,16 22 25 30 33 42;"
    "10,192789,22 24 29 41 42 43;4,96686,17 26 32 40;95,1480530,17 18 23 31 34 39 40 45;8,92864,25 29 34 42 44;"
    "31,905683,20 23 25 32 33 36 44;0,93388,26 27 28 37 38 46;407,5863876,34 39 44 45 48 50;"
    "5,109086,28 35 46 47;10,265200,26 35 40 46 49 51;1238,2658090,32 36 45;3,199528,26 31 32 38 45 49;"
    "14,347829,24 30 43 52;0,79838,29 30 33 43 44 53 58 60;2,72381,30 41 42 52 53;"
    "18,432159,33 34 36 42 50 58 59;369,1605518,32 36 39 40 48 49 56;5,110883,35 37 38 47 51 54 55;"
    "0,48352,37 46 54;3,121762,36 45 50 56 62;0,92348,38 40 45 51 56 57;40,891502,36 44 48 59 62 63;"
    "9,225007,38 46 49 55 57 61;7,113880,41 43 53 64;1,46260,42 43 52 60 64;3,108510,46 47 55;"
    "2,55620,46 51 54 61;8,213680,45 48 49 57 62 65 66;5,131792,49 51 56 61 65;11,109953,42 44 59 60 68 69;"
    "12,108864,44 50 58 63 69;8,205880,42 53 58 64 68 71;10,260154,51 55 57 65 67;2,90841,48 50 56 63 66;"
    "8,255875,50 59 62 66 69 70;7,253540,52 53 60 71;25,372227,56 57 61 66 67 72;6,100389,56 62 63 65 70 74 75;"
    "19,345641,61 65 72;6,87410,58 60 69 71 73 76;2,66694,58 59 63 68 70 73 77;2,64680,63 66 69 74 77;"
    "6,127071,60 64 68 76;9,107508,65 67 75;0,43056,68 69 76 77;1,61456,66 70 75 77;13,353841,66 72 74;"
    "3,47507,68 71 73;4,68218,69 70 73 74"
)
ROWS = [row.split(",") for row in ST_LOUIS.split(";")]
EVENTS = np.array([int(row[0]) for row in ROWS])
EXPOSURE = np.array([float(row[1]) for row in ROWS])
ROOK = [[int(j) for j in row[2].split()] for row in ROWS]

# The docstrings of PySAL's Empirical_Bayes and Spatial_Empirical_Bayes for these data (esda 2.9.0 prints the same).
GLOBAL = (2.36718950e-05, 4.54539167e-05, 4.78114019e-05, 2.76907146e-05, 6.58989323e-05, 3.66494122e-05,
          5.79952721e-05, 2.03064590e-05, 3.31152999e-05, 3.02748380e-05)  # fmt: skip
LOCAL = (4.01485749e-05, 3.62437513e-05, 4.93034844e-05, 5.09387329e-05, 3.72735210e-05, 3.69333797e-05,
         5.40245456e-05, 2.99806055e-05, 3.73034109e-05, 3.47270722e-05)  # fmt: skip


def test_global_rates_of_st_louis() -> None:
    assert empirical_bayes_rates(EVENTS, EXPOSURE).value[:10] == pytest.approx(GLOBAL, abs=5e-14)


def test_local_rates_of_st_louis() -> None:
    assert empirical_bayes_rates(EVENTS, EXPOSURE, neighbours=ROOK).value[:10] == pytest.approx(LOCAL, abs=5e-14)


def test_the_worked_sums_of_four_areas() -> None:
    """O = 2, 0, 6, 12 and n = 100, 100, 200, 200: the formula of Marshall (1991) written out, term by term."""
    m, mean_n = 20 / 600, 150
    s2 = (100 * (0.02 - m) ** 2 + 100 * m**2 + 200 * (0.03 - m) ** 2 + 200 * (0.06 - m) ** 2) / 600
    a = s2 - m / mean_n
    found = empirical_bayes_rates([2, 0, 6, 12], [100, 100, 200, 200])
    assert found.variance == pytest.approx([a] * 4, rel=1e-12)
    assert found.value[3] == pytest.approx(m + a / (a + m / 200) * (0.06 - m), rel=1e-12)
    assert found.value[1] == pytest.approx(m + a / (a + m / 100) * (0.0 - m), rel=1e-12)
