"""What there is to choose from: networks, metrics, learners, with a line about each and whose it is."""

from __future__ import annotations

import inspect
from typing import NamedTuple

from ...i18n import _, several
from ...rules.catalog import Catalog, thing_title
from ...rules.fitting import fits
from ...workshop.bench import MOST_HIDDEN, MOST_INPUTS, Bench


class BenchChoice(NamedTuple):
    """`key`: its name in the catalogue, or the shape of a network. `why_not`: it cannot be taken, and why."""

    key: str
    title: str
    line: str = ""
    plugin: str = ""
    why_not: str = ""


class BenchChoices:
    """What the bench may have instead of what it has."""

    def __init__(self, bench: Bench, catalog: Catalog) -> None:
        self.bench, self.catalog = bench, catalog

    def title(self, what: str) -> str:
        """What was chosen."""
        bench = self.bench
        if what == "network":
            return network_title(bench.inputs, bench.hidden)
        return title_in(self.catalog, what, bench.metric if what == "metric" else bench.learner)

    def is_foreign(self, what: str) -> bool:
        """It is a plugin's."""
        return "/" in {"metric": self.bench.metric, "learner": self.bench.learner}.get(what, "")

    def of(self, what: str) -> list[BenchChoice]:
        """All of them, in their order."""
        return {"network": self._networks, "metric": self._metrics, "learner": self._learners}[what]()

    def key_of(self, what: str) -> str:
        """The key of what the bench has."""
        bench = self.bench
        return {"network": f"{bench.inputs} {bench.hidden}", "metric": bench.metric, "learner": bench.learner}[what]

    def _networks(self) -> list[BenchChoice]:
        wires = [
            BenchChoice(f"{count} 0", network_title(count, 0), _("a weight for each input, added up"))
            for count in range(1, MOST_INPUTS + 1)
        ]
        inputs = self.bench.inputs
        layers = [
            BenchChoice(
                f"{inputs} {count}",
                network_title(inputs, count),
                _("weights: {count}").format(count=inputs * count + count),
            )
            for count in range(1, MOST_HIDDEN + 1)
        ]
        return wires + layers

    def _metrics(self) -> list[BenchChoice]:
        return [
            BenchChoice(key, title_in(self.catalog, "metric", key), about(type(metric)), key.rpartition("/")[0])
            for key, metric in self.catalog.metrics.items()
        ]

    def _learners(self) -> list[BenchChoice]:
        network, found = self.bench.network, []
        for key, kind in self.catalog.learners.items():
            try:
                why = "" if fits(kind, network) else _("it is not made for this network")
            except Exception as raised:  # a plugin's own answer
                why = f"{type(raised).__name__}: {raised}"
            found.append(
                BenchChoice(key, title_in(self.catalog, "learner", key), about(kind), key.rpartition("/")[0], why)
            )
        return found


def network_title(inputs: int, hidden: int) -> str:
    """What a network of the workshop is called."""
    if hidden:
        return several("layers, {n} hidden neuron", "layers, {n} hidden neurons", hidden).format(n=hidden)
    return {1: _("one wire"), 2: _("two wires"), 3: _("three wires"), 4: _("four wires")}[inputs]


def title_in(catalog: Catalog, what: str, key: str) -> str:
    """What a metric or a learner is called; its name where it is not installed."""
    table = catalog.metrics if what == "metric" else catalog.learners
    thing = table.get(key)
    return _(thing_title(thing)) if thing is not None else key


def about(kind: type) -> str:
    """The first sentence that its author wrote about it, of the class or of its file."""
    own = vars(kind).get("__doc__") or ""
    module = inspect.getmodule(kind)
    said = own or (module.__doc__ if module is not None else "") or ""
    return " ".join(said.strip().partition("\n\n")[0].split()).partition(". ")[0].rstrip(".") + "." if said else ""
