"""Chapter 7, Deep: what one layer cannot say, what hidden neurons build, and how they fail to start."""

from typing import Any

from downslope import (
    Changes,
    Exam,
    Example,
    Knob,
    Layers,
    Learn,
    Level,
    Move,
    Network,
    Neuron,
    Question,
    Turn,
    hookimpl,
)

LAMPS = {
    "inputs": "lights", "input 1": "left", "input 2": "middle", "input 3": "right", "examples": "crossings",
    "example": "crossing", "prediction": "walk", "goal_prediction": "walked", "goal 1": "walk", "goal 0": "wait",
}  # fmt: skip
CROSSINGS = ((1, 0, 1), (0, 1, 1), (0, 0, 1), (1, 1, 1))
WALKED = (1, 1, 0, 0)
WALL = [Example(crossing, walk) for crossing, walk in zip(CROSSINGS, WALKED)]

# the start weights of the book "Grokking Deep Learning": a row for each light, a column for each hidden neuron
INTO = (
    (-0.165955990594852, 0.4406489868843162, -0.9997712503653102, -0.39533485473632046),
    (-0.7064882183657739, -0.8153228104624044, -0.6274795772446582, -0.3088785459139045),
    (-0.20646505153866013, 0.07763346800671389, -0.1616109711934104, 0.370439000793519),
)
OUT = (-0.5910955005369651, 0.7562348727818908, -0.9452248136041477, 0.34093502035680445)
START = [weight for neuron in zip(*INTO) for weight in neuron] + list(OUT)


def small(network: Network, **more: Any) -> Level:
    """The wall again, for a question."""
    fields = {"title": "", "chapter": "deep", "knobs": [], "batch": 1, "target": Exam(0.01), "alpha": 0.2}
    return Level("small", network=network, examples=WALL, **{**fields, "budget": 400, **more})


def clicks(*stops: float) -> Knob:
    """An alpha that has these values only."""
    return Knob("alpha", min(stops), max(stops), stops=stops)


def wire(value: Any) -> Changes:
    """The fields of the wall with a fourth wire: `value(left, middle)` goes in, its weight starts at 0."""
    examples = [Example((*x, value(x[0], x[1])), walk) for x, walk in zip(CROSSINGS, WALKED)]
    return {"network": Neuron(4), "examples": examples, "weights": [0.5, 0.48, -0.7, 0]}


WIRES: dict[str | float, Changes] = {
    "copy of left": wire(lambda left, middle: left),
    "left − middle": wire(lambda left, middle: left - middle),
    "left and middle both lit": wire(lambda left, middle: left * middle),
    "always 1": wire(lambda left, middle: 1),
}

THE_WALL = Level(
    "the-wall",
    title="The wall",
    brief="Build a wall so that only the two lit houses lie on its bright side.",
    insight="Some patterns are in no single wire, whatever the alpha. They are in a combination, and someone has to "
    "build it.",
    hints=[
        "Ask each light alone: does it know anything?",
        "It matters whether two lights are on together.",
        "Solder “both lit”.",
    ],
    chapter="deep",
    minutes=5,
    words={**LAMPS, "input 4": "extra wire"},
    picture="yard.svg",
    moves=[Move(f"{part} {k}", "alpha", f"example {k} goal") for k in (1, 2, 3, 4) for part in ("glow", "home")],
    network=Neuron(3),
    examples=WALL,
    weights=[0.5, 0.48, -0.7],
    alpha=0.1,
    batch=1,
    knobs=[
        clicks(0.01, 0.02, 0.05, 0.1, 0.2, 0.3),
        Knob("weight", -2, 2, step=0.01),
        Knob("wire", stops=tuple(WIRES), after=3, title="extra wire"),
    ],
    variants={"wire": WIRES},
    target=Exam(0.01),
    budget=1000,
    par_unit="passes",
    sight={"bowl": "none"},
    questions=[
        Question(
            "However long it learns, the exam falls to about …",
            ("0", "1", "2"),
            "1",
            why="With any three weights the exam is 1 or more: no light alone says anything about the answer.",
            actions=(Turn("alpha", 0.01),),
            asks="lowest exam",
            means=(0.0, 1.0, 2.0),
        ),
        Question(
            "Which wire do you solder first?",
            tuple(map(str, WIRES)),
            "left and middle both lit",
            star=2,
            knob="wire",
            why="The others are sums of what the wires already say; only this one is a combination.",
            asks="choice that lands",
            means=tuple(WIRES),
            level=small(
                Neuron(3), weights=[0.5, 0.48, -0.7], alpha=0.3, budget=1000, knobs=[Knob("wire", stops=tuple(WIRES))],
                variants={"wire": WIRES},
            ),
        ),
    ],
)  # fmt: skip

