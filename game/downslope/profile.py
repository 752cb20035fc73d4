"""What frames cost: the numbers behind `downslope play --profile`."""

from __future__ import annotations

import os
import time
from pathlib import Path

_IMPORTED = time.perf_counter()


def since_start() -> float:
    """Seconds since this process began; where the system does not tell, since this module was imported."""
    try:
        ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        now = time.clock_gettime(time.CLOCK_BOOTTIME)
        return now - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError):
        return time.perf_counter() - _IMPORTED


def report(first: float, frames: list[float]) -> str:
    """First frame, median, 99th percentile and longest frame, in ms. `frames`: seconds each, the first is start-up."""
    later = sorted(frames[1:]) or [0.0]

    def part(share: float) -> float:
        return 1000 * later[min(len(later) - 1, int(share * len(later)))]

    return (
        f"first frame {1000 * first:.0f} ms after process start; "
        f"{len(later)} frames: median {part(0.5):.2f} ms, p99 {part(0.99):.2f} ms, longest {1000 * later[-1]:.2f} ms"
    )
