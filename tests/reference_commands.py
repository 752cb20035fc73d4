"""The page of the commands: docs/commands.md, from what the terminal itself says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import typer

from downslope.terminal.commands import app, load_commands

# Of `--json`: what programs may rely on. Fields are only ever added.
JSON: dict[str, dict[str, str]] = {
    "levels": {
        "id": "its full name", "code": "its place in the campaign, may be empty", "chapter": "its chapter",
        "title": "its name on the map", "par": "a number, or null", "par_unit": "the unit of the par",
        "source": "shipped, folder or package", "plugin": "its plugin",
    },
    "plugins": {
        "name": "its name", "version": "its version, may be empty", "kind": "shipped, folder or package",
        "source": "its file, or the package", "hooks": "its hooks",
        "error": "its fault; empty: none", "off": "whether it is switched off",
    },
    "solve": {
        "level": "its id", "learner": "the learner", "metric": "the metric", "outcome": "the outcome",
        "cause": "the reason", "steps": "the number of steps", "weights": "a list of numbers",
        "prediction": "the prediction for the example",
        "error": "the mean error at the end",
        "actions": "what was done, in order: the same again gives the same run",
    },
    "check": {
        "rule": "a row of [testing.md](testing.md#the-rules)", "severity": "error, warning or note",
        "thing": "the thing with the fault", "message": "what was found", "file": "the file, may be empty",
        "line": "the line; 0: not known",
    },
    "train": {
        "kernels": "the number of kernels", "alpha": "alpha at the start", "seed": "the seed",
        "steps": "the number of steps",
        "ran_away": "whether the run ran away", "passes": "a list: pass, error, seen, unseen",
    },
    "progress": {
        "file": "the file that was written (`export`)", "bytes": "its size",
        "nets_left_out": "nets that were too large to include",
    },
    "read": {"digit": "the digit that it reads", "shares": "the share of each digit, 0 ... 1"},
}  # fmt: skip
Table = Callable[..., str]


def commands() -> dict[str, Any]:
    """{name: the command}, in alphabetical order; "" is `downslope` itself."""
    load_commands()
    group: Any = typer.main.get_command(app)
    return {"": group, **{name: group.commands[name] for name in sorted(group.commands)}}


def commands_part(table: Table) -> str:
    """Every command, with every argument and option."""
    parts = []
    for name, command in commands().items():
        words = [one for one in command.params if one.param_type_name == "argument"]
        arguments = [word_of(one) if one.required else f"[{word_of(one)}]" for one in words]
        usage = " ".join(filter(None, ["downslope", name, *arguments]))
        parts.append(f"## `{usage}`\n\n{said(command.help)}\n")
        parts.append(table(("word or option", "default", "what it is"), parameters(command)))
        if command.epilog:
            parts.append(f"{said(command.epilog)}\n")
        if name in JSON:
            rows = [(f"`{field}`", text) for field, text in JSON[name].items()]
            parts.append("Fields with `--json`:\n\n" + table(("field", "what it is"), rows))
    return "\n".join(parts)


def said(text: str | None) -> str:
    return " ".join((text or "").split())


def word_of(one: Any) -> str:
    """What an argument, or an option's value, is called."""
    return str(one.metavar or one.name).upper() + (" ..." if one.nargs == -1 else "")


def parameters(command: Any) -> Iterator[tuple[str, str, str]]:
    """A row for each argument and option."""
    for one in command.params:
        if "--help" in one.opts:
            continue
        argument = one.param_type_name == "argument"
        name = word_of(one) if argument else ", ".join(one.opts)
        value = "" if argument or one.is_flag else f" {word_of(one)}"
        more = " More than once." if not argument and one.multiple else ""
        default = "none" if one.default in (None, "", False, [], ()) else f"`{one.default}`"
        yield f"`{name}{value}`", "required" if one.required else default, said(one.help) + more
