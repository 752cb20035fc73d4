"""The commands and their options; those of HOMES stand in files of their own."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from ..desktop.bounded import MEMORY
from ..desktop.capabilities import can
from ..engine.watchdog import limits
from ..i18n import _, plural_form
from ..paths import is_child, plugin_at
from ..registry.loading import load_all
from ..registry.plugin_guard import redirect_prints, say
from ..registry.registry import Registry
from ..registry.trust import ALL, VARIABLE, UnknownCode, changed_lines, players_trust, size_words
from ..version import __version__
from .output import number, print_error, report_left_out, unknown
from .play import play as play_game

app = typer.Typer(
    help="Downslope: learn how a neural network learns, by doing it. Without a command, the game starts.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, for programs.")]
NoPlugins = Annotated[bool, typer.Option("--no-plugins", help="Use only shipped plugins.")]
Strict = Annotated[bool, typer.Option("--strict-plugins", help="Stop at the first plugin with a fault.")]
trees: dict[int, Any] = {}  # what Typer makes of so many commands; it takes its time
common = {"--no-plugins": False, "--strict-plugins": False}  # what holds for all commands, as it was typed
HOMES = {
    "plugins": "plugins", "sweep": "sweep", "train": "train", "read": "train", "new": "plugins",
    "pack": "plugins",
}  # fmt: skip


def load_commands(words: Sequence[str] = ()) -> None:
    """The command of these words, where it has a file of its own; all of them, where it is none of those here."""
    name = next((word for word in words if not word.startswith("-")), "")
    here = {getattr(command.callback, "__name__", "") for command in app.registered_commands}
    for home in [HOMES[name]] if name in HOMES else [] if name in here else dict.fromkeys(HOMES.values()):
        import_module(f".{home}", __package__)


def run(arguments: Sequence[str]) -> int:
    """Returns the exit code."""
    load_commands(arguments)
    count = len(app.registered_commands)
    command = trees[count] = trees.get(count) or typer.main.get_command(app)
    try:
        with command.make_context("downslope", list(arguments)) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.Abort:
        return 130
    except Exception as fault:
        if hasattr(fault, "format_message"):  # a word that Typer does not know
            return print_error(_("{problem} See downslope --help.").format(problem=fault.format_message()))
        raise


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
            for place, line in enumerate(lines, 1):
                print(f"{'+' if place in new else ' '}{place:5}  {line}", file=sys.stderr)
        print(file=sys.stderr)


def registry(as_json: bool = False, quiet: bool = False, named: Sequence[Path] = ()) -> Registry:
    """Everything that is registered. A plugin's fault ends the command where that was asked for.

    Whether code that is new here may run is asked or told; not if `quiet`, nor of others where files are `named`.
    """
    redirect_prints()
    if is_child():
        limits.memory = MEMORY
    quiet = quiet or is_child() or any(file.exists() for file in named)
    streams = [stream for stream in (sys.stdin, sys.stderr) if stream is not None and not stream.closed]
    answers = not quiet and not as_json and len(streams) == 2 and all(stream.isatty() for stream in streams)
    trust = players_trust(ask=ask if answers else None, named=named)
    if trust is not None and trust.choices.lost and not quiet:
        print_error(trust.choices.lost)
    try:
        plugins = load_all(plugins=not common["--no-plugins"], strict=common["--strict-plugins"], trust=trust)
    except Exception as fault:
        raise typer.Exit(print_error(str(fault))) from fault
    if trust is not None and trust.ask is None and not quiet:
        report_left_out(plugins)
    return plugins


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    no_plugins: NoPlugins = False,
    strict_plugins: Strict = False,
    trust_plugins: Annotated[bool, typer.Option("--trust-plugins", help="Run plugins that are new here.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version number.")] = False,
) -> None:
    """Options that hold for every command."""
    common.update({"--no-plugins": no_plugins, "--strict-plugins": strict_plugins})
    if trust_plugins:
        os.environ[VARIABLE] = ALL  # in processes that we start too
    if version:
        print(f"downslope {__version__}")
        raise typer.Exit()
    if context.invoked_subcommand is None:
        raise typer.Exit(play_game(no_plugins="yes" if no_plugins else ""))


@app.command()
def play(
    level: Annotated[str, typer.Argument(help="A level's id, a file, code or link; without one, the title.")] = "",
    frames: Annotated[str, typer.Option(help="Quit after this many frames.")] = "0",
    screenshot: Annotated[str, typer.Option(help="Save the last frame as this PNG file.")] = "",
    size: Annotated[str, typer.Option(help="The window, WIDTHxHEIGHT.")] = "1280x720",
    theme: Annotated[str, typer.Option(help="dark or light.")] = "",
    profile: Annotated[bool, typer.Option("--profile", help="Print the frame times.")] = False,
    software: Annotated[bool, typer.Option("--software", help="Draw without a graphics card.")] = False,
    no_plugins: NoPlugins = False,
    code: Annotated[str, typer.Option(help="Show the run shared as this code.")] = "",
    link: Annotated[str, typer.Option(help="Start as this link says: alpha=.3&hide=map.")] = "",
) -> int:
    """Play the game."""
    without = no_plugins or common["--no-plugins"]
    flags = {"profile": profile, "software": software, "no_plugins": without}
    words = {name: "yes" for name, flag in flags.items() if flag}
    return play_game(level, frames, screenshot, size, theme, code=code, link=link, **words)


@app.command()
def watch(
    levels: Annotated[list[str] | None, typer.Argument(help="Levels; without one, the reel.")] = None,
    loop: Annotated[bool, typer.Option("--loop", help="Repeat it; the reel always repeats.")] = False,
    speed: Annotated[str, typer.Option(help="Times as fast.")] = "1",
    theme: Annotated[str, typer.Option(help="dark or light.")] = "",
    size: Annotated[str, typer.Option(help="WIDTHxHEIGHT. Default: 1280x720, for a GIF 640x360.")] = "",
    out: Annotated[str, typer.Option(help="No window: write FILE.gif, or PNGs into a FOLDER.")] = "",
    seconds: Annotated[str, typer.Option(help="The longest film. Default: 20 for a GIF.")] = "",
    code: Annotated[str, typer.Option(help="The run in this code.")] = "",
    frames: Annotated[str, typer.Option(help="Quit after this many frames.")] = "0",
    profile: Annotated[bool, typer.Option("--profile", help="Print the frame times.")] = False,
    software: Annotated[bool, typer.Option("--software", help="Draw without a graphics card.")] = False,
    no_plugins: NoPlugins = False,
) -> int:
    """Watch the machine learn, in a window or as a film; any key takes over."""
    from .play import watch as watch_shows

    plugins = not (common["--no-plugins"] or no_plugins)
    return watch_shows(levels or (), loop, speed, theme, size, out, seconds, frames, profile, software, plugins, code)


@app.command()
def levels(as_json: Json = False) -> int:
    """List every level: id, chapter, title, par, source."""
    from .lists import show_levels

    return show_levels(registry(as_json), as_json)


@app.command()
def solve(
    level: Annotated[str, typer.Argument(help="A level's id, or its file.")],
    learner: Annotated[str | None, typer.Option(help="Another learner.")] = None,
    metric: Annotated[str | None, typer.Option(help="Another metric.")] = None,
    weight: Annotated[list[str] | None, typer.Option(help="A start weight; once for each weight.")] = None,
    alpha: Annotated[str | None, typer.Option(help="Another alpha, any number above 0.")] = None,
    rounds: Annotated[str | None, typer.Option(help="Exactly this many steps.")] = None,
    as_json: Json = False,
    trace: Annotated[bool, typer.Option("--trace", help="With --json: every look.")] = False,
) -> int:
    """Watch the machine learn. With options it explores, without notches and locks."""
    from .check import exit_code_of, run_in_child
    from .solve import SolveRequest, solve_level

    plugins = registry(as_json, named=[Path(level)])
    request = SolveRequest(level, learner, metric, weight or [], alpha, rounds)
    if any(plugin.hooks for plugin in plugins.foreign) and can("processes") and not is_child():
        with suppress(OSError):
            files = {file for plugin in plugins.foreign for file in plugin.files}
            flags = [name for name, given in (("--json", as_json), ("--trace", trace)) if given]
            options = [f"--{name}={value}" for name, value in request.options]
            words = [*filter(common.get, common), "solve", *flags, *options, "--", level]
            return run_in_child(words, as_json, files)
    return exit_code_of(plugins, lambda: solve_level(plugins, request, as_json, trace))


@app.command()
def script(
    level: Annotated[str, typer.Argument(help="A level's id, or its file.")],
    form: Annotated[str, typer.Option("--as", help="python, numpy, torch or keras.")] = "python",
    loop: Annotated[bool, typer.Option("--loop", help="The lines that run where many steps are made at once.")] = False,
) -> int:
    """Write a level's run as about ten lines of plain Python, or for a library."""
    from .check import exit_code_of
    from .lists import show_script

    plugins = registry(named=[Path(level)])
    return exit_code_of(plugins, lambda: show_script(plugins, level, form, loop))


