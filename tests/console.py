"""The commands of a document, typed in an empty player's folder, and what they should say."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from downslope.terminal.commands import run

FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
SAVED = re.compile(r"(?:[Ss]ave\s+(?:this|it)\s+as|[Nn]ow)\s+`([\w-]+\.\w+)`")  # the file that the next block is
ANY = "…"  # in what is expected: anything, on a line of its own any lines


def typed_wrong(page: str, folder: Path, answer: Callable[[], str]) -> Iterator[str]:
    """What is not as the page says: the command, what it said.

    Files that the page has the reader save are written into `folder`, which is the present one. `answer`: what was
    said since it was asked last.
    """
    before = 0
    for block in FENCE.finditer(page):
        names = SAVED.findall(page[before : block.start()])
        before = block.end()
        text = re.sub(f"^{block[1]}", "", block[3], flags=re.MULTILINE)
        if block[2] == "console":
            for command, expected in commands_of(text):
                said = typed(command, folder, answer)
                if not is_like(said, expected):
                    yield f"{command}\nsaid\n{said}\nnot\n{expected}"
        elif names:
            (folder / names[-1]).write_text(text, encoding="utf-8")


def commands_of(text: str) -> Iterator[tuple[str, str]]:
    """(command, what it should say)."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _line, expected = part.partition("\n")
        yield command, expected.rstrip("\n")


def typed(command: str, folder: Path, answer: Callable[[], str]) -> str:
    words = shlex.split(command)
    assert words[0] == "downslope", command
    into = words[-1] if len(words) > 2 and words[-2] == ">" else ""
    run(words[1:-2] if into else words[1:])
    said = answer()
    if into:
        (folder / into).write_text(said, encoding="utf-8")
        return ""
    return "\n".join(line.rstrip() for line in said.replace(f"{folder}/", "").splitlines()).strip("\n")


def is_like(said: str, expected: str) -> bool:
    pattern = re.escape(expected).replace(re.escape(ANY), ".*?")
    return re.fullmatch(pattern, said, re.DOTALL) is not None
