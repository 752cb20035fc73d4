"""A level: what is given, which knobs are free, what counts as reached. Data only; everything else has a name.

Building one never raises. What a field may hold stands in its annotation; schema/ holds every level to it when it is
loaded, and reads, writes and explains it from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, Any, cast

from ..learning import Alpha, Network, Neuron, Pair
from .actions import Action
from .changes import Changes, Stage
from .example import Deferred, Example as Example
from .field_bounds import COUNT, FINITE, IDLE, IN_PYTHON, LOOKS, NOT_NEGATIVE, POSITIVE, Items, Letters, NoneWord
from .knob import LEVEL_KNOBS, Knob, Value
from .land_picture import Move
from .level_words import SIGHTS, Augment, PanelName, ParUnit, PictureName, Schedule, Seen, Sight, Until, Win, Word
from .outcome import WINS, Gate
from .question import Marker, Question
from .target import Near, Target, TargetInfo, target_info_of


@dataclass(frozen=True, kw_only=True)
class Level:
    """A problem, and the rules for playing it."""

    # kebab-case; a third party's becomes plugin/id
    id: Annotated[str, Letters(80)] = field(kw_only=False)
    title: Annotated[str, Letters(80)]  # the level's name on the map
    brief: Annotated[str, Letters(400)] = ""  # a small real-world story, at most 25 words
    insight: Annotated[str, Letters(400)] = ""  # shown on the card, at most 30 words
    # shown one at a time on request; the last one gives the answer
    hints: Annotated[Sequence[Annotated[str, Letters(400)]], Items(20)] = ()
    chapter: Annotated[str, Letters(80)] = ""  # the chapter on the map
    minutes: float | None = None  # minutes that a first visit takes
    # the scenery behind the neuron, or the strip under its bowl: one of PICTURES, "own.png", "own.svg"; empty: none
    picture: PictureName = ""
    # what moves in a picture of its own, by which number of the level
    moves: Annotated[Sequence[Move], Items(200, in_files=True)] = ()
    caption: Annotated[str, Letters(120)] = ""  # the first that Pip says where a weight is turned by hand
    # the level's own words for input, prediction, steps ...; input 1, input 2 (one each), inputs, examples, goal 1;
    # metric 1 (the level's) and metric 2 (the one in `beside`); learner 1 ...: the stops of its knob
    words: Mapping[Word, Annotated[str, Letters(80)]] = field(default_factory=dict)

    network: Network = Neuron()  # Neuron, Neurons, Layers, ConvNet, or your own Network
    examples: Sequence[Example]  # training data: a list of Example(input, goal_prediction), or Digits()
    unseen: Sequence[Example] = ()  # test data: measured, never learned from
    # a level whose trained net, of its last part that has one, is the start
    weights_from: Annotated[str, Letters(160), IN_PYTHON] = ""
    # start weights; None: uniform in -spread ... spread, drawn with `seed`
    weights: Annotated[Sequence[float] | None, FINITE, NoneWord("drawn")] = None
    spread: Annotated[float, NOT_NEGATIVE] = 1.0  # factor of the start weights
    seed: int = 0  # seed of all chance: start weights, order, shifts, the learner's `random`
    alpha: Annotated[Alpha, POSITIVE] = 0.1  # a number, or one number for each weight
    metric: str = "squared"  # a name, looked up in this plugin, then among those shipped, then in other plugins
    beside: str = ""  # a second metric, whose code is shown beside the first for comparison
    # None: the player turns the weights by hand
    learner: Annotated[str | None, NoneWord("by hand")] = "gradient-descent"
    settings: Mapping[str, Value] = field(default_factory=dict)  # values for the knobs of the learner and the metric
    schedule: Schedule = "constant"  # how alpha changes over the budget: constant, linear, step, cosine, cycle
    batch: Annotated[int | None, COUNT] = None  # examples in each step; None: all
    shuffle: bool = False  # a new order of the examples in each pass, drawn with `seed`
    augment: Augment | None = None  # "shift": half of the pictures come moved by a pixel; "affine": also turned
    frozen: frozenset[int] = frozenset()  # indices of weights that no step changes

    # the knobs that the player can turn
    knobs: Annotated[Sequence[Knob], Items(64, in_files=True)] = (Knob("weight"), Knob("alpha", 0.01, 2.0, log=True))
    variants: Mapping[str, Mapping[Value, Changes]] = field(default_factory=dict)  # a knob's stop -> fields
    # fields that change when the part before is won; `star`: for that star only
    stages: Annotated[Sequence[Stage], Items(40)] = ()
    recording: Sequence[Action] = ()  # actions done before the player takes over
    take_over: bool = True  # the player can cut the recording at a step and go on from there
    solution: Sequence[Action] = ()  # actions that auto-solve plays instead of a search
    ghost: Sequence[Action] = ()  # a run shown beside the player's

    target: Target = Near(0.001)  # the goal of the level: Near, Exam, MeanError, Smaller, Accuracy, Drawn, Fooled, Runs
    wins: Sequence[Win] = WINS  # outcomes that win the level: OUTCOMES
    budget: Annotated[int, COUNT] = 200  # beats after which a run is judged, even if it is still going
    limit: Annotated[int | None, COUNT] = None  # passes after which a run is judged, whatever the knobs say
    par: Annotated[int | None, COUNT] = None  # star 2: the level won with at most this many of `par_unit`
    par_unit: ParUnit = "steps"  # the unit of the par: a row of UNITS
    par_target: Target | None = None  # a second condition of star 2, judged when the level is won
    # star 3: at most this many, in a level without a bet or a second target
    expert: Annotated[int | None, COUNT] = None
    # the first question with star 3 is the level's bet
    questions: Annotated[Sequence[Question | Marker], Items(20, in_files=True)] = ()
    # questions at the end of a chapter, in its last level
    recap: Annotated[Sequence[Question | Marker], Items(20, in_files=True)] = ()

    sight: Annotated[Seen, IDLE] = field(default_factory=Sight)  # what the player sees, and how: see SIGHTS
    # how many Probe() the level allows; math.inf: any number; None: none
    probes: Annotated[float | None, LOOKS, NoneWord("none")] = None
    extra_probe: bool = False  # when they are used, the goal is shown, and there is always one more
    stop: bool = False  # the level is judged when the player does Stop()
    once: bool = False  # one Stop() until a Reset; star 2 asks for the first of all
    # places that the prediction may cross with a short step only: a longer one ends the run
    gates: Annotated[Sequence[Gate], Items(20)] = ()
    knobs_until: Until = "end"  # "start": a run that has begun goes on as its knobs stand; "end": they turn always

    introduces: Sequence[PanelName] = ()  # panels and tools that are new here; the levels after it show them too
    # the panels and tools that are shown; None: those that its course has introduced so far, or all
    shows: Sequence[PanelName] | None = None

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
        return cast(Mapping[str, str], self.sight).get(what, SIGHTS[what][0])

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


NetworkTurns = Mapping[tuple[str, int], Value]  # (knob, index) -> what it was turned to


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
    names = {f.name for f in fields(Level)}
    level = replace(level, **{k: v for k, v in changes.items() if k in names}) if changes else level
    network = level.network
    for (name, index), value in turned.items():
        if name in network.knobs and index < network.knob_size(name):  # it may have them no more
            network = network.with_knob(name, value, index)
    return replace(level, network=network) if turned else level
