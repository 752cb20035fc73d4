"""The levels' own numbers, kept by hand on purpose: how each notch ends, which ways win, how all stars are earned."""

from itertools import combinations, product

from downslope.rules import Action, Answer, Freeze, Learn, Next, Probe, Reset, Stop, TakeOver, Turn
from lib.support import shipped, stops

# level, part, knob -> value: the outcome, and the passes until the goal is reached
ENDS: dict[tuple[str, int, str], dict[float, str]] = {
    ("warmer", 1, "alpha"): {0.001: "land 1080", 0.01: "land 108", 0.1: "land 11", 0.5: "orbit", 1: "orbit"},
    ("stuck-steps", 0, "alpha"): {0.8: "orbit", 0.4: "orbit", 0.2: "orbit", 0.1: "land 11"},
    ("thirteen", 0, "alpha"): {
        1: "land 38", 3: "land 12", 5: "land 6", 9: "land 3", 15: "overshoot 4", 20: "overshoot 16", 24: "runaway",
    },
    ("goldilocks", 0, "alpha"): {
        0.1: "land 11", 0.2: "land 4", 0.3: "overshoot 4", 0.4: "overshoot 11", 0.5: "orbit", 0.6: "runaway",
    },
    ("overshoot", 0, "alpha"): {
        1.0: "overshoot 3", 1.1: "overshoot 4", 1.2: "overshoot 6", 1.3: "overshoot 8", 1.4: "overshoot 12",
        1.5: "overshoot 22", 1.6: "overshoot 67", 1.7: "runaway", 1.8: "runaway",
    },
    ("two-recipes", 0, "alpha"): {
        0.05: "land 11", 0.1: "land 4", 0.15: "overshoot 4", 0.2: "overshoot 11", 0.25: "orbit", 0.3: "runaway",
    },
    ("orbit", 0, "alpha"): {0.4: "orbit", 0.8: "orbit", 1: "orbit", 1.2: "orbit", 2: "orbit"},
    ("three-neurons", 0, "alpha"): {
        0.25: "land 98", 0.4: "overshoot 60", 0.46: "overshoot 52", 0.47: "overshoot 51", 0.48: "overshoot 64",
        0.49: "overshoot 130", 0.5: "orbit", 0.6: "runaway",
    },
    ("toes", 0, "alpha"): {
        0.01: "land 4", 0.012: "land 3", 0.014: "overshoot 2", 0.016: "overshoot 3", 0.026: "overshoot 66",
        0.028: "runaway",
    },
    ("valley", 0, "alpha"): {0.05: "crawl", 0.1: "land 356", 0.55: "overshoot 63", 0.6: "overshoot 58", 0.8: "runaway"},
    ("streetlights", 0, "alpha"): {
        0.05: "land 38", 0.1: "land 18", 0.2: "land 8", 0.4: "land 3", 0.6: "land 3", 0.8: "land 4", 1: "orbit",
        1.1: "runaway",
    },
    ("noisy-lights", 0, "alpha"): {0.4: "stuck", 0.2: "stuck", 0.1: "stuck", 0.05: "land 27", 0.02: "land 61"},
    ("the-wall", 0, "alpha"): {0.01: "stuck", 0.02: "stuck", 0.05: "stuck", 0.1: "stuck", 0.2: "stuck", 0.3: "stuck"},
    ("hidden-four", 0, "alpha"): {
        0.1: "land 77", 0.2: "land 37", 0.3: "land 24", 0.4: "overshoot 17", 0.5: "overshoot 13", 0.6: "overshoot 19",
        0.7: "overshoot 84", 0.8: "orbit", 0.9: "orbit", 1.0: "orbit",
    },
    ("all-zeros", 0, "spread"): {
        0: "stuck", 0.1: "stuck", 0.3: "overshoot 47", 1: "land 37", 2: "land 42", 3: "stuck",
    },
    ("linear-layers", 0, "alpha"): {0.1: "stuck", 0.2: "stuck", 0.3: "stuck"},
    ("edge-learned", 0, "alpha"): {
        0.05: "stuck", 0.1: "stuck", 0.2: "stuck", 0.4: "stuck", 0.6: "runaway", 1.0: "runaway",
    },
}  # fmt: skip
BEST_IS_PAR = ("warmer", "thirteen", "overshoot", "three-neurons", "toes", "streetlights", "hidden-four", "all-zeros")

