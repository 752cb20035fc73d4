"""Commands as they are typed, and all that they print, the exit code, the files that are new; what the machine has
played, as it is watched. Of trust: registry/test_trust.py."""

import os
from pathlib import Path

import pytest

from terminal.typed import changes

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are other files")


@pytest.mark.parametrize("name", ["console", "pages"])
def test_what_is_typed_and_what_is_seen(home: Path, name: str) -> None:
    assert changes(name, home) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["plugins", "readings", "refusals"])
def test_what_begins_a_process_takes_long_or_is_much_like_the_others(home: Path, name: str) -> None:
    assert changes(name, home) == []
