"""What an author's type checker says of learners and level files: what is wrong is told, what is right is not.

`mypy --strict` over the tests is the test: a comment that ignores an error that is none is an error itself. pyright
reads the same comments.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from downslope import Changes, Example, Knob, Learn, Learner, Level, Marker, Near, Neuron, Question, Stage, Turn


class Lazy(Learner):
    effort = Knob(0.0, 1.0, start=0.5)
    mood = Knob(stops=("calm", "bold"), start="calm")

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight - weight_delta * alpha * (self.effort if self.mood == "calm" else 1.0)


lazy = Lazy()
lazy.effort = 0.25
mood: str = lazy.mood
knob: Knob = Lazy.effort
wrong: str = lazy.effort  # type: ignore[assignment]
also: float = lazy.mood  # type: ignore[assignment]
lazy.effort = "much"  # type: ignore[assignment]
Knob(0.0, 1.0, start="calm")  # type: ignore[call-overload]
Knob(stops=("calm", "bold"), start=1.0)  # type: ignore[arg-type]
Knob("alpha", "low", 1)  # type: ignore[call-overload]

DAYS = [Example(1, 2, "Monday"), Example((0.5, 1), [1, 0])]
right: list[Stage] = [{"examples": DAYS, "star": 2}, {"alpha": 0.1, "target": Near(0.01)}]
change: Changes = {"network": Neuron(2), "alpha": [0.1, 0.2]}
GEARS: dict[str | float, Changes] = {"low": {"alpha": 0.1}}
Level("a", title="A", examples=DAYS, stages=right, variants={"gear": {"low": change, 2: {"alpha": 0.1}}})
Level("b", title="B", examples=DAYS, stages=[{**right[0], "frozen": frozenset({1})}], variants={"gear": GEARS})
Level("c", title="C", examples=DAYS, knobs=[Knob("alpha", 0.1, 1, step=0.1)], learner=None, ghost=[Learn(3)])
Level("d", title="D", examples=DAYS, questions=[Question("Is it?", ["yes", "no"], "yes", actions=[Turn("alpha", 1)])])

Level("e", title="E", examples=DAYS, stages=[{"alhpa": 0.1}])  # type: ignore[typeddict-unknown-key]
Level("f", title="F", examples=DAYS, stages=[{"star": "two"}])  # type: ignore[typeddict-item]
Level("g", title="G", examples=DAYS, variants={"gear": {"low": {"alpha": "fast"}}})  # type: ignore[typeddict-item]
Level("h", title="H", examples=DAYS, variants={"gear": {"low": {"id": "other"}}})  # type: ignore[typeddict-unknown-key]
Level("j", title="J", examples=[(1, 2)])  # type: ignore[list-item]
Level("m", title="M", examples=DAYS, par=1, par_unit="stpes")  # type: ignore[arg-type]
Marker("Where?", 0, 1, 0.5, 0.1, hue="wieght")  # type: ignore[arg-type]
