"""The convergence map: milliseconds until the first places stand, and until all do.

Times are the process' own, so that others on the machine do not count.

Run: python benchmarks/cmap.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "game"))

from downslope import Session
from downslope.convergence.convergence_map import ConvergenceMap, planes
from downslope.registry.loading import load

FIRST = 16  # places, spread over the map, make a first picture
LEVELS = ("thirteen", "orbit", "stuck-steps", "the-grump", "valley", "streetlights", "hidden-four")


def main() -> None:
    catalog = load(plugins=False)
    print(f"Python {sys.version.split()[0]}")
    for name in LEVELS:
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
