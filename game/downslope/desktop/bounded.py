"""A helper process that can outlive neither its limits nor the game that started it, whatever a plugin does in it.

1. faulthandler's own thread, which needs no GIL, ends the process when its time is over; on all systems.
2. A thread reads standard input: its end means that the game is gone, however it went; on all systems.
3. Linux: the kernel ends it with its parent, also in the middle of a loop inside C.
4. Where there are such limits: a list that grows for ever is a MemoryError, and no machine that swaps; nor does the
   processor work for longer than it may, or start processes without an end.

What ends it is written on standard error, with the place where it stood.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from ..paths import CHILD, GUARDED

MEMORY = 2 << 30  # bytes
PATIENCE = 3  # times as long by the clock
PROCESSES = 1000  # besides those that there are: others of the player's count too, and so do threads
TIMED_OUT = 1  # faulthandler's own exit code; what it writes on standard error says where it stood


def bound_if_child() -> None:
    """The first thing that any process of ours does: where the game has started it, its bounds hold from now on.

    They are the seconds that it may take, of the processor where that is counted; 0: as long as its parent lives, and
    reads standard input itself.
    """
    asked = os.environ.get(CHILD) or os.environ.get(GUARDED, "")
    if not asked.isdecimal():
        return
    limit = int(asked)
    import faulthandler
    import signal
    import threading

    faulthandler.enable()
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() == 1:
            os._exit(TIMED_OUT)  # it died before we could ask
    limit_resources(limit)
    if limit:
        if hasattr(signal, "SIGXCPU"):  # others may have the machine meanwhile
            faulthandler.register(signal.SIGXCPU, chain=True)
            limit *= PATIENCE
        faulthandler.dump_traceback_later(limit, exit=True)
        threading.Thread(target=_follow_parent, daemon=True).start()


def limit_resources(seconds: int = 0) -> None:
    """Memory, processes, and, unless it is 0, the processor's time; what the system does not count is not limited."""
    if sys.platform == "win32" or sys.platform == "emscripten":
        return
    import resource

    # Linux counts as data what can be written; libraries map much more than they use
    limits = {resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS: MEMORY}
    if seconds:
        limits[resource.RLIMIT_CPU] = seconds
    with suppress(OSError, ValueError, IndexError):
        limits[resource.RLIMIT_NPROC] = PROCESSES + int(Path("/proc/loadavg").read_text().split()[3].split("/")[1])
    for what, most in limits.items():
        with suppress(OSError, ValueError):
            _soft, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _follow_parent() -> None:
    try:
        os.read(0, 1)  # it waits until the other end is closed: nothing is ever written there
    finally:
        os._exit(TIMED_OUT)
