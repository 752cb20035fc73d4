"""A run as about ten lines of plain Python that give the session's numbers to the last bit."""

from __future__ import annotations

from collections.abc import Mapping
from types import FunctionType
from typing import Any, NamedTuple

from ..engine.fast_run import Loop
from ..engine.plain_text import plain
from ..engine.run import Run
from ..formulas.source import NotInlinable, Shown, indent, merge_imports, preamble
from ..learning import SCHEDULES, SHIFT, Alpha, Learner, Metric, Network
from ..lines.form import StepForm
from ..lines.readable import Listing, readable
from ..rules import Session

# The lines of a run's round; which rounds a script makes, with which alpha, and at which examples it looks.


MOST = 1000  # numbers in the examples that are written out
MANY = 100  # numbers: so many start weights are drawn once more
LONG = 3  # equal numbers in a row, from here on they are written `[0.1] * 8`


def listing(run: Run, metric: Metric | None = None) -> Listing:
    """The lines of a round of this run, and its numbers. NotInlinable: they cannot say it.

    `metric`: the lines as they would be with this one.
    """
    order, learner, count = run.order, run.learner, len(run.examples)
    if order.shifted:
        raise NotInlinable("pictures are moved")
    batch = "" if order.size == 1 or count == 1 else "examples" if order.is_full else "batch"
    alphas = None if isinstance(run.alpha, (int, float)) else list(run.alpha)
    form = StepForm(run.network, metric or run.metric, learner, readable=True)
    text = readable(form, run.frozen, batch, alphas is not None)
    one, single = text.shown[2] == "weight", run.network.outputs == 1  # no lists
    pairs = [(x[0] if one else list(x), y[0] if single else list(y)) for x, y in run.examples]
    input, goal = "input" if one else "inputs", "goal_prediction" if single else "goals"
    start = run.weights if learner is None else run.origin.weights
    given: dict[str, Any] = {input: pairs[0][0], goal: pairs[0][1]} if count == 1 else {"examples": pairs}
    if learner is None:
        given = {input: pairs[0][0]}
    numbers = zip(("weight" if one else "weights", *text.kept[1:]), (start, *run.origin.memories))
    given |= {**{name: each[0] if one else list(each) for name, each in numbers}, **text.given}
    if learner is not None:
        given |= {"alpha": run.alpha} if alphas is None else {"alphas": alphas}
    if one:  # as the article has them
        article = ("weight", "goal_prediction", "input", "examples", "alpha")
        given = {name: given[name] for name in article if name in given} | given
    # The line that takes the round's example, or examples
    taken, each = [], len(order.batches)
    if learner is not None and count > 1 and batch != "examples":
        place = "order[iteration]" if order.shuffled else f"iteration % {count}"
        taken = [f"{input}, {goal} = examples[{place}]"]
        if batch:
            rows = f"examples[iteration % {each} * {order.size}:][:{order.size}]"
            taken = [f"batch = {'[examples[i] for i in batches[iteration]]' if order.shuffled else rows}"]
    return text._replace(given=given, round=[*taken, *text.round], shuffled=order.shuffled)


class Rounds(NamedTuple):
    """`head`: of the loop; `alpha`: a line that begins each round, or ""; `constant`: no alpha changes.

    `imports` and `helpers`: what that line needs.
    """

    head: str
    alpha: str = ""
    constant: bool = True
    imports: list[str] = []
    helpers: list[str] = []