BREATH = (0, 0.5, 1), (0, -4, 0)  # of who sleeps


def town() -> list[Move]:
    """Four houses with watchmen, who are awake where their sum is above 0; three lamps."""
    moves = [Move(f"{part} {k}", "alpha", f"input {k}") for part in ("glow", "bulb") for k in (1, 2, 3)]
    for house in range(1, 5):
        lit = f"lit {house}"
        moves += [Move(f"pip {house}", "alpha", lit, (0, 1e-3)), Move(f"dream {house}", "alpha", f"dead {house}"),
                  Move(f"asleep {house}", "alpha", lit, (0, 1e-3), (1, 0)),
                  Move(f"breath {house}", "alpha", f"dead {house}"), Move(f"breath {house}", "y", "beat", *BREATH)]
    return moves


HIDDEN_FOUR = Level(
    "hidden-four",
    picture="town.svg",
    moves=town(),
    title="Four who combine",
    introduces=["hidden"],
    brief="Four hidden neurons can combine the lights. Choose alpha and learn.",
    insight="Backpropagation gives each hidden neuron its share of the miss. Two never light up, two build what no "
    "wire had.",
    hints=[
        "Read the wires: which has only negative ones?",
        "The largest alpha that is safe changes while the net learns.",
        "Alpha [alpha:.5].",
    ],
    chapter="deep",
    minutes=5,
    words=LAMPS,
    network=Layers(3, 4, 1),
    examples=WALL,
    weights=START,
    alpha=0.2,
    batch=1,
    knobs=[Knob("alpha", 0.1, 1, step=0.1)],
    target=Exam(0.01),
    budget=400,
    par=13,
    par_unit="passes",
    questions=[
        Question(
            "How many of the four will ever light up?",
            ("4", "3", "2"),
            "2",
            why="Two have only negative wires: no crossing brings them above 0, so they learn nothing.",
            actions=(Turn("alpha", 0.2), Learn(80)),
            asks="lit",
            means=(4, 3, 2),
        )
    ],
)


def levers() -> list[Move]:
    """A lever for each weight: up and blue above 0, down and orange below."""
    moves = []
    for lever in range(1, 17):
        weight = f"weight {lever}"
        moves += [Move(weight, "alpha", weight, (-1e-9, 0)), Move(f"back {lever}", "alpha", weight, (-1e-9, 0), (1, 0))]
        moves += [Move(f"{side} {lever}", "y", weight, (-2, 2), (52, -52)) for side in ("weight", "back")]
    return moves


