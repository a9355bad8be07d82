"""Bühlmann and Straub on Hachemeister's bodily injury claims, against the published figures.

Average claims of five American states in twelve quarters with their numbers of claims:
C. Hachemeister, "Credibility for regression models with application to trend" (1975).
"""

import numpy as np
import pytest

from placement.odds.credibility import blend

RATIOS = np.array(
    [
        [1738, 1642, 1794, 2051, 2079, 2234, 2032, 2035, 2115, 2262, 2267, 2517],
        [1364, 1408, 1597, 1444, 1342, 1675, 1470, 1448, 1464, 1831, 1612, 1471],
        [1759, 1685, 1479, 1763, 1674, 2103, 1502, 1622, 1828, 2155, 2233, 2059],
        [1223, 1146, 1010, 1257, 1426, 1532, 1953, 1123, 1343, 1243, 1762, 1306],
        [1456, 1499, 1609, 1741, 1482, 1572, 1606, 1735, 1607, 1573, 1613, 1690],
    ],
    dtype=float,
)
CLAIMS = np.array(
    [
        [7861, 9251, 8706, 8575, 7917, 8263, 9456, 8003, 7365, 7832, 7849, 9077],
        [1622, 1742, 1523, 1515, 1622, 1602, 1964, 1515, 1527, 1748, 1654, 1861],
        [1147, 1357, 1329, 1204, 998, 1077, 1277, 1218, 896, 1003, 1108, 1121],
        [407, 396, 348, 341, 315, 328, 352, 331, 287, 384, 321, 342],
        [2902, 3172, 3046, 3068, 2693, 2910, 3275, 2697, 2663, 3017, 3242, 3425],
    ],
    dtype=float,
)


def test_the_published_figures_are_met() -> None:
    found = blend(RATIOS, CLAIMS)
    assert found.mean == pytest.approx(1683.713, abs=5e-4)
    assert found.within == pytest.approx(139_120_026, abs=1)
    assert found.between == pytest.approx(89_638.73, abs=0.01)
    np.testing.assert_allclose(
        found.credibility, [0.98474, 0.92764, 0.89848, 0.72791, 0.95879], atol=5e-6
    )