def course(run: Run, rounds: int, name: str, counts: bool) -> Rounds:
    """From where a knob was turned last until `rounds` rounds of the run are made.

    `name`: of alpha in the lines; `counts`: they read the number of the round.
    """
    first = run.origin.step
    count, numbered = rounds - first, f"range({first}, {rounds})" if first else f"range({rounds})"
    # The alphas of steps first ... last - 1, each with the number of steps that have it.
    alphas: list[tuple[Alpha, int]] = []
    begins = sorted({first, *(s.first for s in run.history.settings if first < s.first < rounds)})
    for begin, end in zip(begins, [*begins[1:], rounds]):
        constant = run.history.setting_at(begin).schedule == "constant"
        for step in [begin] if constant else range(begin, end):
            alpha = run.alpha_at(step)
            before = alphas.pop() if alphas and alphas[-1][0] == alpha else (alpha, 0)
            alphas.append((alpha, before[1] + (end - begin if constant else 1)))
    if len(alphas) <= 1:
        return Rounds(f"for iteration in {numbered if counts else f'range({count})'}:")
    setting = run.history.setting_at(rounds - 1)
    if setting.schedule != "constant" and setting.first <= first and isinstance(setting.alpha, (int, float)):
        function = SCHEDULES[setting.schedule]
        assert isinstance(function, FunctionType)
        part = f"min(iteration, {run.budget - 1}) / {run.budget}"
        line = f"alpha = {as_source(setting.alpha)} * {function.__name__}({part})"
        # It, and what it takes from its module: (imports, lines)
        names = Shown()
        names.scope[function.__name__] = function
        with_all = preamble(names)
        return Rounds(f"for iteration in {numbered}:", line, False, *with_all)
    parts = (f"[{as_source(alpha)}]" + (f" * {count}" if count > 1 else "") for alpha, count in alphas)
    listed, start = " + ".join(parts), f", {first}" if first else ""  # [0.1] * 8 + [1] * 9
    return Rounds(f"for iteration, {name} in enumerate({listed}{start}):" if counts else f"for {name} in {listed}:",
                  constant=False)  # fmt: skip


def order_lines(run: Run, rounds: int) -> list[str]:
    """Where the examples are shuffled: the order of all epochs, by the same random numbers (Fisher & Yates)."""
    count, size, each = len(run.examples), run.order.size, len(run.batches)
    keep = "order += row" if size == 1 else f"batches += [row[i:i + {size}] for i in range(0, {count}, {size})]"
    return [
        f"random, row, {'order' if size == 1 else 'batches'} = Random({run.order.seed!r}), list(range({count})), []",
        f"for epoch in range({-(-rounds // each)}):",
        *indent([
            f"for last in range({count - 1}, 0, -1):",
            *indent(["other = int(random.random() * (last + 1))", "row[last], row[other] = row[other], row[last]"]),
            keep,
        ]),
    ]  # fmt: skip


def as_source(value: Any) -> str:
    """As a person would write it: 7 for 7.0, lists in brackets; reading it back gives the same number."""
    if isinstance(value, list) and len(value) > LONG and len(set(map(repr, value))) == 1:
        return f"[{as_source(value[0])}] * {len(value)}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(as_source(v) for v in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 and repr(value) != "-0.0":
        return str(int(value))
    return repr(value)


def data_of_level(session: Session) -> str:
    """Where in the catalog the run's examples are; "": in no level."""
    base = session.base
    for key, level in session.catalog.levels.items():
        for stage in range(len(level.stages) + 1):
            if level.id == base.id and level.stage(stage).examples is session.level.examples:
                return f"level({key!r}){f'.stage({stage})' if stage else ''}.data()"
    return ""


def is_drawn(session: Session) -> bool:
    """Its start weights are many, and were drawn."""
    run, level = session.run, session.level
    start = run.origin.weights if run.learner is not None else run.weights
    fresh = run.origin.step == 0 and start == run.start and level.weights is None
    return fresh and len(start) > MANY and session.carried_weights is None


def numbers_in(run: Run) -> int:
    """How many numbers its examples have."""
    return len(run.examples) * (run.network.inputs + run.network.outputs)


# A run made of Downslope's own parts, for what plain lines cannot say: a learner with a step of its own, a network
# without ops, pictures that are moved. The same numbers to the last bit.