@app.command()
def level(
    name: Annotated[str, typer.Argument(help="A level's id, or its file.", metavar="LEVEL")] = "",
    form: Annotated[str, typer.Option("--as", help="toml, python, or a line to send: code, link.")] = "toml",
    schema: Annotated[bool, typer.Option("--schema", help="The JSON Schema of levels as data, for editors.")] = False,
) -> int:
    """Write a level as a file: levels as data, or a Python plugin."""
    from .lists import show_level

    if schema:
        from ..level_files.json_schema import level_schema

        say(json.dumps(level_schema(), indent=1, ensure_ascii=False))
        return 0
    return show_level(registry(named=[Path(name)]), name, form)


@app.command()
def words(
    file: Annotated[Path, typer.Argument(help="A plugin: Python, levels as data, or the folder of a pack.")],
    language: Annotated[str, typer.Argument(help="The language: nb, de, pt_BR.")],
) -> int:
    """Write a file with a plugin's texts for a translation, or add the missing texts."""
    from .check import exit_code_of, write_words

    plugins = registry(named=[file])
    return exit_code_of(plugins, lambda: write_words(plugins, file, language))


@app.command()
def dev(
    file: Annotated[Path, typer.Argument(help="A plugin file or a pack, also by its name.")],
    level: Annotated[str, typer.Option(help="One of its levels. Default: the first.")] = "",
    frames: Annotated[str, typer.Option(help="Quit after this many frames.")] = "0",
) -> int:
    """Play a plugin while you write it: it is read again when the file has changed, and checked beside."""
    from .play import develop

    return develop(plugin_at(file), level, frames)


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="A plugin file, a pack, a folder of them, or a name.")] = None,
    level: Annotated[str | None, typer.Option(help="Only this level; its full id after a path.")] = None,
    as_json: Json = False,
    strict: Annotated[bool, typer.Option("--strict", help="Count opening words; exit code 1 after a warning.")] = False,
    timeout: Annotated[str, typer.Option(help="Seconds in total. Default: 20 for each plugin named.")] = "",
) -> int:
    """Check everything: each level valid and winnable, its par reached, its bets right. Exit code 1 if not."""
    from .check import check_in_child, check_levels, named_files

    path = plugin_at(path) if path is not None else None
    seconds = number("--timeout", timeout, above=0.0) if timeout else 0.0
    if path is not None and can("processes") and not is_child():
        with suppress(OSError):  # where no process can be started it is done in this one
            return check_in_child(path, level, as_json, strict, seconds, [*filter(common.get, common)])
    return check_levels(registry(as_json, named=named_files(path)), path, level, as_json, strict, seconds)


