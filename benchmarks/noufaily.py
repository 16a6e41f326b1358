"""Detection in weekly series by the design of Noufaily et al. (2013): our detectors beside the published figures.

python -m benchmarks.noufaily [--quick]
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.noufaily_design import LAST, WEEKS, Draw, draws, false_rate, found
from tryggve.stats.surveillance import farrington_flexible, windowed

SEED, SERIES = 20130, 100
Detector = Callable[[NDArray[np.float64]], NDArray[np.bool_]]
TEXT = (
    f"{{cases}} fall × {{series}} serier, frö {SEED}, samma serier för alla metoder. FPR: andel av de sista 49 "
    "veckorna som pekas ut i serier utan anhopning; lägst–högst är mellan fallen. POD: andel av anhopningarna som "
    "hittas, i allt och efter storlek k. Raderna *känt resultat* är uträknade av andra på samma upplägg."
)
ROWS = np.arange(WEEKS - LAST, WEEKS)

DETECTORS: dict[str, Detector] = {
    "förbättrad Farrington, α = 0,005": lambda y: farrington_flexible(y, alpha=0.005, weeks=ROWS).alarm,
    "förbättrad Farrington, α = 0,05": lambda y: farrington_flexible(y, alpha=0.05, weeks=ROWS).alarm,
    "två veckor tillsammans (förval)": lambda y: windowed(y, weeks=ROWS).alarm,
    "en vecka, samma mått": lambda y: windowed(y, window=1, weeks=ROWS).alarm,
    "tre veckor tillsammans": lambda y: windowed(y, window=3, weeks=ROWS).alarm,
}
PUBLISHED = {
    "förbättrad, α = 0,005, känt resultat": (0.0080, 0.440, (0.050, 0.174, 0.416, 0.696, 0.838)),
    "förbättrad, α = 0,05, känt resultat": (0.0511, 0.729, ()),
    "ursprunglig (delta), känt resultat": (0.0299, 0.593, ()),
}


def measured(detector: Detector, scenarios: list[Draw]) -> tuple[float, float, list[float], list[float]]:
    """FPR, POD, POD by k (1–2, 3–4, …), and FPR of each scenario."""
    false, hits, sizes = [], [], []
    for draw in scenarios:
        false.append(false_rate(detector(draw.clean), draw.clean))
        hits.append(found(detector(draw.clean + draw.past + draw.current), draw.current))
        sizes.append(draw.k)
    hit, k = np.concatenate(hits), np.concatenate(sizes)
    by_size = [float(np.nanmean(hit[(k + 1) // 2 == half])) for half in range(1, 6)]
    return float(np.mean(false)), float(np.nanmean(hit)), by_size, false


def noufaily_section(series: int = SERIES) -> str:
    """The table as Markdown."""
    scenarios = list(draws(SEED, series))
    lines = [
        "## Veckoserier: Noufailys 42 fall",
        "",
        TEXT.format(cases=len(scenarios), series=series),
        "",
        "| Metod | FPR | lägst–högst | POD | k 1–2 | 3–4 | 5–6 | 7–8 | 9–10 |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for name, detector in DETECTORS.items():
        rate, pod, by_size, each = measured(detector, scenarios)
        cells = [f"{rate:.4f}", f"{min(each):.4f}–{max(each):.4f}", *(f"{x:.3f}" for x in (pod, *by_size))]
        lines.append(f"| {name} | {' | '.join(cells)} |".replace(".", ","))
    for name, (rate, pod, by_size) in PUBLISHED.items():
        cells = [f"{rate:.4f}", "", f"{pod:.3f}", *([f"{x:.3f}" for x in by_size] or [""] * 5)]
        lines.append(f"| {name} | {' | '.join(cells)} |".replace(".", ","))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(noufaily_section(4 if "--quick" in sys.argv[1:] else SERIES))