class OwnParts:
    """`text`: so many rounds of the present run. NotInlinable: another's network, or what cannot begin on the way."""

    def __init__(self, session: Session, rounds: int) -> None:
        self.session, self.run, self.rounds = session, session.run, rounds
        self.one = self.run.network.outputs == 1
        self.seed = session.knobs["seed"]

    def text(self) -> str:
        run, name = self.run, self.run.network.source.partition("(")[0]
        # Examples and weights are written out, or where there are many, taken from the level, or drawn once more
        place = data_of_level(self.session) if numbers_in(run) > MANY else ""
        examples = f"catalog.{place}" if place else as_source([(list(x), list(y)) for x, y in run.examples])
        weights = as_source(run.origin.weights if run.learner is not None else run.weights)
        if is_drawn(self.session):
            random, spread = f"Random('weights {self.seed}')", as_source(self.session.knobs["spread"])
            weights = f"network.start_weights({random}, {spread})"
        elif run.network.weight_names:
            weights += f"  # {', '.join(plain(each) for each in run.network.weight_names)}"
        data = [f"network = {self._network()}", f"examples = {examples}", f"weights = {weights}"]
        if run.learner is None:
            shown = "prediction[0]" if self.one else "list(prediction)"
            body = ["prediction = network.predict(weights, examples[0][0])", f'print("prediction", {shown})']
            return self._joined([name], [*data, *body])
        order, origin, count = run.order, run.origin.step, self.rounds - run.origin.step
        if origin and not order.is_full:
            raise NotInlinable("a knob was turned within an epoch")
        way = course(run, self.rounds, "alpha", False)
        settings = {
            "batch": order.size if not order.is_full else None,
            "order": order.seed if order.shuffled else None,
            "schedule": run.schedule if way.alpha else None,
            "budget": self.session.level.budget if way.alpha else None,
            "shift": f"order {self.seed}" if order.shifted else None,
            "augment": order.augment if order.augment != SHIFT else None,
        }
        named = [f"{name}={value!r}" for name, value in settings.items() if value is not None]
        named += [f"frozen=frozenset({sorted(run.frozen)})"] if run.frozen else []
        alpha = as_source(run.alpha if way.alpha else run.alpha_at(origin))
        call = ", ".join(["network, examples, metric, learner, weights", alpha, *named])
        steps = [f"while run.count < {count} and run.step():", "    pass"]
        if not way.constant and not way.alpha:
            steps = [way.head, "    run.change(alpha=alpha)", "    run.step()"]
        prediction = "look.predictions[-1][0]" if self.one else "list(look.predictions[-1])"
        weight = "weights[0]" if run.network.size == 1 else "weights"
        # The metric and the learner, as it was where the lines begin
        start, kind = self.run.origin, type(run.learner)
        own = vars(run.learner).keys() - {knob.name for knob in run.learner.knobs} - {"memories", "random"}
        draws = kind.step is not Learner.step
        if start.step and (own or draws):
            raise NotInlinable(f"{run.learner.name} may have drawn or noted down something before a knob was turned")
        lines = [
            *self._metric(),
            *self._learner(run.learner),
            *([f"learner.random = Random('learner {self.seed}')"] if draws else []),
            "learner.start(network.size)",
        ]
        if any(value != 0.0 for memory in start.memories for value in memory):
            lines.append(f"learner.memories = {as_source(start.memories)}")
        return self._joined([name, "Run"], [
            *data, *lines, f"run = Run({call})", *steps,
            f"look, weights = run.at({count - 1}), run.weights",
            f'print("error", look.error, "prediction", {prediction}, "weight", {weight})',
        ])  # fmt: skip

    def loop(self, loop: Loop) -> str:
        """The loop that runs where many steps of the present run are made at once, after what it calls by name.

        NotInlinable: what it calls has no name outside.
        """
        run, calls = self.run, sorted(loop.calls)
        assert run.learner is not None
        kind = type(run.network).__name__
        bent = {name: name.partition("_") for name in calls if name.startswith(("value_", "slope_"))}
        own = [f"{name} = network.{name}" for name in calls if name in ("forward", "weight_deltas")]
        lines = [f"network = {self._network()}", *own] if own or bent else []
        lines += ["bends = {a.name: a for op in network.ops() for a in getattr(op, 'activations', ())}"] if bent else []
        lines += [f"{name} = bends[{bend!r}].{method}" for name, (method, _, bend) in bent.items()]
        lines += [*self._metric(), "judge = metric.judge"] if "judge" in calls else []
        if "move" in calls:
            lines += [*self._learner(run.learner), f"learner.start({run.network.size})", "move = learner.update"]
        names = [kind] if run.network.source and (own or bent) else []
        return (self._joined(names, lines) if lines else "") + loop.text + "\n"

    def _joined(self, names: list[str], lines: list[str]) -> str:
        """With what it imports, and the catalog, where it is asked."""
        catalog = ["catalog = load()"] if any("catalog." in line for line in lines) else []
        own = f"from downslope import {', '.join(sorted([*filter(None, names), *(['load'] if catalog else [])]))}"
        random = ["from random import Random"] if any("Random(" in line for line in lines) else []
        copies = ["import copy"] if any("copy.copy(" in line for line in lines) else []
        return "\n".join([*merge_imports([own], random, copies), *catalog, *lines]) + "\n"

    def _network(self) -> str:
        """As it is made; another's is taken from the level that has it. NotInlinable: no level of the catalog does."""
        network, session = self.run.network, self.session
        if network.source:
            return network.source
        level = session.catalog.levels.get(session.base.id)
        for stage in range(len(level.stages) + 1 if level is not None else 0):
            if level is not None and level.stage(stage).network is network:
                return f"catalog.level({session.base.id!r}){f'.stage({stage})' if stage else ''}.network"
        raise NotInlinable("a network of another kind")

    def _learner(self, learner: Learner) -> list[str]:
        """A new one, with its knobs as they stand."""
        settings = [f"learner.{knob.name} = {getattr(learner, knob.name)!r}" for knob in learner.knobs]
        return [f"learner = catalog.learner({_key(self.session.catalog.learners, type(learner))!r})()", *settings]

    def _metric(self) -> list[str]:
        """The metric; where it has knobs, a copy with them as they stand."""
        name, metric = self.session.knobs["metric"], self.run.metric
        catalog, plugin = self.session.catalog, self.session.level.plugin
        key = _key(catalog.metrics, catalog.metric(name, plugin))
        source = f"catalog.metric({key!r})"
        lines = [f"metric = copy.copy({source})" if metric.knobs else f"metric = {source}"]
        return [*lines, *(f"metric.{knob.name} = {getattr(metric, knob.name)!r}" for knob in metric.knobs)]