@app.command()
def progress(
    action: Annotated[str, typer.Argument(help="export or import.")],
    file: Annotated[Path, typer.Argument(help="The file to write or to read.")],
    as_json: Json = False,
) -> int:
    """Move your settings, progress and nets in one file; an import keeps a copy, then the better of two results."""
    from ..storage.files import Refused, read_file, unreadable, unwritable, write_file
    from ..storage.level_digest import terms_of
    from ..storage.progress_export import export_progress, merge_progress, read_progress
    from ..storage.saves import Store

    if action not in ("export", "import"):
        return print_error(unknown(_("action"), action, ("export", "import")))
    if action == "import":
        levels, store = load_all(plugins=False).catalog.levels, Store()
        try:
            taken = merge_progress(
                read_progress(read_file(file), file.name), store.settings, store.progress, terms_of(levels)
            )
        except OSError as error:
            return print_error(str(unreadable(file, error)))
        except Refused as why:
            return print_error(str(why))
        if not store.save():
            return print_error(store.faults[-1])
        say(json.dumps(taken._asdict()) if as_json else taken.sentence())
        return 0
    store = Store()
    text, left_out = export_progress(store.settings, store.progress)
    try:
        write_file(file, text)
    except OSError as error:
        return print_error(unwritable(file, error))
    size = len(text.encode())
    if as_json:
        say(json.dumps({"file": str(file), "bytes": size, "nets_left_out": left_out}))
        return 0
    say(plural_form("{file}: {size} byte", "{file}: {size} bytes", size).format(file=file, size=size))
    if left_out:
        sentence = plural_form("{n} net is too large to include.", "{n} nets are too large to include.", left_out)
        say(sentence.format(n=left_out))
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
