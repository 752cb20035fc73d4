"""The commands and their options. Each hands over to a module of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from ..desktop.bounded import MEMORY
from ..digits import recipe
from ..engine.watchdog import limits
from ..i18n import _
from ..paths import is_child, plugin_at
from ..registry.registry import Registry
from ..registry.sources import load_all
from ..registry.stdout_guard import redirect_prints
from ..registry.trust import is_trusted_by_player, trust_all
from ..version import __version__
from .output import print_error
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


class CommonOptions:
    """What holds for all commands."""

    plugins = True
    strict = False

    @classmethod
    def words(cls) -> list[str]:
        """As they are typed."""
        given = {"--no-plugins": not cls.plugins, "--strict-plugins": cls.strict}
        return [word for word, is_given in given.items() if is_given]


def run(arguments: Sequence[str]) -> int:
    """Returns the exit code."""
    command = typer.main.get_command(app)
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


def registry(as_json: bool = False, quiet: bool = False, named: Sequence[Path] = ()) -> Registry:
    """Everything that is registered. A plugin's fault ends the command where that was asked for.

    Whether code that is new here may run is asked or told; not if `quiet`, nor of others where files are `named`.
    """
    from .trust_question import questioner, report_left_out

    redirect_prints()
    if is_child():
        limits.memory = MEMORY
    quiet = quiet or is_child() or any(file.exists() for file in named)
    trust = is_trusted_by_player(ask=None if quiet else questioner(as_json), named=named)
    if trust is not None and trust.choices.lost and not quiet:
        print_error(trust.choices.lost)
    try:
        plugins = load_all(plugins=CommonOptions.plugins, strict=CommonOptions.strict, trust=trust)
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
    CommonOptions.plugins, CommonOptions.strict = not no_plugins, strict_plugins
    if trust_plugins:
        trust_all()
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
    without = no_plugins or not CommonOptions.plugins
    flags = {"profile": profile, "software": software, "no_plugins": without}
    given = {name: "yes" for name, flag in flags.items() if flag}
    return play_game(level, frames, screenshot, size, theme, code=code, link=link, **given)


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

    plugins = CommonOptions.plugins and not no_plugins
    return watch_shows(levels or (), loop, speed, theme, size, out, seconds, frames, profile, software, plugins, code)


@app.command()
def levels(as_json: Json = False) -> int:
    """List every level: id, chapter, title, par, source."""
    from .lists import show_levels

    return show_levels(registry(as_json), as_json)


@app.command()
def plugins(
    as_json: Json = False,
    disable: Annotated[str, typer.Option(help="Switch this plugin off: its code no longer runs.")] = "",
    enable: Annotated[str, typer.Option(help="Switch it on again.")] = "",
    trust: Annotated[str, typer.Option(help="Let the current code of this plugin, a FOLDER or all run.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="With --trust, in a script: ask nothing.")] = False,
    mine: Annotated[str, typer.Option(help="Let all code in this FOLDER run, edited or not: it is yours.")] = "",
    forget: Annotated[str, typer.Option(help="Ask again before the code of this plugin or FOLDER is run.")] = "",
) -> int:
    """List every plugin: name, version, source, hooks, state; or switch one off or on, or trust its code."""
    from .lists import show_plugins
    from .plugins import forget_plugin, own_folder, switch_plugin, trust_plugin

    if len(list(filter(None, (disable, enable, trust, mine, forget)))) > 1:
        return print_error(_("--disable, --enable, --trust, --mine and --forget stand alone; allowed: one of them"))
    if disable or enable:
        return switch_plugin(disable or enable, on=not disable)
    if mine:
        return own_folder(Path(mine))
    if trust or forget:
        return trust_plugin(trust, yes) if trust else forget_plugin(forget)
    return show_plugins(registry(quiet=True), as_json)


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
    from .check import can_guard, exit_code_of, run_in_child
    from .solve import SolveRequest, solve_level

    plugins = registry(as_json, named=[Path(level)])
    request = SolveRequest(level, learner, metric, weight or [], alpha, rounds)
    if any(plugin.hooks for plugin in plugins.foreign) and can_guard():
        with suppress(OSError):
            files = {file for plugin in plugins.foreign for file in plugin.files}
            return run_in_child([*CommonOptions.words(), *request.words(as_json, trace)], as_json, files)
    return exit_code_of(plugins, lambda: solve_level(plugins, request, as_json, trace))


Words = list[str] | None
NUMBERS = "1,3,9 or LOW:HIGH:COUNT or LOW:HIGH:COUNT:log."


@app.command(epilog="Example: downslope sweep hidden-four --learner all --alpha 0.01:10:31:log --out four.csv")
def sweep(
    levels: Annotated[Words, typer.Argument(help="Levels, or all. Default: all with a learner.")] = None,
    out: Annotated[str, typer.Option(help="The table: FILE.csv or FILE.parquet.", metavar="FILE")] = "sweep.csv",
    learner: Annotated[Words, typer.Option(help="NAME,NAME... or all. Default: the level's.")] = None,
    metric: Annotated[Words, typer.Option(help="NAME,NAME... or all. Default: the level's.")] = None,
    alpha: Annotated[Words, typer.Option(help=f"{NUMBERS} Default: the notches of the level's knob.")] = None,
    weight: Annotated[Words, typer.Option(help=f"The start of every weight: {NUMBERS} Default: the level's.")] = None,
    spread: Annotated[Words, typer.Option(help=f"Random start weights, at most this far from 0: {NUMBERS}")] = None,
    seed: Annotated[Words, typer.Option(help="Seeds of all chance: 1,2,3 or FIRST:LAST.")] = None,
    knob: Annotated[Words, typer.Option(help="NAME=NUMBERS: a learner's or metric's knob, a level's choice.")] = None,
    budget: Annotated[str, typer.Option(help="Passes, at most. Default: the level's.")] = "",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the table; skip its runs.")] = False,
    jobs: Annotated[str, typer.Option(help="Processes. Default: one for each core.")] = "",
    dask: Annotated[str, typer.Option(help="Use this Dask cluster: tcp://HOST:PORT.", metavar="ADDRESS")] = "",
    timeout: Annotated[str, typer.Option(help="Seconds after which an endless run counts as a fault.")] = "60",
) -> int:
    """Write a table of many runs: each level with each learner, metric, alpha and seed, on all cores."""
    from ..sweep.grid import SweepRequest
    from .sweep import sweep_levels

    names, starts = (levels or [], learner or [], metric or []), (weight or [], spread or [], seed or [])
    request = SweepRequest(*names, alpha or [], *starts, knobs=knob or [])
    plugins = registry()
    runnable = CommonOptions.plugins and plugins.runnable
    return sweep_levels(plugins, request, budget, out, resume, jobs, dask, timeout, runnable)


@app.command()
def train(
    what: Annotated[str, typer.Argument(help="The data set: digits.")],
    kernels: Annotated[str, typer.Option(help="The number of kernels.")] = str(recipe.KERNELS),
    passes: Annotated[str, typer.Option(help="Passes through all digits.")] = str(recipe.PASSES),
    alpha: Annotated[str, typer.Option(help="Alpha at the start; it falls to 0.")] = str(recipe.ALPHA),
    seed: Annotated[str, typer.Option(help="The seed of start weights, order and shifts.")] = "0",
    split: Annotated[str, typer.Option(help="stratified, or writers: unseen are other people's.")] = "stratified",
    more: Annotated[Path | None, typer.Option("--with", help="A CSV file or folder of PNGs to learn from too.")] = None,
    save: Annotated[Path | None, typer.Option(help="The file for the net; several nets: FILE-1, FILE-2 ...")] = None,
    nets: Annotated[str, typer.Option(help="The number of nets that read together, trained on all cores.")] = "1",
    as_json: Json = False,
) -> int:
    """Train a net to read handwritten digits, in plain Python."""
    from .train import train as train_net

    catalog = registry(quiet=True).catalog
    return train_net(catalog, what, kernels, passes, alpha, seed, split, more, save, nets, as_json)


@app.command()
def read(
    picture: Annotated[Path, typer.Argument(help="A PNG picture of one digit.")],
    net: Annotated[list[Path], typer.Option(help="A net saved by `train digits --save FILE`; several read together.")],
    as_json: Json = False,
) -> int:
    """Read a digit from a picture with a trained net."""
    from .train import read as read_digit

    return read_digit(picture, net, as_json)


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
    from .lists import show_level, show_schema

    return show_schema() if schema else show_level(registry(named=[Path(name)]), name, form)


@app.command()
def new(
    kind: Annotated[str, typer.Argument(help="level, data (no code), pack (several), learner, metric or network.")],
    name: Annotated[str, typer.Argument(help="Small letters, figures and hyphens: hot-and-cold.")],
    into: Annotated[Path | None, typer.Option(help="Another folder than your plugins folder.")] = None,
    package: Annotated[bool, typer.Option("--package", help="A folder that pip can install, with a test.")] = False,
) -> int:
    """Write a first plugin file that already plays."""
    from .plugins import new_plugin

    return new_plugin(registry(quiet=True).catalog, kind, name, into, package)


@app.command()
def progress(
    action: Annotated[str, typer.Argument(help="export or import.")],
    file: Annotated[Path, typer.Argument(help="The file to write or to read.")],
    as_json: Json = False,
) -> int:
    """Move your settings, progress and nets in one file; an import keeps a copy, then the better of two results."""
    from .progress import move_progress

    return move_progress(action, file, as_json)


@app.command()
def pack(
    folder: Annotated[Path, typer.Argument(help="A folder with a pack.toml.")],
    out: Annotated[Path | None, typer.Option(help="The zip. Default: FOLDER.zip beside it.")] = None,
) -> int:
    """Check a pack of levels and write it as a zip to send, with the same bytes each time."""
    from .plugins import write_pack

    return write_pack(registry(), folder, out)


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
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 1 after a warning too.")] = False,
    timeout: Annotated[str, typer.Option(help="Seconds in total. Default: 20 for each plugin named.")] = "",
) -> int:
    """Check everything: each level valid and winnable, its par reached, its bets right. Exit code 1 if not."""
    from .check import can_guard, check_in_child, check_levels, named_files
    from .suggest import number

    path = plugin_at(path) if path is not None else None
    seconds = number("--timeout", timeout, above=0.0) if timeout else 0.0
    if path is not None and can_guard():
        with suppress(OSError):  # where no process can be started it is done in this one
            return check_in_child(path, level, as_json, strict, seconds, CommonOptions.words())
    return check_levels(registry(as_json, named=named_files(path)), path, level, as_json, strict, seconds)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
