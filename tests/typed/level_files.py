"""What an author's type checker says of level files: each line that is wrong is told, each that is right is not.

`mypy --strict` over the tests is the test: a comment that ignores an error that is none is an error itself. pyright
reads the same comments.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from downslope import Changes, Example, Knob, Learn, Level, Marker, Near, Neuron, Question, Stage, Turn

DAYS = [Example(1, 2, "Monday"), Example((0.5, 1), [1, 0])]

right: list[Stage] = [{"examples": DAYS, "star": 2}, {"alpha": 0.1, "target": Near(0.01)}]
change: Changes = {"network": Neuron(2), "alpha": [0.1, 0.2]}
Level("a", title="A", examples=DAYS, stages=right, variants={"gear": {"low": change, 2: {"alpha": 0.1}}})
Level("b", title="B", examples=DAYS, stages=[{"alpha": 0.1}, {"star": 3, "frozen": frozenset({1})}])
Level("c", title="C", examples=DAYS, knobs=[Knob("alpha", 0.1, 1, step=0.1)], learner=None, ghost=[Learn(3)])
Level("d", title="D", examples=DAYS, questions=[Question("Is it?", ["yes", "no"], "yes", actions=[Turn("alpha", 1)])])


def shorter() -> Stage:
    return {"examples": DAYS, "star": 2}


GEARS: dict[str | float, Changes] = {"low": {"alpha": 0.1}}
Level("o", title="O", examples=DAYS, stages=[{**shorter(), "par": 3}, {"brief": "x"}], variants={"gear": GEARS})

misspelt: list[Stage] = [{"exampels": DAYS}]  # type: ignore[typeddict-unknown-key]
Level("e", title="E", examples=DAYS, stages=[{"alhpa": 0.1}])  # type: ignore[typeddict-unknown-key]
Level("f", title="F", examples=DAYS, stages=[{"star": "two"}])  # type: ignore[typeddict-item]
Level("g", title="G", examples=DAYS, variants={"gear": {"low": {"alpha": "fast"}}})  # type: ignore[typeddict-item]
Level("p", title="P", examples=DAYS, variants={"gear": {"low": {"alhpa": 1.0}}})  # type: ignore[typeddict-unknown-key]
Level("h", title="H", examples=DAYS, variants={"gear": {"low": {"id": "other"}}})  # type: ignore[typeddict-unknown-key]
Level("i", titel="I", examples=DAYS)  # type: ignore[call-arg]
Level("j", title="J", examples=[(1, 2)])  # type: ignore[list-item]
Level("k", title="K", examples=DAYS, target=0.01)  # type: ignore[arg-type]
Level("l", title="L", examples=DAYS, questions=Question("Is it?", ["yes", "no"], "yes"))  # type: ignore[arg-type]
Question("Is it?", ["yes", "no"], right=1)  # type: ignore[arg-type]
Level("m", title="M", examples=DAYS, par=1, par_unit="stpes")  # type: ignore[arg-type]
Level("n", title="N", examples=DAYS, schedule="linaer")  # type: ignore[arg-type]
Marker("Where?", 0, 1, 0.5, 0.1, hue="wieght")  # type: ignore[arg-type]
Knob("alpha", "low", 1)  # type: ignore[call-overload]
