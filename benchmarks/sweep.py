"""How many runs a second `downslope sweep` makes, by processes: python benchmarks/sweep.py [rounds]

The best of several interleaved rounds, the start of the processes left out: the time for many runs less that for few.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GAME = Path(__file__).parents[1] / "game"
LIGHT, HEAVY = ["thirteen", "--alpha", "1:20:60", "--weight"], ["hidden-four", "--alpha"]
SWEEPS = {  # name: (words for few runs, words for many, runs between them)
    "one weight": ([*LIGHT, "-4:4:2"], [*LIGHT, "-4:4:102"], 6000),
    "hidden neurons": ([*HEAVY, "0.1:0.7:20"], [*HEAVY, "0.1:0.7:820"], 800),
}


def seconds(words: list[str], processes: int, folder: Path) -> float:
    """The wall clock's, from typing to the end of the summary."""
    file = folder / "sweep.csv"
    file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "downslope", "sweep", *words, "--jobs", str(processes), "--out", str(file)]
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(GAME)})
    return time.perf_counter() - began


def main(rounds: int) -> None:
    counts = [1, *range(2, (os.cpu_count() or 1) + 1)]
    with tempfile.TemporaryDirectory() as folder:
        for name, (few, many, runs) in SWEEPS.items():
            best = dict.fromkeys([(words, count) for words in (0, 1) for count in counts], float("inf"))
            for _round in range(rounds):
                for which, count in best:
                    took = seconds((few, many)[which], count, Path(folder))
                    best[which, count] = min(best[which, count], took)
            rates = {count: runs / (best[1, count] - best[0, count]) for count in counts}
            told = ", ".join(f"{count} processes {rate:.0f} ({rate / rates[1]:.2f}x)" for count, rate in rates.items())
            print(f"{name}: runs a second: {told}; start {best[0, 1]:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
