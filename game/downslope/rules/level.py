"""A level: what is given, which knobs are free, what counts as reached. Data only; everything else has a name.

Building one never raises. `faults()` says what is wrong with it, and is asked when it is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypedDict

from ..learning.learner import Alpha
from ..learning.network import Network, Neuron
from ..learning.problem import Pair
from .actions import Action
from .example import Deferred
from .example import Example as Example
from .knob import LEVEL_KNOBS, Knob, Value
from .outcome_kinds import WINS
from .question import Marker, Question
from .target import Near, TargetInfo, target_info_of
from .world import Target

# ---------------------------------------------------------------------------------------------------------------------
# The fields that a stage or a variant puts in place of the level's: a type for each, so that an editor knows them
# too. Level is the definition; a test holds these beside it.


class Changes(TypedDict, total=False):
    """Any fields of a Level but its name and its stages."""

    title: str
    brief: str
    insight: str
    hints: Sequence[str]
    chapter: str
    minutes: float | None
    picture: str
    caption: str
    words: Mapping[str, str]
    network: Network
    examples: Sequence[Example]
    unseen: Sequence[Example]
    weights_from: str
    weights: Sequence[float] | None
    spread: float
    seed: int
    alpha: Alpha
    metric: str
    beside: str
    learner: str | None
    settings: Mapping[str, Value]
    schedule: str
    batch: int | None
    shuffle: bool
    augment: str | None
    frozen: frozenset[int]
    knobs: Sequence[Knob]
    recording: Sequence[Action]
    take_over: bool
    solution: Sequence[Action]
    ghost: Sequence[Action]
    target: Target
    wins: Sequence[str]
    budget: int
    limit: int | None
    par: int | None
    par_unit: str
    par_target: Target | None
    expert: int | None
    questions: Sequence[Question | Marker]
    recap: Sequence[Question | Marker]
    sight: Mapping[str, str]
    probes: float | None
    stop: bool
    variants: Mapping[str, Mapping[Value, Changes]]


class Stage(Changes, total=False):
    """What changes once the stage before is won. `star`: the star that it is for; None: it belongs to star 1."""

    star: int | None


@dataclass(frozen=True, kw_only=True)
class Level:
    """A problem and the rules for playing it. Learners and metrics are looked up in the level's own plugin first."""

    id: str = field(kw_only=False)  # kebab-case; a third party's becomes plugin/id
    title: str  # its name on the map
    brief: str = ""  # a small real-world story, at most 25 words
    insight: str = ""  # shown on the card, at most 30 words
    hints: Sequence[str] = ()  # shown one by one when asked for; the last one gives the answer away
    chapter: str = ""  # groups levels on the map
    minutes: float | None = None  # what a first visit takes
    # the scenery behind the neuron, or the strip under its bowl: one of PICTURES, "own.png", "own.svg"; empty: none
    picture: str = ""
    caption: str = ""  # a few words in that scenery
    # this level's own words for input, prediction, steps ...; input 1, input 2 (one each), inputs, examples, goal 1;
    # metric 1 (its own) and metric 2 (the one in `beside`)
    words: Mapping[str, str] = field(default_factory=dict)

    network: Network = Neuron()  # Neuron, Neurons, Layers, ConvNet, or a Network of your own
    examples: Sequence[Example]  # what is learned from: a list of Example(input, goal_prediction), or Digits()
    unseen: Sequence[Example] = ()  # only measured, never learned from
    weights_from: str = ""  # the level whose trained net it starts with, shape and weights
    weights: Sequence[float] | None = None  # start; None: uniform in -spread ... spread, from `seed`
    spread: float = 1.0  # the start weights are multiplied by it
    seed: int = 0  # of all chance in the level: start weights, order, shifts, the learner's own random
    alpha: Alpha = 0.1  # one number, or one for each weight
    metric: str = "squared"  # by name: of this plugin, then shipped, then of any other plugin
    beside: str = ""  # a metric whose code is shown beside the level's own, to be compared with it
    learner: str | None = "gradient-descent"  # None: the player turns the weights by hand
    settings: Mapping[str, Value] = field(default_factory=dict)  # own knobs of the learner and the metric
    schedule: str = "constant"  # of alpha over the budget: constant, linear, step, cosine, cycle
    batch: int | None = None  # examples a step; None: all
    shuffle: bool = False  # the examples in a new order each epoch, from `seed`
    augment: str | None = None  # "shift": half of the samples are moved by a pixel; "affine": or turned
    frozen: frozenset[int] = frozenset()  # indices of weights that never move

    knobs: Sequence[Knob] = (Knob("weight"), Knob("alpha", 0.01, 2.0, log=True))  # what may be turned
    variants: Mapping[str, Mapping[Value, Changes]] = field(default_factory=dict)  # fields that a knob changes
    stages: Sequence[Stage] = ()  # fields that change once the stage before is won; `star`: for it alone
    recording: Sequence[Action] = ()  # done before the player came
    take_over: bool = True  # the recording may be cut at a step, to go on from there
    solution: Sequence[Action] = ()  # what auto-solve plays, where trying everything would take minutes
    ghost: Sequence[Action] = ()  # a run shown beside the player's own

    target: Target = Near(0.001)  # what must be reached: Near, Exam, MeanError, Smaller, Accuracy, Drawn, Fooled, Runs
    wins: Sequence[str] = WINS  # outcomes that win it: OUTCOMES
    budget: int = 200  # beats after which a run that is still going is judged
    limit: int | None = None  # passes that a run may have, whatever is turned; then it is judged
    par: int | None = None  # of `par_unit`, for star 2: won with so many or fewer
    par_unit: str = "steps"  # what is counted for the par, a row of UNITS
    par_target: Target | None = None  # what star 2 asks for besides, when the level is won
    expert: int | None = None  # star 3 for so few, where the level has neither a bet nor a second target
    questions: Sequence[Question | Marker] = ()  # the first of them with star 3 is the level's bet
    recap: Sequence[Question | Marker] = ()  # at the end of the chapter, on its last level

    sight: Mapping[str, str] = field(default_factory=dict)  # what is seen, and how: see SIGHTS
    probes: float | None = None  # how often Probe() may look; math.inf: always; None: there is nothing to probe
    stop: bool = False  # judged when the player says Stop()

    @property
    def plugin(self) -> str:
        """The plugin it came from; empty: shipped."""
        return self.id.rpartition("/")[0]

    def data(self, unseen: bool = False) -> list[Pair]:
        examples = self.unseen if unseen else self.examples
        return examples.pairs if isinstance(examples, Deferred) else [e.pair for e in examples]

    @property
    def aim(self) -> TargetInfo:
        """The target, to be asked for more than whether it is met."""
        return target_info_of(self.target)

    def visibility(self, what: str) -> str:
        """How far `what` can be seen in this level."""
        return self.sight.get(what, SIGHTS[what][0])

    @property
    def compared_metric(self) -> str:
        """The metric whose code is shown beside the level's own; the field that sets it is `beside`."""
        return self.beside

    def knob(self, name: str, index: int = 0) -> Knob | None:
        """The free knob of that name (for that weight), if there is one."""
        return next((k for k in self.knobs if k.name == name and k.index in (None, index)), None)

    def stage(self, number: int) -> Level:
        """The level as stage `number` has it; 0 is the level itself.

        The par counts the last part that star 1 asks for: a part with a star of its own has its own par or none.
        """
        changes: dict[str, Any] = {}
        for stage in self.stages[:number]:
            changes |= stage
        if number and "star" in self.stages[number - 1] and "par" not in self.stages[number - 1]:
            changes["par"] = None
        changes.pop("star", None)
        return replace(self, **changes) if changes else self

    def star(self, number: int) -> int | None:
        """The star that a stage is for; None: it belongs to star 1."""
        return self.stages[number - 1].get("star") if number else None

    @property
    def star_one_stages(self) -> int:
        """The number of the last stage that star 1 asks for."""
        return max((n for n in range(len(self.stages) + 1) if self.star(n) is None), default=0)

    def faults(self) -> list[tuple[str, object, str]]:
        """(field, value, what is allowed), for each that is wrong."""
        from .validate import faults  # not before a level is loaded

        return faults(self)


