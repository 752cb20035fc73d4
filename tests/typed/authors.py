"""What an author's type checker says of learners and metrics: a knob is a float, of names a str, of the class a Knob.

`mypy --strict` over the tests is the test, as for level files beside this one.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from downslope import Knob, Learner, Metric


class Lazy(Learner):
    effort = Knob(0.0, 1.0, start=0.5)
    gear = Knob(stops=(0.5, 1.0), start=1.0)
    mood = Knob(stops=("calm", "bold"), start="calm")

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        factor = self.effort if self.mood == "calm" else self.gear
        return weight - weight_delta * alpha * factor


class Quartic(Metric):
    scale = Knob(0.5, 4.0, start=1.0)

    def error(self, prediction: float, goal_prediction: float) -> float:
        return float((prediction - goal_prediction) ** 4) * self.scale


lazy = Lazy()
lazy.effort = 0.25
effort: float = lazy.effort
mood: str = lazy.mood
high: float = Lazy.effort.high
knob: Knob = Lazy.effort

wrong: str = lazy.effort  # type: ignore[assignment]
also: float = lazy.mood  # type: ignore[assignment]
lazy.effort = "much"  # type: ignore[assignment]
Knob(0.0, 1.0, start="calm")  # type: ignore[call-overload]
Knob(stops=("calm", "bold"), start=1.0)  # type: ignore[arg-type]
