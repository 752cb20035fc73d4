"""Chapter 6, Many: one alpha for many weights. The steepest sets its limit, the flattest the time; noise asks less."""

from typing import Any

from downslope import (
    Exam,
    Example,
    Freeze,
    Knob,
    Learn,
    Level,
    Move,
    Near,
    Network,
    Neuron,
    Neurons,
    Question,
    Runs,
    Turn,
    hookimpl,
)  # fmt: skip

CLUES = {"input 1": "toes", "input 2": "wins", "input 3": "fans"}
LAMPS = {
    "inputs": "lights", "input 1": "left", "input 2": "middle", "input 3": "right", "examples": "crossings",
    "example": "crossing", "prediction": "walk", "goal_prediction": "walked", "goal 1": "walk", "goal 0": "wait",
}  # fmt: skip
TEAM = Example((8.5, 0.65, 1.2), 1)
CROSSINGS = ((1, 0, 1), (0, 1, 1), (0, 0, 1), (1, 1, 1), (0, 1, 1), (1, 0, 1))
TRUE = [Example(crossing, walk) for crossing, walk in zip(CROSSINGS, (0, 1, 0, 1, 1, 0))]
LIE = [Example(crossing, walk) for crossing, walk in zip(CROSSINGS, (0, 1, 0, 1, 0, 0))]


def small(network: Network, examples: list[Example], weights: list[float], **more: Any) -> Level:
    """The small level that a question is about."""
    fields = {"title": "", "chapter": "many", "knobs": []}
    return Level("small", network=network, examples=examples, weights=weights, **{**fields, **more})


MOMENTUM = "Momentum: Pip keeps a part, beta, of his last step. Choose alpha and beta; be quicker."


def clicks(*stops: float) -> Knob:
    """An alpha that has these values only."""
    return Knob("alpha", min(stops), max(stops), stops=stops)


SEEN = (-0.2, 1.75)  # predictions that have a place in the meadow of 6-1: a dog further out has left it
LEFT, UNIT = 150.0, 500.0  # px of its picture: prediction 0, and 1 of a prediction
OUT = (SEEN[0] - 0.001, *SEEN, SEEN[1] + 0.001)


def along(part: str, by: str) -> Move:
    """It stands where a prediction does."""
    return Move(part, "x", by, SEEN, tuple(LEFT + UNIT * prediction for prediction in SEEN))


def moves_of(dog: int) -> list[Move]:
    """A dog at its prediction; before it lies its pull, the first alpha of it the leash, up to the next prediction."""
    here, lane = f"prediction {dog}", {1: 96.0, 2: 198.0, 3: 304.0}[dog]
    long, wide = (-4.0, 4.0), (-4 * UNIT, 4 * UNIT)
    return [
        along(f"dog {dog}", here), Move(f"dog {dog}", "wide", f"miss {dog}", (0, 1e-12), (1, -1), about=(0, lane)),
        Move(f"dog {dog}", "y", "hop", (0, 1), (0, -34)), along(f"shadow {dog}", here),
        along(f"pull {dog}", here), Move(f"pull {dog}", "wide", f"pull {dog}", long, wide, about=(0, lane + 9)),
        along(f"leash {dog}", here), Move(f"leash {dog}", "wide", f"step {dog}", long, wide, about=(0, lane + 9)),
        *(Move(f"{part} {dog}", "alpha", here, OUT, (0, 1, 1, 0)) for part in ("dog", "shadow", "pull", "leash")),
        along(f"aim {dog}", f"aim {dog}"), along(f"paw {dog}", f"next {dog}"),
        Move(f"input {dog}", "number", f"input {dog}"), Move(f"far {dog}", "number", here),
        Move(f"far {dog}", "alpha", here, OUT, (1, 0, 0, 1)), Move(f"far {dog}", "x", here, SEEN, (-660, 0)),
        Move(f"beyond {dog}", "alpha", here, OUT[2:], (0, 1)), Move(f"behind {dog}", "alpha", here, OUT[:2], (1, 0)),
        *(along(f"print {dog} {k}", f"{here} before {k}") for k in range(1, 7)),
        *(Move(f"print {dog} {k}", "alpha", f"{here} before {k}", OUT, (0, 0.95 - k / 8, 0.95 - k / 8, 0))
          for k in range(1, 7)),
    ]  # fmt: skip


