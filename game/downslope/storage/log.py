"""The log in the player's folder: what nobody foresaw, with all that helps to find out why."""

from __future__ import annotations

import time
from pathlib import Path

from ..paths import home
from .files import add_to_file


def write_log(text: str) -> Path:
    """Add a traceback; returns where it is, or would be: a folder that cannot be written must not end the game."""
    log = home() / "downslope.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        add_to_file(log, f"{time.strftime('%Y-%m-%d %H:%M:%S')}\n{text}\n")
    except OSError:
        pass
    return log