NetworkTurns = Mapping[tuple[str, int], Value]  # (knob, index) -> what it was turned to
PICTURES = (
    "trail", "blueprint", "well", "freezer", "taxi",
    "shower", "geared shower", "harbour", "sourdough", "peg", "greenhouse", "turnstile",
    "pipe", "pots", "plants",
)  # fmt: skip
# What is seen, and how; the first where a level says nothing.
SIGHTS = {
    "prediction": ("live", "on-step"), "bowl": ("full", "none", "fog"), "arrow": ("direction", "none", "preview"),
    "error": ("mean", "total", "none"), "input": ("shown", "hidden"), "goal": ("shown", "hidden"),
    "weight": ("shown", "hidden"),
}  # fmt: skip


def start_knobs(level: Level) -> dict[str, Any]:
    """Every knob's value at the start of a level."""
    return {name: getattr(level, name) for name in LEVEL_KNOBS} | dict(level.settings)


def stage_knobs(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The knobs that a stage names."""
    return {name: changes[name] for name in LEVEL_KNOBS if name in changes} | dict(changes.get("settings", {}))


def effective_level(base: Level, stage: int, knobs: Mapping[str, Any], turned: NetworkTurns) -> Level:
    """The level as this stage and the choice knobs have it. `turned`: a network's own knobs."""
    level = base.stage(stage)
    changes: dict[str, Any] = {}
    for knob, stops in level.variants.items():
        changes |= stops.get(knobs.get(knob, ""), {})
    known = {f.name for f in fields(Level)}
    level = replace(level, **{k: v for k, v in changes.items() if k in known}) if changes else level
    return replace(level, network=_as_turned(level.network, turned)) if turned else level


def _as_turned(network: Network, turned: NetworkTurns) -> Network:
    """A network's own knobs stay as they were turned, where it still has them."""
    for (name, index), value in turned.items():
        if name in network.knobs and index < network.knob_size(name):
            network = network.with_knob(name, value, index)
    return network