THREE_NEURONS = Level(
    "three-neurons",
    title="Three dogs, one leash",
    introduces=["neurons"],
    brief="Choose the leash that brings all three to the flag.",
    insight="The steepest bowl sets the limit, the flattest sets the time. The best alpha makes both equally slow.",
    hints=[
        "Which bowl is steepest, which flattest?",
        "The best alpha: the quickest goes past by as much as the slowest falls short.",
        "[alpha:.47] (2 / (4 + .25)).",
    ],
    chapter="many",
    minutes=4,
    network=Neurons(3),
    examples=[Example((0.5, 1.1, 2), (0.8, 0.8, 0.8))],
    weights=[0.5, 0.5, 0.5],
    alpha=0.1,
    knobs=[Knob("alpha", 0.05, 0.6, step=0.01, title="leash")],
    picture="dogs.svg",
    moves=[move for dog in (1, 2, 3) for move in moves_of(dog)],
    target=Near(0.001),
    budget=300,
    par=51,
    par_target=Runs(4),
    questions=[
        Question(
            "At alpha [alpha:.6], who runs away?",
            ("only input 2", "inputs 2 and 1.1", "all three"),
            "only input 2",
            why="1 − .6 × 4 is −1.4: its miss grows. The others have .27 and .85.",
            actions=(Turn("alpha", 0.6), Learn(20)),
            asks="how many run away",
            means=(1, 2, 3),
        )
    ],
)


def gauges() -> list[Move]:
    """A needle for each weight, 500 degrees for 1, behind it where it stood a step ago; a clue pulls at each."""
    ring = (-0.3, 0.3), (-150, 150)
    # Its round ends, 15 px each, are a part of the bar, which is 184 px high at 1
    moves = [Move("bar", "high", "prediction", (30 / 184, 1.15), (0, 1.15 - 30 / 184), about=(601, 273)),
             Move("bar", "alpha", "prediction", (0, 0.05)), Move("said", "number", "prediction")]  # fmt: skip
    for k, middle in ((1, 108), (2, 272), (3, 436)):
        weight, held = f"weight {k}", f"held {k}"
        moves += [Move(part, "turn", by, *ring, about=(middle, 112)) for part, by in (
            (f"needle {k}", weight), (f"back {k}", weight), (f"was {k}", f"was {k}"))]  # fmt: skip
        moves += [
            Move(f"needle {k}", "alpha", weight, (-1e-9, 0)), Move(f"back {k}", "alpha", weight, (-1e-9, 0), (1, 0)),
            Move(f"rope {k}", "alpha", held, (0, 1), (1, 0)), Move(f"slack {k}", "alpha", held),
            Move(f"puller {k}", "high", f"tug {k}", (0, 1), (1, 0.7), about=(middle, 322)),
            Move(f"turn {k}", "number", weight), Move(f"turn {k}", "alpha", weight, (-100, -99, 99, 100), (0, 1, 1, 0)),
            Move(f"input {k}", "number", f"input {k}"),
        ]  # fmt: skip
    return moves