def lanterns() -> list[Move]:
    """The miss walks back: from the tower, on the arrow, to each neuron by its weight, and on to its own weights as far
    as the neuron is to blame. Where there is nothing to carry, the lantern goes out."""
    moves = []
    seen, weighed = (1, 0.4, 0, 0.4, 1), (1, 0, 1)
    for one in range(1, 5):
        miss, share, blame = (f"{name} {one}" for name in ("miss", "share", "blame"))
        moves += [
            Move(miss, "alpha", "way", (0, 0.12, 0.4, 0.85), (0, 1, 1, 0)),
            *(Move(part, "alpha", "miss", (-0.5, -0.05, 0, 0.05, 0.5), seen) for part in (miss, share)),
            Move(share, "alpha", "way", (0.2, 0.3, 0.65, 0.9), (0, 1, 1, 0)),
            Move(share, "alpha", f"weight {12 + one}", (-0.05, 0, 0.05), weighed),
            Move(share, "x", "way", (0.45, 0.7), (0, -122)),
            Move(share, "y", "way", (0.2, 0.7), (0, -205)),
            Move(blame, "alpha", "way", (0.6, 0.7, 0.9, 1), (0, 1, 1, 0)),
            Move(blame, "alpha", f"blame {one}", (-0.05, 0, 0.05), weighed),
            Move(blame, "x", "way", (0.7, 1), (-122, -101)),
            Move(blame, "y", "way", (0.7, 1), (-205, 0)),
        ]
    return moves


def portraits() -> list[Move]:
    """Four who look as their weights: the hat's tilt is the left one, its height the middle one, the scarf's turn the
    right one; the eyes go aside with the weight to the prediction."""
    moves = levers()
    far = (-3, -1, 1, 3)
    for one in range(1, 5):
        left, middle, right, out = (f"weight {k}" for k in (3 * one - 2, 3 * one - 1, 3 * one, 12 + one))
        for part in ("face", "eyes", "hat", "scarf"):  # drawn once, so that what is equal looks equal to the pixel
            moves.append(Move(f"{part} {one}", "x", left, (0, 1), (205 * one - 83, 205 * one - 83)))
        moves += [
            Move(f"hat {one}", "y", left, (0, 1), (118, 118)),
            Move(f"hat {one}", "turn", left, far, (-60, -38, 38, 60)),
            Move(f"hat {one}", "high", middle, far, (0.2, 0.35, 1.9, 2.3)),
            Move(f"scarf {one}", "y", left, (0, 1), (180, 180)),
            Move(f"scarf {one}", "turn", right, far, (-50, -30, 30, 50)),
            Move(f"eyes {one}", "x", out, (-2, 2), (-15, 15)),
            Move(f"window {one}", "alpha", f"lit {one}"),
        ]
    return [*moves, *lanterns()]


ALL_ZEROS = Level(
    "all-zeros",
    title="Four twins",
    picture="twins.svg",
    moves=portraits(),
    brief="Four hidden neurons start alike. Choose a spread. Spread = how far apart the start weights are.",
    insight="With weights of 0 no neuron is to blame, so nothing moves. Equal neurons learn the same and stay alike. "
    "Chance makes them different.",
    hints=[
        "At 0, who could be blamed for the miss?",
        "Equal neurons change equally, for ever.",
        "Spread 1; then middle → hidden 1 to [weight:−.3].",
    ],
    chapter="deep",
    minutes=4,
    words=LAMPS,
    network=Layers(3, 4, 1),
    examples=WALL,
    weights=START,
    spread=0,
    alpha=0.2,
    batch=1,
    knobs=[Knob("spread", 0, 3, stops=(0, 0.1, 0.3, 1, 2, 3))],
    target=Exam(0.01),
    stages=[
        {
            "weights": [0.3] * 16,
            "spread": 1.0,
            "knobs": [Knob("weight", -1, 1, step=0.1, most=1)],
            "star": 3,
            "par": 110,
            "brief": "All weights are .3: four twins. Turn one weight so that they can differ, then learn.",
        }
    ],
    budget=400,
    par=37,
    par_unit="passes",
    questions=[
        Question(
            "Spread 0, a thousand passes …",
            ("nothing moves", "slow but sure", "all four stay alike and learn"),
            "nothing moves",
            star=None,
            why="Every share of the miss is delta times a weight of 0, and every hidden value is 0.",
            actions=(Learn(12),),
            asks="outcome",
            means=("stuck", "crawl", ("land", "overshoot")),
        )
    ],
)


