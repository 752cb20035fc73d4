"""`downslope sweep`: many runs into a table, with a bar while they run and a summary by outcome at the end."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..desktop.processes import cores
from ..i18n import _, plural_form
from ..registry.plugin_guard import say
from ..rules import OUTCOMES, WINS
from ..storage.files import Refused
from ..sweep.grid import SweepRequest, UnknownChoice, jobs as grid_jobs
from ..sweep.sweep import Cluster, Pool, Processes, Sweep, WorkerPoolLost
from ..sweep.table import SweepRow
from .commands import app, common, registry
from .lists import print_table
from .output import number, print_error, unknown, whole

MOST_BUDGET = 1_000_000
LONGEST = 86_400.0  # seconds that a run may take
MOST_JOBS = 61  # as many processes as Windows can wait for


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
    names, starts = (levels or [], learner or [], metric or []), (weight or [], spread or [], seed or [])
    request = SweepRequest(*names, alpha or [], *starts, knobs=knob or [])
    known = registry()
    plugins = not common["--no-plugins"] and known.runnable
    try:
        if budget:
            request = request._replace(budget=whole("--budget", budget, 1, MOST_BUDGET))
        wanted = grid_jobs(request, known.catalog)
        if jobs and dask:
            raise Refused(_("--jobs is for this machine, --dask for a cluster; allowed: one of them"))
        count = whole("--jobs", jobs, 1, MOST_JOBS) if jobs else min(cores(), MOST_JOBS)
        limit = number("--timeout", timeout, above=0.0, most=LONGEST)
        table = Sweep(wanted, known.catalog, Path(out), resume)
    except UnknownChoice as missing:
        return print_error(unknown(_(missing.kind), missing.name, missing.known))
    except Refused as bad:
        return print_error(str(bad))
    rows, trouble = list[SweepRow](), ""
    with stopping(table) as signals:
        try:
            if table.todo:
                console = Console(stderr=True)
                columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
                bar = Progress(*columns, console=console, disable=not console.is_terminal)
                pool: Pool
                if dask:
                    pool = Cluster(dask, table.expected, plugins, limit)
                else:
                    pool = Processes(min(count, len(table.todo)), table.expected, plugins, limit)
                with closing(pool), bar:
                    task = bar.add_task(_("runs"), total=len(table.wanted), completed=table.kept)
                    table.run(pool, lambda count: bar.advance(task, count))
        except (WorkerPoolLost, Refused) as failed:
            trouble = str(failed)
        except KeyboardInterrupt:  # it was too slow to stop
            pass
        try:
            rows = table.finish()
        except Refused as failed:
            trouble = trouble or str(failed)
    if signals or trouble:
        kept = "; " + _("{done} of {all} runs are in {file}, and --resume goes on") if table.kept else ""
        kept = kept.format(done=table.kept, all=len(table.wanted), file=table.path)
        code = print_error((trouble or _("Stopped")) + kept)
        return code if trouble else 128 + signals[0]
    show(rows, table)
    return 0


@contextmanager
def stopping(sweep: Sweep) -> Iterator[list[int]]:
    """Ctrl-C, or a request to end, lets it come to an end by itself; the list has the signal. A second one ends it."""
    got: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        if got:
            raise KeyboardInterrupt
        got.append(number)
        sweep.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield got
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def show(rows: Sequence[SweepRow], sweep: Sweep) -> None:
    """By level, learner and metric: how many ended how, and the fewest steps to land."""
    names = {**{kind: _(row.title) for kind, row in OUTCOMES.items()}, "": _("fault")}
    signs = {**{kind: row.mark for kind, row in OUTCOMES.items()}, "": _("fault")}
    seen = {row.result.outcome for row in rows}
    kinds = [kind for kind in names if kind in seen]
    table = [[_("level"), _("learner"), *(signs[kind] for kind in kinds), _("fewest steps")]]
    groups: dict[tuple[str, ...], list[SweepRow]] = {}
    for row in rows:
        groups.setdefault(row.job[:3], []).append(row)
    several_metrics = len({group[2] for group in groups}) > len({group[0] for group in groups})
    for (level, learner, metric), some in groups.items():
        counts = Counter(row.result.outcome for row in some)
        who = f"{learner}, {metric}" if several_metrics else learner
        landed, fewest = [row for row in some if row.result.outcome in WINS], "-"
        if landed:
            best = min(landed, key=lambda row: row.result.steps)
            fewest = _("{steps}, alpha {alpha:g}").format(steps=best.result.steps, alpha=best.job.alpha)
            fewest += f", {best.job.knobs}" if best.job.knobs else ""
        table.append([level, who, *(str(counts[kind] or "") for kind in kinds), fewest])
    print_table(*table, right=range(2, 2 + len(kinds)))
    say("   ".join(f"{signs[kind]} {names[kind]}" for kind in kinds if kind))
    say(plural_form("{n} run in {file}", "{n} runs in {file}", len(rows)).format(n=len(rows), file=sweep.path))
    faults = [row for row in rows if row.result.fault]
    if faults:
        template = plural_form("{n} has a fault: {fault}", "{n} have a fault, such as: {fault}", len(faults))
        say(template.format(n=len(faults), fault=faults[0].result.fault))
