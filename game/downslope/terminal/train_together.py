"""`downslope train digits --nets 4`: several nets, each in a process of its own, that read together."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path
from time import perf_counter

from ..background.ensemble import ITSELF_TWICE, Recipe, TrainedNet, train_nets, votes
from ..background.processes import cores
from ..i18n import _
from ..registry.answer import say
from ..rules.level import Level
from ..storage.errors import Refused
from ..storage.netfile import SavedNet, digest, save_net
from .errors import print_error
from .streams import print_json


def train_together(recipe: Recipe, count: int, save: Path | None, as_json: bool) -> int:
    """0: all are trained; 1: one ran away; 2: a file that cannot be. The seeds count up from the recipe's.

    `save`: one file a net, net.json becomes net-1.json, net-2.json ... Refused: a file cannot be used.
    """
    level = recipe.level
    recipes = [recipe._replace(seed=recipe.seed + number) for number in range(count)]
    began, unseen = perf_counter(), list[float]()

    def done(net: TrainedNet) -> None:
        unseen.append(share_read(level, [net.weights], (0,)))
        if not as_json:
            line = _("net {number}: reads {unseen:.1%} of unseen digits, after {seconds:.1f} s of a processor")
            say(line.format(number=len(unseen), unseen=unseen[-1], seconds=net.seconds))

    try:
        nets = train_nets(recipes, None, done)
    except KeyboardInterrupt:
        return 130
    except BrokenExecutor as error:
        raise Refused(_("The processes that train cannot go on: {reason}").format(reason=error)) from error
    seconds, weights = perf_counter() - began, [net.weights for net in nets]
    together = share_read(level, weights, ITSELF_TWICE)
    if save is not None:
        for number, (each, net, share) in enumerate(zip(recipes, nets, unseen), 1):
            told = {"alpha": each.alpha, "seed": each.seed, "passes": each.passes, "unseen": share}
            save_net(numbered_path(save, number), SavedNet(level.network, net.weights, told))
    if as_json:
        rows = [
            {
                "seed": each.seed, "unseen": share, "ran_away": net.diverged,
                "digest": digest(level.network, net.weights),
            }
            for each, net, share in zip(recipes, nets, unseen)
        ]  # fmt: skip
        print_json({"nets": rows, "together": together, "seconds": seconds})
    else:
        line = _("together: {unseen:.1%} of unseen digits; {seconds:.1f} s by the clock, on so many cores: {cores}")
        say(line.format(unseen=together, seconds=seconds, cores=min(count, cores())))
        if save is not None:
            say(_("saved: {file}").format(file=f"{numbered_path(save, 1)} ... {numbered_path(save, count).name}"))
    if any(net.diverged for net in nets):
        print_error(_("The numbers of a net ran away: use a smaller --alpha."))
        return 1
    return 0


def share_read(level: Level, weights: Sequence[Sequence[float]], moves: tuple[int, ...]) -> float:
    """The part of the unseen digits that these nets read rightly together."""
    pairs, right = level.data(unseen=True), 0
    for input, goal in pairs:
        total = votes(level.network, weights, input, moves)
        right += total.index(max(total)) == list(goal).index(max(goal))
    return right / len(pairs)


def numbered_path(path: Path, number: int) -> Path:
    """net.json as net-3.json."""
    return path.with_name(f"{path.stem}-{number}{path.suffix}")