TOES = Level(
    "toes",
    picture="pull.svg",
    moves=gauges(),
    title="Ten toes, one win",
    introduces=["needles"],
    brief="Three clues about one win, and one of them shouts. Choose the alpha that lands soonest.",
    insight="weight_delta is largest where the [input:input] is largest, not where it matters most. "
    "One loud clue sets alpha for all.",
    hints=["Use the law for three inputs at once.", "Add the squares: 72.25 + .4225 + 1.44.", "[alpha:.0135]."],
    chapter="many",
    minutes=3,
    words=CLUES,
    network=Neuron(3),
    examples=[TEAM],
    weights=[0.1, 0.2, -0.1],
    alpha=0.01,
    knobs=[Knob("alpha", 0.002, 0.03, step=0.002)],
    target=Near(0.001),
    stages=[
        {
            "weights": [0.1, 0.2, -0.1],
            "knobs": [Knob("alpha", 0.002, 0.03, step=0.0001)],
            "star": 3,
            "par": 1,
            "brief": "The same clues, a finer alpha. Choose the one that lands in one step.",
        }
    ],
    budget=100,
    par=2,
    sight={"bowl": "none"},
    questions=[
        Question(
            "Which weight moves most?",
            ("toes", "wins", "fans"),
            "toes",
            star=None,
            why="delta is the same for all three; the largest [input:input] makes the largest weight_delta.",
            actions=(Turn("alpha", 0.004), Learn(1)),
            asks="largest move",
            means=(0, 1, 2),
        )
    ],
)

FREEZE_THE_TOES = Level(
    "freeze-the-toes",
    picture="pull.svg",
    moves=gauges(),
    title="Hold that weight",
    brief="Alpha is stuck at .3, and the error runs away. Freeze what must hold still, and land.",
    insight="A frozen weight lets the others do the job. Thawed, it finds no miss left to learn from.",
    hints=["Which clue makes it run away?", "Freeze as little as you can.", "Only toes."],
    chapter="many",
    minutes=3,
    words=CLUES,
    network=Neuron(3),
    examples=[TEAM],
    weights=[0.1, 0.2, -0.1],
    alpha=0.3,
    knobs=[Knob("freeze")],
    target=Near(0.001),
    budget=60,
    par=7,
    sight={"bowl": "none"},
    questions=[
        Question(
            "Thaw the toes and take a hundred more steps with alpha [alpha:.01]. Their weight will …",
            ("grow as it did before", "hardly move", "run away"),
            "hardly move",
            when="landed",
            why="The other weights have brought the miss to almost 0, and without a miss there is nothing to learn.",
            actions=(Freeze(0), Learn(7), Freeze(0, False), Turn("alpha", 0.01), Learn(100)),
            asks="first weight moved",
            means=(range(1, 1000), 0, None),
            level=small(
                Neuron(3), [TEAM], [0.1, 0.2, -0.1], alpha=0.3, knobs=[Knob("freeze"), Knob("alpha", 0.01, 0.3)]
            ),
        )
    ],
)

VALLEY_EXAMPLES = [Example((1.5, 1), 1), Example((1, 1.5), 0.25)]
VALLEY_ALPHA = Knob("alpha", 0.05, 1.2, step=0.05)
VALLEY = Level(
    "valley",
    title="Bobsled",
    introduces=["valley"],
    brief="The valley is steep across and almost flat along. Choose alpha and bring Pip to the flag.",
    insight="Momentum adds up pushes that agree and cancels those that do not, so alpha may even be larger.",
    hints=[
        "Look across the valley and along it.",
        "Across, the pushes cancel; along, they add up.",
        "beta .6, alpha [alpha:.6].",
    ],
    chapter="many",
    minutes=5,
    network=Neuron(2),
    examples=VALLEY_EXAMPLES,
    weights=[-1, 1],
    alpha=0.3,
    learner="momentum",
    settings={"beta": 0},
    knobs=[VALLEY_ALPHA],
    target=Near(0.01),
    stages=[
        {
            "weights": [-1, 1],
            "knobs": [VALLEY_ALPHA, Knob("beta", 0, 0.8, step=0.2, title="momentum")],
            "star": 2,
            "par": 13,
            "brief": MOMENTUM,
        }
    ],
    budget=400,
    par=13,
    questions=[
        Question(
            "Alpha [alpha:.8] runs away. With beta .4 it …",
            ("runs away sooner", "lands", "swings for ever"),
            "lands",
            when="stage 1",
            why="Across the valley the last push and the next one point opposite ways, and cancel.",
            actions=(Learn(22),),
            asks="outcome",
            means=("runaway", ("land", "overshoot"), "orbit"),
            level=small(
                Neuron(2), VALLEY_EXAMPLES, [-1, 1], alpha=0.8, learner="momentum", settings={"beta": 0.4},
                target=Near(0.01), budget=400, knobs=[VALLEY_ALPHA, Knob("beta", 0, 0.8, step=0.2, title="momentum")],
                ghost=[Turn("beta", 0), Learn(22)],
            ),
        )
    ],
)  # fmt: skip