Way = list[Action]


def answers(level: str, when: str) -> Way:
    """The right answers to what is asked at this moment."""
    asked = enumerate(shipped().level(level).questions)
    return [Answer(k, q.right) for k, q in asked if q.when == when and not getattr(q, "knob", "")]


def steps(*alphas: float) -> Way:
    return [action for alpha in alphas for action in (Turn("alpha", alpha), Learn(1))]


def peeks(*passes: int) -> Way:
    return [action for k in passes for action in (Turn("pass", k), Probe())]


def send(weight: float) -> Way:
    return [Turn("weight", weight), Probe()]


def weights(level: str) -> list[Way]:
    return [[Turn("weight", weight)] for weight in stops(level, "weight")]


WALL: Way = [a for alpha in (0.1, 0.2, 0.3) for a in (Turn("alpha", alpha), Learn(4000), Reset())]
LAW = (11.1, 4, 0.826, 0.25, 0.00907)
FIVE: Way = [Turn("alpha", alpha, k) for k, alpha in enumerate(LAW)]
GATE: Way = [Turn("bucket", "all"), Stop()]
RULE: Way = [Turn("first", "delta"), Turn("second", "input"), Learn(1)]
WASTE: Way = [Turn("alpha", 0.05), Learn(1), Reset()]
SQUARED: Way = [*send(1.0), Next(), Turn("metric", "squared")]

# level, what was done before, all ways from there, what is done after, the ways that win
WINNERS: list[tuple[str, Way, list[Way], Way, list[Way]]] = [
    ("double-it", [], weights("double-it"), [], [[Turn("weight", 2.0)]]),
    ("a-hundredth", [], weights("a-hundredth"), [Probe()], [[Turn("weight", 0.01)]]),
    ("seven", [], weights("seven"), GATE, [[Turn("weight", 0.65)], [Turn("weight", 0.7)]]),
    ("below-zero", [], weights("below-zero"), [Probe()], [[Turn("weight", -1.5)]]),
    ("one-knob-two-days", [],
     [[Turn("strike", s), *w] for s in stops("one-knob-two-days", "strike") for w in weights("one-knob-two-days")],
     [Probe()], [[Turn("strike", "4 → 9"), Turn("weight", 1.5)]]),
    ("in-the-dark", [], weights("in-the-dark"), [Probe()], [[Turn("weight", w)] for w in (1.5, 1.55, 1.6)]),
    ("plus-and-minus", [], weights("plus-and-minus"), [Probe()], [[Turn("weight", 1.0)]]),
    ("plus-and-minus", SQUARED, weights("plus-and-minus"), [Stop()], [[Turn("weight", 0.6)]]),
    ("plus-and-minus", SQUARED[:3], weights("plus-and-minus"), [Probe(), Stop()], []),  # on the signed meter
    ("the-grump", [], [[Turn("metric", m)] for m in ("squared", "absolute")], [Learn(200)],
     [[Turn("metric", "absolute")]]),
    ("the-grump", [Turn("metric", "absolute"), Learn(200), Next()],
     [[Turn("metric", m)] for m in ("squared", "absolute")], [Learn(200)], [[Turn("metric", "squared")]]),
    ("no-perfect-answer", [], weights("no-perfect-answer"), [Stop()], [[Turn("weight", 1.5)]]),
    ("warmer", [], weights("warmer"), [], [[Turn("weight", 1.6)]]),
    ("which-way", [],
     [[Turn("first", a), Turn("second", b)] for a, b in product(stops("which-way", "first"), repeat=2)], [Learn(1)],
     [RULE[:2], [Turn("first", "input"), Turn("second", "delta")]]),
    ("hands-off", [], [[Turn("learner", name), Turn("alpha", alpha)]
                       for name in stops("hands-off", "learner") for alpha in stops("hands-off")], [Learn(8)],
     [[Turn("learner", "gradient-descent"), Turn("alpha", 1.4)]]),
    ("goldilocks", [Turn("alpha", 0.3), Learn(4), Next()], [[Turn("alpha", a)] for a in stops("goldilocks", stage=1)],
     [Learn(1)], [[Turn("alpha", 0.25)]]),
    ("two-recipes", [Turn("alpha", 0.1), Learn(4), Next()],
     [[Turn("alpha", a)] for a in stops("two-recipes", stage=1)], [Learn(1)], [[Turn("alpha", 0.125)]]),
    ("one-step", [*FIVE, Learn(1), Next()], [[Turn("alpha", a)] for a in (0.061, 0.0613, 0.0625, 0.0637, 0.064)],
     [Learn(1)], [[Turn("alpha", a)] for a in (0.0613, 0.0625, 0.0637)]),
    ("toes", [Turn("alpha", 0.014), Learn(2), Next()], [[Turn("alpha", a)] for a in stops("toes", stage=1)],
     [Learn(1)], [[Turn("alpha", 0.0134)], [Turn("alpha", 0.0135)]]),
    ("freeze-the-toes", [], [[*map(Freeze, ice)] for count in range(4) for ice in combinations(range(3), count)],
     [Learn(60)], [[Freeze(0)], [Freeze(0), Freeze(1)], [Freeze(0), Freeze(2)]]),
    ("the-wall", WALL, [[Turn("wire", wire)] for wire in stops("the-wall", "wire")], [Learn(4000)],
     [[Turn("wire", "left and middle both lit")]]),
    ("linear-layers", [], [[Turn("activation", "relu", k) for k in which] for count in range(3)
                           for which in combinations(range(4), count)], [Learn(4 * 44)],
     [[Turn("activation", "relu", k) for k in which] for which in ((1,), (0, 1), (1, 2), (1, 3))]),
    ("stop-in-time", [], [[Turn("pass", at)] for at in (0, 5, 75, 235, 240, 600)], [Stop()],
     [[Turn("pass", at)] for at in (5, 75, 235)]),
]  # fmt: skip