def houses() -> list[Move]:
    """A house is a hidden neuron, its windows what it answers to the four crossings, its levers its weights."""
    moves = [Move("here", "x", "input 1", (0, 1), (0, 54)), Move("here", "y", "input 2", (0, 1), (0, 50))]
    for house in range(1, 5):
        lit, dead = f"lit {house}", f"dead {house}"
        moves += [Move(f"window {house} {crossing}", "alpha", f"example {crossing} {lit}", (0, 0.03, 1), (0, 0.4, 1))
                  for crossing in range(1, 5)]  # fmt: skip
        moves += [Move(f"awake {house}", "alpha", lit, (0, 0.01)), Move(f"dream {house}", "alpha", dead),
                  Move(f"asleep {house}", "alpha", lit, (0, 0.01), (1, 0)),
                  Move(f"dream {house}", "y", "beat", *BREATH)]  # fmt: skip
    return [*moves, *levers(), *lanterns()]


DEAD_RELU = Level(
    "dead-relu",
    title="Blackout",
    picture="blackout.svg",
    moves=houses(),
    brief="Every hidden neuron went dark. Turn weights to wake them, then learn.",
    insight="A ReLU that is never above 0 passes nothing forward and nothing back. Too big an alpha kills it for good.",
    hints=[
        "A neuron that is never above 0 does not learn.",
        "One awake neuron is not enough: the wall needs two.",
        "left → hidden 2: [weight:2]; middle → hidden 3: [weight:2] (10 passes).",
    ],
    chapter="deep",
    minutes=5,
    words=LAMPS,
    network=Layers(3, 4, 1),
    examples=WALL,
    weights=START,
    alpha=0.2,
    batch=1,
    knobs=[Knob("weight", -2, 2, step=0.5)],
    recording=(Turn("alpha", 1.2), Learn(40), Turn("alpha", 0.2)),
    take_over=False,
    target=Exam(0.01),
    budget=400,
    par=2,
    par_unit="turns",
    questions=[
        Question(
            "Alpha [alpha:.2], a thousand passes, no weight turned …",
            ("recovers slowly", "nothing ever moves", "runs away"),
            "nothing ever moves",
            why="All four are below 0 at every crossing: each passes nothing on, and nothing comes back.",
            asks="outcome",
            means=(("crawl", "land", "overshoot"), "stuck", "runaway"),
        )
    ],
)

LINEAR_LAYERS = Level(
    "linear-layers",
    title="Glass on glass",
    picture="glass.svg",
    moves=[
        Move(f"{glass} {pane}", "alpha", f"bent {pane}", (0, 1), seen)
        for pane in range(1, 5) for glass, seen in (("straight", (1, 0)), ("curved", (0, 1)))
    ],
    brief="Bring both beams to their rings. Press the line above a pane to bend its glass.",
    insight="Layers of straight lines make one straight line. Only the bend lets a net build something new.",
    hints=[
        "A line of a line is a line.",
        "One bend is enough, in the right neuron.",
        "Only hidden 2.",
    ],
    chapter="deep",
    minutes=4,
    words=LAMPS,
    network=Layers(3, 4, 1, activation="linear"),
    examples=WALL,
    weights=START,
    alpha=0.2,
    batch=1,
    knobs=[Knob("activation", stops=("linear", "relu"), title="bend"), clicks(0.1, 0.2, 0.3)],
    target=Exam(0.01),
    budget=400,
    par=1,
    par_unit="bends",
    questions=[
        Question(
            "Eight more hidden neurons, no bends: the exam falls to …",
            ("about 0", "never below 1", "exactly 0.5"),
            "never below 1",
            why="Add up as many straight lines as you like: you get one straight line, and the wall stands.",
            actions=(Learn(1000),),
            asks="lowest exam",
            means=(0.0, 1.0, 0.5),
            level=small(Layers(3, 12, 1, activation="linear"), alpha=0.005, budget=1000),
        )
    ],
)


@hookimpl
def levels() -> list[Level]:
    return [THE_WALL, HIDDEN_FOUR, ALL_ZEROS, DEAD_RELU, LINEAR_LAYERS]