def _key(things: Mapping[str, Any], thing: Any) -> str:
    for key, value in things.items():
        if value is thing:
            return key
    raise NotInlinable("it is not in the catalog")


def run_script(run: Run, rounds: int, session: Session | None = None) -> str:
    """So many rounds of this run, with the alphas it had. NotInlinable: plain lines cannot say it.

    `session`: tells where many examples are, and how many weights were drawn, which are not written out.
    """
    listed = listing(run)
    given = {name: as_source(value) for name, value in listed.given.items() if name != "examples"}
    imports, before = list(listed.imports), list[str]()
    if "examples" in listed.given:
        examples = as_source(listed.given["examples"]) if numbers_in(run) <= MOST else ""
        if not examples:  # where they are, of more than anybody reads
            data = data_of_level(session) if session is not None else ""
            if not data:
                raise NotInlinable("there are more examples than anybody reads")
            imports.append("from downslope import load")
            examples = f"load().{data}" if run.network.outputs > 1 else f"[(x, y) for x, (y,) in load().{data}]"
        given = {"examples": examples, **given}
    if session is not None and is_drawn(session) and type(run.network).start_weights is Network.start_weights:
        seed, spread = session.knobs["seed"], as_source(session.knobs["spread"])
        imports.append("from random import Random")
        before = [f"random = Random('weights {seed}')"]
        given["weights"] = f"[{spread} * (2.0 * random.random() - 1.0) for _ in range({run.network.size})]"
    if run.learner is None:
        lines = [*merge_imports(imports), *before, *_assignments(given), *listed.helpers, *listed.round]
        return "\n".join([*lines, f'print("prediction", {listed.shown[1]})']) + "\n"
    name = "alpha" if "alpha" in given else "alphas"
    way = course(run, rounds, name, listed.counts)
    if way.constant:
        given[name] = as_source(run.alpha_at(run.origin.step))  # by its schedule, at the knob's or below
    else:
        given.pop(name)
    shuffle = order_lines(run, rounds) if listed.shuffled else []
    imports = merge_imports(imports, way.imports, ["from random import Random"] if shuffle else [])
    lines = [*start_lines(run), *imports, *before, *_assignments(given), *shuffle, *listed.helpers, *way.helpers]
    body = [*([way.alpha] if way.alpha else []), *listed.round]
    error, prediction, weight = listed.shown
    last = f'print("error", {error}, "prediction", {prediction}, "weight", {weight})'
    return "\n".join([*lines, way.head, *indent(body), last]) + "\n"


def start_lines(run: Run) -> list[str]:
    """A comment where the lines do not begin with the run."""
    step = run.origin.step
    return [f"# from step {step} on: there a knob was turned"] if step else []


def _assignments(given: dict[str, str]) -> list[str]:
    """The numbers that the lines start from: the article's three in one line, as it has them."""
    plain = [n for n in ("weight", "goal_prediction", "input") if n in given]
    lists = [n for n in ("inputs", "goals") if n in given]
    lines = [f"{', '.join(plain)} = {', '.join(given[n] for n in plain)}"] if plain else []
    return lines + [f"{n} = {given[n]}" for n in [*lists, *(n for n in given if n not in (*plain, *lists))]]
