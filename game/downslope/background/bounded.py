"""A helper process that can outlive neither its limit nor the game that started it, whatever a plugin does in it.

1. faulthandler's own thread, which needs no GIL, ends the process when its time is over; on all systems.
2. A thread reads standard input: its end means that the game is gone, however it went; on all systems.
3. Linux: the kernel ends it with its parent, also in the middle of a loop inside C.
4. Where there is such a limit: a list that grows for ever is a MemoryError, and no machine that swaps.
"""

from __future__ import annotations

import os
import sys

from ..paths import CHILD

MEMORY = 2 << 30  # bytes of address space
TIMED_OUT = 1  # faulthandler's own exit code; what it writes on standard error says where it stood


def bound_if_child() -> None:
    """The first thing that any process of ours does: where the game has started it, its bounds hold from now on."""
    limit = os.environ.get(CHILD, "")
    if limit.isdecimal():
        _bound(int(limit))


def _bound(limit: int) -> None:
    """`limit`: seconds that it may take; 0: as long as its parent lives, and reads standard input itself."""
    import threading

    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() == 1:
            os._exit(TIMED_OUT)  # it died before we could ask
    if limit:
        import faulthandler

        faulthandler.dump_traceback_later(limit, exit=True)
        if sys.platform != "win32":
            import resource

            _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
            maximum = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
            resource.setrlimit(resource.RLIMIT_AS, (maximum, hard))
        threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    try:
        os.read(0, 1)  # it waits until the other end is closed: nothing is ever written there
    finally:
        os._exit(TIMED_OUT)
