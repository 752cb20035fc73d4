"""A lock between processes: a file that one of them holds at a time. When that process ends, however, it is free.

Where files cannot be held (some network drives), nobody knows, and everybody goes on as if alone.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

PATIENCE, GLANCE = 1.0, 0.01  # seconds: of waiting for a process that holds it, at most; between two looks
FAR = 1 << 40  # the byte that is held where bytes are held, not files: beyond the end of any of ours


class Lock:
    """`with lock as held:` waits a moment for it. `held` is False where it goes on without."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path, self.patience = path, patience
        self._number: int | None = None

    def take(self, patience: float = 0.0) -> bool:
        """Hold it until `release`. False: another process holds it, which goes on doing so for `patience` seconds."""
        end = time.monotonic() + patience
        while self._number is None:
            try:
                number = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o666)
            except OSError:
                return True
            held = _hold(number)
            if held:
                self._number = number
                return True
            os.close(number)
            if held is None or time.monotonic() >= end:
                return held is None
            time.sleep(GLANCE)
        return True

    def release(self) -> None:
        if self._number is not None:
            os.close(self._number)
            self._number = None

    def __enter__(self) -> bool:
        self.take(self.patience)
        return self._number is not None

    def __exit__(self, *raised: object) -> None:
        self.release()


def _hold(number: int) -> bool | None:
    """Hold an open file until it is closed. False: another process does; None: files cannot be held here."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(number, FAR, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except (ImportError, OSError):
        return None
    finally:
        if sys.platform == "win32":
            with suppress(OSError):
                os.lseek(number, 0, os.SEEK_SET)
    return True
