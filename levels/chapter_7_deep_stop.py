"""Chapter 7, Deep, its end: a net that could memorise, and the recap."""

from random import Random
from typing import Any

from downslope import (
    Exam,
    Example,
    Knob,
    Layers,
    Learn,
    Level,
    MeanError,
    Move,
    Network,
    Neuron,
    Question,
    Turn,
    hookimpl,
)

WALL = [Example((1, 0, 1), 1), Example((0, 1, 1), 1), Example((0, 0, 1), 0), Example((1, 1, 1), 0)]
NOISY = [
    Example((1, 0, 1), 0), Example((0, 1, 1), 1), Example((0, 0, 1), 0),
    Example((1, 1, 1), 1), Example((0, 1, 1), 0), Example((1, 0, 1), 0),
]  # fmt: skip
DAYS = ((-1, -0.15), (-0.7, -0.7), (-0.4, -0.55), (-0.1, 0.3), (0.2, 0.45), (0.5, -0.1), (0.8, 0.05), (1, 0.85))
OTHER_DAYS = [round(-0.95 + 0.1 * k, 2) for k in range(20)]


def small(network: Network, **more: Any) -> Level:
    """The small level that a question is about: the wall, if nothing else is said."""
    fields = {"title": "", "chapter": "deep", "examples": WALL, "knobs": [], "batch": 1, "target": Exam(0.01)}
    return Level("small", network=network, **{**fields, "alpha": 0.2, "budget": 400, **more})


def spots() -> list[float]:
    """24 hidden neurons: a weight for the input and one for the 1 each, then one to the prediction each."""
    random = Random(3)

    def within(reach: float) -> float:
        return -reach + 2 * reach * random.random()

    slopes, starts = ([within(2) for _ in range(24)] for _ in range(2))
    return [w for pair in zip(slopes, starts) for w in pair] + [within(0.3) for _ in range(24)]


def beach() -> list[Move]:
    """A scoop is a day: how warm it was across, what was sold upwards; a line to the syrup is what the net misses."""
    moves = []
    days = [*((f"{part} {number}", day) for number, day in enumerate(DAYS, 1) for part in ("scoop", "stem")),
            *((f"other {number}", (warmth, 0.5 * warmth)) for number, warmth in enumerate(OTHER_DAYS, 1))]  # fmt: skip
    for part, (warmth, sold) in days:
        x, y = 430 + 360 * warmth, 205 - 130 * sold
        moves += [Move(part, "x", "steps", (0, 1), (x, x)), Move(part, "y", "steps", (0, 1), (y, y))]
        if part.startswith("stem"):
            moves.append(Move(part, "high", f"example {part.split()[1]} miss", (-4, 4), (520, -520)))
        elif part.startswith("other"):
            moves.append(Move(part, "alpha", "peeked"))
    return [*moves, Move("fog", "alpha", "peeked", (0, 1), (1, 0))]


STOP_IN_TIME = Level(
    "stop-in-time",
    title="Ice cream",
    picture="beach.svg",
    moves=beach(),
    introduces=["unseen"],
    brief="The seen error only falls. Peek at the unseen error, then stop where it is lowest.",
    insight="After the turn the net only memorises its eight days. Stop where the unseen error turns.",
    hints=[
        "The seen error alone never tells you when to stop.",
        "Peek far apart first, then between the two best peeks.",
        "About pass 75.",
    ],
    chapter="deep",
    minutes=5,
    words={
        "input 1": "warmth", "input 2": "always 1", "goal_prediction": "sold", "examples": "days", "example": "day",
        "probes": "peeks", "probe": "peek",
    },
    network=Layers(2, 24, 1),
    examples=[Example((warmth, 1), sold) for warmth, sold in DAYS],
    unseen=[Example((warmth, 1), 0.5 * warmth) for warmth in OTHER_DAYS],
    weights=spots(),
    alpha=0.02,
    batch=1,
    knobs=[Knob("pass", 0, 600, start=0, step=5)],
    recording=(Learn(600 * len(DAYS)),),
    target=MeanError(0.01, unseen=True),
    budget=600,
    par=4,
    par_unit="probes",
    par_target=MeanError(0.005, unseen=True),
    probes=8,
    stop=True,
    questions=[
        Question(
            "After all 600 passes, compared with its best, the unseen error …",
            ("is the same", "is about twice as big", "is almost twenty times as big"),
            "is almost twenty times as big",
            why="From .0036 it rises to .068: the net learns the noise of its eight days, so it does worse on unseen "
            "ones.",
            actions=(Turn("pass", 600),),
            asks="times best",
            means=(1, range(2, 4), range(18, 21)),
        )
    ],
    recap=[
        Question(
            "Three linear layers on the wall’s four crossings: exam at best …",
            ("0", ".25", "1"),
            "1",
            when="recap",
            why="Three straight lines, one after the other, are one straight line.",
            asks="lowest exam",
            means=(0.0, 0.25, 1.0),
            level=small(Layers(3, 4, 4, 1, activation="linear"), alpha=0.01, budget=2000),
        ),
        Question(
            "All hidden weights start at .5. After 100 passes, how many different hidden neurons are there?",
            ("1", "2", "4"),
            "1",
            when="recap",
            why="Equal neurons change equally, so they stay equal.",
            actions=(Learn(400),),
            asks="kinds",
            means=(1, 2, 4),
            level=small(Layers(3, 4, 1), weights=[0.5] * 16),
        ),
        Question(
            "Noisy lights, 400 passes: which constant alpha ends lower?",
            (".2", ".05", "the same"),
            ".05",
            when="recap",
            why="Each crossing tugs by alpha: a small alpha leaves the weights closer to the best.",
            asks="alpha that ends lowest",
            means=(0.2, 0.05, None),
            level=small(
                Neuron(3), chapter="many", examples=NOISY, weights=[0.5, 0.48, -0.7],
                knobs=[Knob("alpha", 0.05, 0.2, stops=(0.2, 0.05))],
            ),
        ),
    ],
)  # fmt: skip


@hookimpl
def levels() -> list[Level]:
    return [STOP_IN_TIME]
