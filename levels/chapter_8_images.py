"""Chapter 8, Images: a kernel is the same neuron, slid over a picture."""

import math

from downslope import Conv, ConvNet, Exam, Example, Knob, Level, Near, Neuron, Question, hookimpl

NET = ConvNet(8)
LINE = (-1, 0, 1) * 3  # each row of the stencil: bright at the right, dark at the left
EDGE = (-1, 0, 1, -2, 0, 2, -1, 0, 1)  # Sobel's: the middle row counts twice
A = """
......##
......##
..#...##
......##
......##
........
.#####..
........
"""
STRIPES = "..##..##\n" * 8
HOUSE = """
........
...##...
..####..
.######.
.#....#.
.#.##.#.
.#.##.#.
........
"""
DOT = ("........\n" * 3) + "...#....\n" + ("........\n" * 4)
SEVEN = """
........
.######.
......#.
.....#..
....#...
...#....
...#....
........
"""


def pixels(picture: str) -> list[float]:
    """A drawing, row by row: 1 where it is lit."""
    return [float(c == "#") for row in picture.split() for c in row]


def as_one(picture: str, kernel: tuple[int, ...]) -> Example:
    """The whole picture, and the whole map that a stencil writes of it."""
    return Example(pixels(picture), NET.predict(kernel, pixels(picture)))


def as_windows(picture: str) -> list[Example]:
    """One example for each place of the stencil, row by row."""
    whole = as_one(picture, EDGE)
    seen = pixels(picture)
    return [Example([seen[i] for i in window], goal) for window, goal in zip(Conv(0, 8, 1).windows(), whole.pair[1])]


def flat_wall() -> Level:
    """A stencil over an evenly lit wall."""
    wall = "\n".join(["########"] * 8)
    return Level("small", title="", chapter="images", network=NET, learner=None,
                 examples=[as_one(wall, LINE)], weights=LINE, knobs=[])  # fmt: skip


EDGE_BY_HAND = Level(
    "edge-by-hand",
    title="The stencil",
    introduces=["stencil"],
    brief="A stencil of nine holes wrote a map. Set yours to write the same map, then press Look.",
    insight="A kernel is one neuron, slid over a picture. Over a single dot it writes itself, turned half round.",
    hints=[
        "Look at what surrounds the lone dot in the map.",
        "A dot shows the stencil, turned half round.",
        "Each row −1 0 1.",
    ],
    chapter="images",
    minutes=5,
    words={"probes": "looks", "probe": "look"},
    network=NET,
    examples=[as_one(A, LINE)],
    weights=[0] * 9,
    learner=None,
    knobs=[Knob("weight", -1, 1, stops=(-1, 0, 1))],
    target=Near(0),
    par=2,
    par_unit="probes",
    probes=math.inf,
    sight={"prediction": "on-step", "bowl": "none"},
    questions=[
        Question(
            "The stencil slides over an evenly lit wall. It writes …",
            ("0", "3", "9"),
            "0",
            when="landed",
            why="Nine times the same light: three cells add it, three subtract it.",
            asks="prediction",
            means=(0.0, 3.0, 9.0),
            level=flat_wall(),
        )
    ],
)

EDGE_LEARNED = Level(
    "edge-learned",
    title="A good teacher",
    introduces=["teacher"],
    brief="Choose its teacher. The exam is on another picture.",
    insight="The law again: a lone dot has input² = 1, so alpha 1 learns each cell in one step. Choose your examples "
    "well.",
    hints=[
        "What can stripes not show?",
        "In which picture does no window hold more than one lit dot?",
        "dot, [alpha:1] = 1 / input².",
    ],
    chapter="images",
    minutes=5,
    words={"unseen": "seven"},
    network=Neuron(9),
    examples=as_windows(STRIPES),
    unseen=as_windows(SEVEN),
    weights=[0] * 9,
    alpha=0.1,
    batch=1,
    knobs=[
        Knob("alpha", 0.05, 1, stops=(0.05, 0.1, 0.2, 0.4, 0.6, 1.0)),
        Knob("picture", stops=("stripes", "house", "dot"), title="teacher"),
    ],
    variants={
        "picture": {
            "stripes": {"examples": as_windows(STRIPES)},
            "house": {"examples": as_windows(HOUSE)},
            "dot": {"examples": as_windows(DOT)},
        }
    },
    settings={"picture": "stripes"},
    target=Exam(0.01, unseen=True),
    budget=300,
    par=1,
    par_unit="passes",
    sight={"bowl": "none"},
    questions=[
        Question(
            "Taught by stripes, its map of the seven is …",
            ("perfect", "wrong", "nearly right"),
            "wrong",
            why="In stripes all rows are alike: nothing tells the stencil which row should count twice.",
            asks="unseen grade",
            means=("right", "wrong", "nearly"),
        )
    ],
)


@hookimpl
def levels() -> list[Level]:
    return [EDGE_BY_HAND, EDGE_LEARNED]