WET = ("puddles", "smear", *(f"rain {strip}" for strip in range(1, 8)))  # parts of the street that are for rain


def dry() -> list[Move]:
    """The street without rain."""
    return [*street(), *(Move(part, "alpha", "steps", (0,), (0,)) for part in WET)]


def rain() -> list[Move]:
    """It thins as the exam falls, and the walker sways as far as the next card will tug. The sign of the crossing that
    was written down wrong (lights in the middle and at the right, and nobody walked) is smeared, once it is found out.
    """
    shown = (("input 1", (1, 0)), ("input 2", (0, 1)), ("input 3", (0, 1)), ("goal", (1, 0)))
    found = [Move("smear", "alpha", by, (0, 1), seen) for by, seen in shown]
    for strip in range(1, 8):
        found += [Move(f"rain {strip}", "y", "beat", (0, 1), (0, 240)),
                  Move(f"rain {strip}", "alpha", "exam", (0.6, 2.6), (0.5, 1))]  # fmt: skip
    sway = Move("walker", "turn", "step", (-0.3, 0, 0.3), (-15, 0, 15), about=(0, 350))
    found += [Move(f"plate {lamp}", "alpha", "steps", (0,), (1,)) for lamp in (1, 2, 3)]  # it falls behind the names
    return [*street(), *found, Move("smear", "alpha", "exam", (0.6, 0.601), (1, 0)), sway]


def street() -> list[Move]:
    """Lamps are the inputs, cables the weights; the walker goes as far as the prediction says, the sign tells the goal.
    """
    walk = (-0.25, 1.25), (448.5, 757.5)
    found = []
    for lamp in (1, 2, 3):
        light, weight = f"input {lamp}", f"weight {lamp}"
        found += [Move(f"{part} {lamp}", "alpha", light) for part in ("cone", "pool", "glow", "bulb")]
        for cable, seen in (("cable", (0, 1)), ("back", (1, 0))):
            found += [Move(f"{cable} {lamp}", "line", weight, (-1, 0, 1), (9, 1.5, 9)),
                      Move(f"{cable} {lamp}", "alpha", weight, (-1e-9, 0), seen),
                      Move(f"{cable} {lamp}", "alpha", light, (0, 1), (0.3, 1))]  # fmt: skip
        found += [Move(f"minus {lamp}", "alpha", weight, (-0.021, -0.02), (1, 0))]
    swing = (-0.25, 0, 0.25, 0.5, 0.75, 1, 1.25)
    for leg, side in (("far leg", -4), ("near leg", 4)):
        turns = (0, 0, *(turn if side < 0 else -turn for turn in (24, -24, 24)), 0, 0)
        found += [Move(leg, "turn", "prediction", swing, turns, about=(side, 326)), Move(leg, "x", "prediction", *walk)]
    return [
        *found, *(Move(part, "x", "prediction", *walk) for part in ("shadow", "walker")),
        Move("said", "number", "prediction"), Move("walked", "alpha", "goal"),
        Move("waited", "alpha", "goal", (0, 1), (1, 0)),
    ]  # fmt: skip