# as the hints say: three stars
SOLUTIONS: dict[str, Way] = {
    "double-it": [Turn("weight", 2.0), Next(), *answers("double-it", "in stage 1"), Next()],
    "a-hundredth": send(0.01),
    "seven": [Turn("weight", 0.65), *GATE, *answers("seven", "landed")],
    "below-zero": [*send(-1.5), Next(), *answers("below-zero", "in stage 1")],
    "one-knob-two-days": [Turn("strike", "4 → 9"), *send(1.5)],
    "in-the-dark": send(1.55),
    "plus-and-minus": [*SQUARED, *send(0.6), Stop()],
    "the-grump": [
        Turn("metric", "absolute"), Learn(200), *answers("the-grump", "run"),
        Next(), Turn("metric", "squared"), Learn(200),
    ],
    "no-perfect-answer": [*send(1.5), Stop()],
    "warmer": [Turn("weight", 1.6), Next(), *answers("warmer", "in stage 1"), Turn("alpha", 0.1), Learn(11)],
    "stuck-steps": steps(0.8, 0.4, 0.1),
    "which-way": RULE,
    "dead-wire": [Learn(4), *answers("dead-wire", "stage 1"), Next(), Learn(1)],
    "hands-off": [Turn("alpha", 1.4), Learn(8)],
    "thirteen": [Turn("alpha", 9), Learn(3)],
    "goldilocks": [Turn("alpha", 0.3), Learn(4), Next(), *steps(0.25)],
    "overshoot": [Turn("alpha", 1.0), Learn(3), Next(), Learn(67)],
    "runaway": [TakeOver(8), *steps(0.2)],
    "two-recipes": [Turn("alpha", 0.1), Learn(4), Next(), *steps(0.125)],
    "orbit": steps(1, 1.2),
    "one-step": [*FIVE, Learn(1), Next(), *steps(0.0625)],
    "sealed-box": [Learn(1), *answers("sealed-box", "step 1"), *steps(0.391)],
    "three-neurons": [Turn("alpha", 0.47), Learn(51)],
    "toes": [Turn("alpha", 0.014), Learn(2), Next(), *steps(0.0135)],
    "freeze-the-toes": [Freeze(0), Learn(7), *answers("freeze-the-toes", "landed")],
    "valley": [Turn("alpha", 0.6), Learn(58), *answers("valley", "stage 1"), Next(), Turn("beta", 0.6), Learn(13)],
    "streetlights": [Turn("alpha", 0.4), Learn(3 * 6)],
    "noisy-lights": [Turn("alpha", 0.2), Learn(5 * 6), Turn("alpha", 0.05), Learn(8 * 6)],
    "the-wall": [*WALL, Turn("wire", "left and middle both lit"), Learn(4000)],
    "hidden-four": [Turn("alpha", 0.5), Learn(13 * 4)],
    "all-zeros": [Turn("spread", 1), Learn(37 * 4), Next(), Turn("weight", -0.3, 1), Learn(48 * 4)],
    "dead-relu": [Turn("weight", 2, 3), Turn("weight", 2, 7), Learn(10 * 4)],
    "linear-layers": [Turn("activation", "relu", 1), Learn(39 * 4)],
    "stop-in-time": [*peeks(20, 80, 320, 75), Stop()],
}  # fmt: skip

