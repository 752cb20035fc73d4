"""A level: what is given, which knobs are free, what counts as reached. Data only; everything else has a name.

Building one never raises. `faults()` says what is wrong with it, and is asked when it is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, TypedDict

from ..learning.learner import Alpha
from ..learning.named import Neuron
from ..learning.network import Network
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


ParUnit = Literal["steps", "passes", "turns", "probes", "runs", "calls", "bends", "drawings"]  # a row of UNITS
Schedule = Literal["constant", "linear", "step", "cosine", "cycle"]  # a row of SCHEDULES


class Changes(TypedDict, total=False):
    """A dict of fields of a Level, all but `id` and `stages`."""

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
    schedule: Schedule
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
    par_unit: ParUnit
    par_target: Target | None
    expert: int | None
    questions: Sequence[Question | Marker]
    recap: Sequence[Question | Marker]
    sight: Mapping[str, str]
    probes: float | None
    stop: bool
    variants: Mapping[str, Mapping[Value, Changes]]


class Stage(Changes, total=False):
    """A part of a level: fields that change when the part before is won. `star`: the star that it is for; None: 1."""

    star: int | None


@dataclass(frozen=True, kw_only=True)
class Level:
    """A problem, and the rules for playing it."""

    id: str = field(kw_only=False)  # kebab-case; a third party's becomes plugin/id
    title: str  # the level's name on the map
    brief: str = ""  # a small real-world story, at most 25 words
    insight: str = ""  # shown on the card, at most 30 words
    hints: Sequence[str] = ()  # shown one at a time on request; the last one gives the answer
    chapter: str = ""  # the chapter on the map
    minutes: float | None = None  # minutes that a first visit takes
    # the scenery behind the neuron, or the strip under its bowl: one of PICTURES, "own.png", "own.svg"; empty: none
    picture: str = ""
    caption: str = ""  # a few words under that scenery
    # the level's own words for input, prediction, steps ...; input 1, input 2 (one each), inputs, examples, goal 1;
    # metric 1 (the level's) and metric 2 (the one in `beside`)
    words: Mapping[str, str] = field(default_factory=dict)

    network: Network = Neuron()  # Neuron, Neurons, Layers, ConvNet, or your own Network
    examples: Sequence[Example]  # training data: a list of Example(input, goal_prediction), or Digits()
    unseen: Sequence[Example] = ()  # test data: measured, never learned from
    weights_from: str = ""  # a level whose trained net, of its last part that has one, is the start
    weights: Sequence[float] | None = None  # start weights; None: uniform in -spread ... spread, drawn with `seed`
    spread: float = 1.0  # factor of the start weights
    seed: int = 0  # seed of all chance: start weights, order, shifts, the learner's `random`
    alpha: Alpha = 0.1  # a number, or one number for each weight
    metric: str = "squared"  # a name, looked up in this plugin, then among those shipped, then in other plugins
    beside: str = ""  # a second metric, whose code is shown beside the first for comparison
    learner: str | None = "gradient-descent"  # None: the player turns the weights by hand
    settings: Mapping[str, Value] = field(default_factory=dict)  # values for the knobs of the learner and the metric
    schedule: Schedule = "constant"  # how alpha changes over the budget: constant, linear, step, cosine, cycle
    batch: int | None = None  # examples in each step; None: all
    shuffle: bool = False  # a new order of the examples in each pass, drawn with `seed`
    augment: str | None = None  # "shift": half of the pictures come moved by a pixel; "affine": also turned
    frozen: frozenset[int] = frozenset()  # indices of weights that no step changes

    knobs: Sequence[Knob] = (Knob("weight"), Knob("alpha", 0.01, 2.0, log=True))  # the knobs that the player can turn
    variants: Mapping[str, Mapping[Value, Changes]] = field(default_factory=dict)  # a knob's stop -> fields
    stages: Sequence[Stage] = ()  # fields that change when the part before is won; `star`: for that star only
    recording: Sequence[Action] = ()  # actions done before the player takes over
    take_over: bool = True  # the player can cut the recording at a step and go on from there
    solution: Sequence[Action] = ()  # actions that auto-solve plays instead of a search
    ghost: Sequence[Action] = ()  # a run shown beside the player's

    target: Target = Near(0.001)  # the goal of the level: Near, Exam, MeanError, Smaller, Accuracy, Drawn, Fooled, Runs
    wins: Sequence[str] = WINS  # outcomes that win the level: OUTCOMES
    budget: int = 200  # beats after which a run is judged, even if it is still going
    limit: int | None = None  # passes after which a run is judged, whatever the knobs say
    par: int | None = None  # star 2: the level won with at most this many of `par_unit`
    par_unit: ParUnit = "steps"  # the unit of the par: a row of UNITS
    par_target: Target | None = None  # a second condition of star 2, judged when the level is won
    expert: int | None = None  # star 3: at most this many, in a level without a bet or a second target
    questions: Sequence[Question | Marker] = ()  # the first question with star 3 is the level's bet
    recap: Sequence[Question | Marker] = ()  # questions at the end of a chapter, in its last level

    sight: Mapping[str, str] = field(default_factory=dict)  # what the player sees, and how: see SIGHTS
    probes: float | None = None  # how many Probe() the level allows; math.inf: any number; None: none
    stop: bool = False  # the level is judged when the player does Stop()

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
