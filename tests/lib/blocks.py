"""Blocks: a text of plugins, and under each what a program says of it, which a program writes."""

import os
from collections.abc import Callable
from pathlib import Path

SAID = "#! "  # how a line begins that a program has written
Says = Callable[[list[str]], list[list[str]]]  # of the plugins what is said of each, line by line


def written(text: str, says: Says) -> str:
    """The same with what is said now. The first block is for people; a blank line ends each."""
    first, *blocks = text.strip().split("\n\n")
    codes = ["\n".join(line for line in block.splitlines() if not line.startswith(SAID)) for block in blocks]
    return "\n\n".join([first, *("\n".join([code, *(SAID + line for line in said)])
                                 for code, said in zip(codes, says(codes), strict=True))]) + "\n"  # fmt: skip


def differences(file: Path, says: Says) -> list[str]:
    """What is said now and is not written, with its plugin. With RENEW in the environment it is written, too."""
    old = file.read_text(encoding="utf-8")
    new = written(old, says)
    if os.environ.get("RENEW"):
        file.write_text(new, encoding="utf-8")
    return [now for said, now in zip(old.strip().split("\n\n"), new.strip().split("\n\n")) if said != now]
