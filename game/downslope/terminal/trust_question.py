"""In a terminal: may code that is new here run? Where nobody can be asked the code is skipped, and a line says so."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..i18n import _, plural_form
from ..paths import is_child
from ..registry.registry import Registry
from ..registry.trust import Ask, UnknownCode, changed_lines, size_words
from .output import print_error

FEW = 3  # plugins that have a line each


def questioner(as_json: bool) -> Ask | None:
    """Who asks; None: nobody is there to answer."""
    if as_json or is_child() or not (_is_terminal(sys.stdin) and _is_terminal(sys.stderr)):
        return None
    return ask


def _is_terminal(stream: object) -> bool:
    try:
        return bool(getattr(stream, "isatty", bool)())
    except ValueError:  # it is closed
        return False


def ask(unknown: UnknownCode) -> bool:
    """Whether the player lets it run; on standard error, as often as it is read first."""
    # Run code from night-school 2.0 (package, 3 files, 148 lines)?
    kind = _("package") if unknown.kind == "package" else _("file in your folder")
    what, name = ", ".join([kind, *size_words(unknown)]), f"{unknown.name} {unknown.version}".strip()
    question = _("Run code from {plugin} ({what})?").format(plugin=name, what=what)
    while True:
        print(f"{question} [y/N/r] ", end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline().strip().lower()
        if answer != "r":
            return answer in ("y", "yes")
        # Its files, each line with its number; before what is not as it was stands a +
        for name, lines in unknown.code.texts().items():
            before = unknown.before.get(name, []) if unknown.before is not None else None
            new = changed_lines(before, lines) if before is not None else frozenset()
            print(f"\n{name}", file=sys.stderr)
            for number, line in enumerate(lines, 1):
                print(f"{'+' if number in new else ' '}{number:5}  {line}", file=sys.stderr)
        print(file=sys.stderr)


def confirm_count(lines: Sequence[str]) -> bool:
    """Whether the player lets all of these run: each has a line, and their number must be typed."""
    print(*lines, sep="\n", file=sys.stderr)
    text = plural_form("Type {n} to let it run:", "Type {n} to let all of them run:", len(lines))
    print(text.format(n=len(lines)), end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() == str(len(lines))


def report_left_out(registry: Registry) -> None:
    """A line for each plugin that was not loaded because nobody has agreed to it; one for all where they are many."""
    if len(registry.waiting) > FEW:
        text = _("{n} plugins are new or have changed, and were skipped. {lists} lists them, {trusts} lets them run.")
        lists = "downslope plugins"
        print_error(text.format(n=len(registry.waiting), lists=lists, trusts=f"{lists} --trust all"))
        return
    for plugin in registry.waiting:
        changed = plugin.waits is not None and plugin.waits.since
        text = _("{plugin} has changed and was skipped: {command}") if changed else ""
        text = text or _("{plugin} is new here and was skipped: {command}")
        print_error(text.format(plugin=plugin.name, command=f"downslope plugins --trust {plugin.name}"))
