"""Walks: a text that says what is done (* begins, - goes on), and under each line what a program saw follow.

Questions are walks too: each line asks, and under it stands the answer.
"""

import os
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import downslope
from downslope import Fault, Impossible

FOLLOWS = "    "
PUBLIC = {name: getattr(downslope, name) for name in downslope.__all__}


def written(text: str, names: dict[str, Any], does: Callable[[str, dict[str, Any]], None]) -> str:
    """The same with what follows now. `names`: what the lines may say, with `begin` and `state`; the one that walks is
    `it`. `does`: does what stands between two semicolons; what it adds to `said` is all that follows."""
    lines = list[str]()
    for line in text.splitlines():
        names["said"] = list[str]()
        if not line.startswith(FOLLOWS):
            lines.append(line)
        if line.startswith("* "):
            names["it"] = eval(f"begin({line[2:]})", names)
        for press in line[2:].split("; ") if line.startswith("- ") else ():
            does(press, names)
        if line.startswith(("* ", "- ")):
            lines += [FOLLOWS + each for each in names["said"] or [names["state"](names["it"])]]
    return "\n".join(lines) + "\n"


def differences(file: Path, names: dict[str, Any], does: Callable[[str, dict[str, Any]], None]) -> list[str]:
    """Under which heading something else follows than is written, what is done there, and what follows now. With RENEW
    in the environment it is written into the file, too."""
    text = file.read_text(encoding="utf-8")
    old, new = text.splitlines(), written(text, dict(names), does).splitlines()
    changes, heading, done = list[str](), "", ""
    for number, line in enumerate(new):
        heading = line if number and not new[number - 1] else heading
        if number >= len(old) or old[number] != line:
            changes.append(f"{heading} {done} -> {line.strip()}")
        done = line
    if os.environ.get("RENEW"):
        file.write_text("\n".join(new) + "\n", encoding="utf-8")
    return changes


def questions(*modules: str, names: dict[str, Any]) -> dict[str, Any]:
    """What the lines of questions may say: the package's own names, those of modules in it, and these.

    `*` says what `it` is from there on."""
    own = {name: each for module in modules for name, each in vars(import_module(f"downslope.{module}")).items()}
    return {**PUBLIC, **own, **names, "begin": lambda it: it, "state": lambda it: type(it).__name__}


def answers(press: str, names: dict[str, Any]) -> None:
    """What it gives, or why it is refused; what Python itself says of it is not the same in each version."""
    try:
        given = eval(press, names)
    except (LookupError, TypeError, ValueError, Impossible, Fault) as why:
        given = type(why).__name__ + f": {why}" * (not isinstance(why, TypeError))
    names["said"].append(shown(given))


def shown(value: object) -> str:
    """A text as it is, else as Python writes it, its long numbers with six digits."""
    text = value if isinstance(value, str) and value else repr(value)
    return re.sub(r"\d+\.\d{7,}(e[-+]\d+)?", lambda number: f"{float(number[0]):.6g}", text)


def said_of(told: dict[str, Any]) -> str:
    """In one line; what is not so is not said."""
    return ", ".join(name if value is True else f"{name} {value}" for name, value in told.items() if value)
