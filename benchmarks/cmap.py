"""The convergence map: milliseconds for 200 x 200 places by the law, and until the first places stand by running.

Times are the process' own, so that others on the machine do not count.

Run: python benchmarks/cmap.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "game"))

from downslope import Session
from downslope.convergence.axes import KnobAxis, MapPlane, planes
from downslope.convergence.convergence_map import ConvergenceMap
from downslope.registry.sources import load

SIDE, REPEATS = 200, 15
FIRST = 16  # places, spread over the map, make a first picture
LAWFUL = ("thirteen", "goldilocks", "overshoot", "two-recipes", "sealed-box")
RUN = ("orbit", "warmer", "stuck-steps", "the-grump", "valley", "streetlights", "hidden-four")


def finer(plane: MapPlane, side: int) -> MapPlane:
    """The same ranges, side x side places."""
    low, high, top = float(plane.across.values[0]), float(plane.across.values[-1]), float(plane.up.values[-1])
    weights = tuple(low + (high - low) * k / (side - 1) for k in range(side))
    alphas = tuple(top * (k + 1) / side for k in range(side))
    return MapPlane(plane.level, KnobAxis("weight", weights), KnobAxis("alpha", alphas))


def main() -> None:
    catalog = load(plugins=False)
    print(f"Python {sys.version.split()[0]}, medians of {REPEATS}")
    for name in LAWFUL:
        plane = finer(planes(Session(catalog.level(name), catalog))[0], SIDE)
        times = []
        for _round in range(REPEATS):
            start = process_time()
            cells = ConvergenceMap(plane, catalog)
            for _piece in cells.work():
                pass
            times.append(process_time() - start)
            assert cells.done and cells.judge is not None
        print(f"{name:14} {SIDE} x {SIDE} by the law  {median(times) * 1e3:6.2f} ms  {cells.counts()}")
    for name in RUN:
        plane = planes(Session(catalog.level(name), catalog))[0]
        start = process_time()
        cells, first, longest, before = ConvergenceMap(plane, catalog), 0.0, 0.0, start
        for _piece in cells.work():
            now = process_time()
            longest, before = max(longest, now - before), now
            if not first and len(cells.codes) - cells.left >= FIRST:
                first = now - start
        print(
            f"{name:14} {cells.columns} x {cells.rows} {plane.across.name:8} first {FIRST} {first * 1e3:7.2f} ms  "
            f"all {(before - start) * 1e3:8.1f} ms  longest piece {longest * 1e3:5.2f} ms"
        )


if __name__ == "__main__":
    main()
