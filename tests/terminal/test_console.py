"""Commands as they are typed, and all that they print, the exit code, the files that are new; what the machine has
played, as it is watched. Of trust: registry/test_trust.py."""

import os
from pathlib import Path

import pytest

from terminal.typed import changes

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are other files")


OTHERS = "plugins", "readings", "refusals"  # what begins a process, takes long or is much like the others


@pytest.mark.parametrize("name", ["console", "pages", *(pytest.param(name, marks=pytest.mark.slow) for name in OTHERS)])
def test_what_is_typed_and_what_is_seen(home: Path, name: str) -> None:
    assert changes(name, home) == []