STREETLIGHTS = Level(
    "streetlights",
    title="Streetlights",
    introduces=["exam"],
    brief="Which lamp makes people walk? Bring the exam down.",
    picture="street.svg",
    moves=dry(),
    insight="Every example pulls every weight whose light is on. Pulls that agree add up, the others cancel: the "
    "middle weight grows.",
    hints=[
        "Cover two lights with your hand.",
        "Only one column matches the answers.",
        "Alpha [alpha:.4].",
    ],
    chapter="many",
    minutes=4,
    words=LAMPS,
    network=Neuron(3),
    examples=TRUE,
    weights=[0.5, 0.48, -0.7],
    alpha=0.1,
    batch=1,
    knobs=[clicks(0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.1)],
    target=Exam(0.01),
    budget=60,
    par=3,
    par_unit="passes",
    sight={"bowl": "none"},
    questions=[
        Question(
            "Which light ends up with the big weight?",
            ("left", "middle", "right"),
            "middle",
            why="Where the middle light is on, people walk; the others are on whether people walk or wait.",
            actions=(Turn("alpha", 0.05), Learn(36)),
            asks="largest weight",
            means=(0, 1, 2),
        )
    ],
)

NOISY_LIGHTS = Level(
    "noisy-lights",
    title="One false note",
    brief="One crossing is wrong. Change alpha between passes: bring the exam down to .6.",
    insight="With noise every crossing keeps tugging, so shrink alpha: fast first, then calm. The true answers "
    "outvote the wrong one.",
    hints=[
        "A big alpha believes the last crossing it saw.",
        "Fast first, then calm down.",
        "[alpha:.2] for five passes, then [alpha:.05].",
    ],
    chapter="many",
    minutes=5,
    words=LAMPS,
    picture="street.svg",
    moves=rain(),
    network=Neuron(3),
    examples=LIE,
    unseen=TRUE,
    weights=[0.5, 0.48, -0.7],
    alpha=0.4,
    batch=1,
    knobs=[clicks(0.4, 0.2, 0.1, 0.05, 0.02)],
    target=Exam(0.6),
    budget=100,
    par=13,
    par_unit="passes",
    sight={"bowl": "none"},
    solution=[Turn("alpha", 0.2), Learn(5 * len(LIE)), Turn("alpha", 0.05), Learn(8 * len(LIE))],
    questions=[
        Question(
            "How many of the six true answers will the neuron give (above .5 = walk)?",
            ("4", "5", "6"),
            "6",
            why="Two crossings with the same lights disagree, and the other four side with the truth.",
            actions=(Turn("alpha", 0.1), Learn(180)),
            asks="unseen right",
            means=(4, 5, 6),
        )
    ],
    recap=[
        Question(
            "Two neurons, inputs 1 and 3, one alpha. Which is the biggest of these that lands both?",
            (".2", ".3", "1"),
            ".2",
            when="recap",
            why="Input 3 sets the limit: 2 / 9 is .222.",
            asks="largest alpha that lands",
            means=(0.2, 0.3, 1.0),
            level=small(Neurons(2), [Example((1, 3), (1, 1))], [0, 0], alpha=0.2, knobs=[clicks(0.2, 0.3, 1)]),
        ),
        Question(
            "One neuron, inputs (3, 4), one example. Which alpha lands in one step?",
            (".04", ".14", ".0625"),
            ".04",
            when="recap",
            why="The squares add up: 9 + 16 is 25, and 1 / 25 is .04.",
            asks="alpha that lands in one",
            means=(0.04, 0.14, 0.0625),
            level=small(Neuron(2), [Example((3, 4), 1)], [0, 0], alpha=0.04, knobs=[clicks(0.04, 0.14, 0.0625)]),
        ),
        Question(
            "Absolute error, [input:input 1], weight 0, goal 1, alpha [alpha:.3]: it …",
            ("lands in 4", "swings for ever", "runs away"),
            "swings for ever",
            when="recap",
            why="Strides of .3 make .9 and then 1.2: they never shrink.",
            asks="steps",
            means=(4, "orbit", "runaway"),
            level=small(Neuron(), [Example(1, 1)], [0], alpha=0.3, metric="absolute", chapter="alpha"),
        ),
    ],
)


@hookimpl
def levels() -> list[Level]:
    return [THREE_NEURONS, TOES, FREEZE_THE_TOES, VALLEY, STREETLIGHTS, NOISY_LIGHTS]