# the same goal at one more than par, or without the part that the second star asks for: one star
SLOWER: dict[str, Way] = {
    "seven": [*GATE, Reset(), Turn("weight", 0.65), *GATE],
    "which-way": [Turn("first", "1"), Learn(1), Turn("first", "goal"), Learn(1), RULE[0], Learn(1), *RULE[1:]],
    "dead-wire": [Answer(0, "up"), Answer(1, "down"), Learn(4), Next(), Learn(1)],
    "goldilocks": [Turn("alpha", 0.3), Learn(4)],
    "runaway": [TakeOver(7), *steps(0.2, 0.2)],
    "two-recipes": [Turn("alpha", 0.1), Learn(4)],
    "three-neurons": [*4 * WASTE, Turn("alpha", 0.47), Learn(51)],
    "valley": [Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.4), Learn(58)],
    "the-wall": [*WALL, Turn("wire", "always 1"), Turn("wire", "left and middle both lit"), Learn(4000)],
    "all-zeros": [Turn("spread", 2), Learn(42 * 4)],
    "dead-relu": [Turn("weight", 1, 0), Turn("weight", 2, 3), Turn("weight", 2, 7), Learn(100 * 4)],
    "linear-layers": [Turn("activation", "relu", 1), Turn("activation", "relu", 2), Learn(37 * 4)],
    "stop-in-time": [*peeks(20, 80, 320, 75, 60), Stop()],
}  # fmt: skip

# as the book and the texts have it: after these actions, the prediction at step 0, 1, …
PREDICTIONS: dict[str, tuple[Way, list[float], float]] = {
    "hands-off": ([Learn(5)], [0.25, 0.3875, 0.4906], 5e-5),
    "thirteen": ([Turn("alpha", 15), Learn(4)], [0.03, 0.9345, 0.6179, 0.7287, 0.6899], 5e-5),
    "goldilocks": ([Turn("alpha", 0.4), Learn(4)], [1.0, 0.68, 0.872, 0.7568, 0.8259], 5e-5),
    "overshoot": ([Turn("alpha", 1.0), Learn(3)], [0, 0.968, 0.76472, 0.80741], 5e-6),
    "two-recipes": ([Turn("alpha", 0.25), Learn(4)], [1.0, 0.6, 1.0, 0.6, 1.0], 5e-5),
    "toes": ([Learn(3)], [0.86, 0.963764250, 0.99062418], 1e-5),
    "freeze-the-toes": ([Freeze(0), Learn(7)], [0.86, 0.938225, 0.97274178125], 1e-9),
}

# as the book has them: the errors of a pass, added up
PASSES: dict[str, tuple[float, dict[int, float]]] = {
    "streetlights": (0.1, {0: 2.6561231104, 1: 0.962870177672, 2: 0.5509165866836797, 39: 0.00053373677328}),
    "hidden-four": (0.2, {
        9: 0.6342311598444467, 19: 0.35838407676317513, 29: 0.0830183113303298, 39: 0.006467054957103705,
        49: 0.0003292669000750734, 59: 0.000015055622665,
    }),
}  # fmt: skip
