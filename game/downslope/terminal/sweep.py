"""`downslope sweep`: many runs into a table, with a bar while they run and a summary by outcome at the end."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..desktop.processes import cores
from ..i18n import _, plural_form
from ..registry.registry import Registry
from ..registry.stdout_guard import answer, say
from ..rules.outcome_kinds import WINS
from ..storage.errors import Refused
from ..sweep.grid import SweepRequest, UnknownChoice, jobs
from ..sweep.pool import Cluster, Pool, Processes, WorkerPoolLost
from ..sweep.sweep import Sweep
from ..sweep.table import SweepRow
from ..sweep.worker import Runnable
from .output import print_error
from .show.chart import marks, outcome_names
from .suggest import number, unknown, whole

MOST_BUDGET = 1_000_000
LONGEST = 86_400.0  # seconds that a run may take
MOST_JOBS = 61  # as many processes as Windows can wait for


def sweep_levels(
    registry: Registry, request: SweepRequest, budget: str, out: str, resume: bool, processes: str, dask: str,
    timeout: str, plugins: Runnable,
) -> int:  # fmt: skip
    """0: all is in the table; 2: a word that cannot be, a file or a cluster that fails; 128 + n: signal n stopped it.

    How it is done comes as it was typed. Whatever happens, what was computed is in the table.
    """
    try:
        if budget:
            request = request._replace(budget=whole("--budget", budget, 1, MOST_BUDGET))
        wanted = jobs(request, registry.catalog)
        if processes and dask:
            raise Refused(_("--jobs is for this machine, --dask for a cluster; allowed: one of them"))
        count = whole("--jobs", processes, 1, MOST_JOBS) if processes else min(cores(), MOST_JOBS)
        limit = number("--timeout", timeout, above=0.0, most=LONGEST)
        sweep = Sweep(wanted, registry.catalog, Path(out), resume)
    except UnknownChoice as missing:
        return print_error(unknown(_(missing.kind), missing.name, missing.known))
    except Refused as bad:
        return print_error(str(bad))
    rows, trouble = list[SweepRow](), ""
    with stopping(sweep) as signals:
        try:
            if sweep.todo:
                console = Console(stderr=True)
                columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
                bar = Progress(*columns, console=console, disable=not console.is_terminal)
                pool: Pool
                if dask:
                    pool = Cluster(dask, sweep.expected, plugins, limit)
                else:
                    pool = Processes(min(count, len(sweep.todo)), sweep.expected, plugins, limit)
                with closing(pool), bar:
                    task = bar.add_task(_("runs"), total=len(sweep.wanted), completed=sweep.kept)
                    sweep.run(pool, lambda count: bar.advance(task, count))
        except (WorkerPoolLost, Refused) as failed:
            trouble = str(failed)
        except KeyboardInterrupt:  # it was too slow to stop
            pass
        try:
            rows = sweep.finish()
        except Refused as failed:
            trouble = trouble or str(failed)
    if signals or trouble:
        kept = "; " + _("{done} of {all} runs are in {file}, and --resume goes on") if sweep.kept else ""
        kept = kept.format(done=sweep.kept, all=len(sweep.wanted), file=sweep.path)
        code = print_error((trouble or _("Stopped")) + kept)
        return code if trouble else 128 + signals[0]
    show(rows, sweep)
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
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    console = Console(highlight=False, markup=False, file=answer())
    names = {**outcome_names(), "": _("fault")}
    signs = {**marks((console.encoding or "").lower().startswith("utf")), "": _("fault")}
    seen = {row.result.outcome for row in rows}
    kinds = [kind for kind in names if kind in seen]
    table = Table(_("level"), _("learner"), box=SIMPLE_HEAD, pad_edge=False)
    for kind in kinds:
        table.add_column(signs[kind], justify="right")
    table.add_column(_("fewest steps"))
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
        table.add_row(level, who, *(str(counts[kind] or "") for kind in kinds), fewest)
    for column in table.columns[:-1]:
        column.no_wrap = True
    console.print(table)
    say("   ".join(f"{signs[kind]} {names[kind]}" for kind in kinds if kind))
    count_words = plural_form("{n} run in {file}", "{n} runs in {file}", len(rows))
    say(count_words.format(n=len(rows), file=sweep.path))
    faults = [row for row in rows if row.result.fault]
    if faults:
        template = plural_form("{n} has a fault: {fault}", "{n} have a fault, such as: {fault}", len(faults))
        say(template.format(n=len(faults), fault=faults[0].result.fault))
