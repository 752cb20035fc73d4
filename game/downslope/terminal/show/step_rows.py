"""The last steps as a table: weight, prediction, delta, error; by hand the last looks."""

from __future__ import annotations

from rich.text import Text

from ...i18n import _
from .figures import figure
from .run_part import HandPart, RunPart
from .style import HUES

WEIGHTS, PREDICTIONS = 3, 6  # of so many at most each is told


def step_rows(part: RunPart, place: int, most: int) -> list[Text]:
    """A head and at most so many steps less one, the present one last."""
    run = part.run
    if isinstance(part, HandPart):
        return _look_rows(part, place, most)
    if run.network.size > 1 or part.each > 1:
        return _beat_rows(part, place, most)
    heads = f"{_('step'):>5}{_('weight'):>10}{_('prediction'):>12}{_('delta'):>9}{_('error'):>10}"
    lines = [Text(heads, HUES["text2"])]
    for step in range(max(part.first, place - most + 2), place + 1):
        look = run.at(step)
        weight, prediction, delta = look.weights[0], look.predictions[0][0], look.deltas[0][0]
        line = Text(f"{look.iteration:>5}", f"bold {HUES['text']}" if step == place else HUES["text2"])
        line.append(f"{figure(weight):>10}", HUES["weight" if weight >= 0 else "weight_negative"])
        line.append(f"{figure(prediction):>12}", HUES["prediction"]).append(f"{figure(delta):>9}", HUES["text"])
        lines.append(line.append(f"{figure(look.error):>10}", HUES["error"]))
    return lines


def _beat_rows(part: RunPart, place: int, most: int) -> list[Text]:
    """Of several weights: what each example got after the last steps or passes, and what is measured."""
    here, told = part.beat(place), len(part.examples) * part.run.network.outputs <= PREDICTIONS
    weighs = part.run.network.size <= WEIGHTS
    unit = _("pass") if part.unit == "passes" else _("step")
    heads = Text(f"{unit:>5}", HUES["text2"])
    if weighs:
        heads.append(f"{_('weights'):>{8 * part.run.network.size}}")
    if told:
        heads.append(f"{_('predictions'):>{max(13, 8 * len(part.examples) * part.run.network.outputs)}}")
    lines = [heads.append(f"{part.title:>10}")]
    for beat in range(max(0, here - most + 2), here + 1):
        at = part.first + beat * part.each
        line = Text(f"{beat:>5}", f"bold {HUES['text']}" if beat == here else HUES["text2"])
        for value in part.weights(at) if weighs else ():
            line.append(f"{figure(value):>8}", HUES["weight" if value >= 0 else "weight_negative"])
        if told:
            values = "".join(f"{figure(value):>8}" for row in part.predictions(at) for value in row)
            line.append(f"{values:>13}", HUES["prediction"])
        lines.append(line.append(f"{figure(part.measure(beat)):>10}", HUES["error"]))
    return lines


def _look_rows(part: HandPart, place: int, most: int) -> list[Text]:
    """The same of what was looked at by hand."""
    here = part.beat(place)
    lines = [Text(f"{_('look'):>5}{_('weight'):>10}{part.title:>16}", HUES["text2"])]
    for number in range(max(0, here - most + 2), here + 1):
        look = part.looks[number]
        weight = look.weights[0]
        line = Text(f"{number:>5}", f"bold {HUES['text']}" if number == here else HUES["text2"])
        line.append(f"{figure(weight):>10}", HUES["weight" if weight >= 0 else "weight_negative"])
        lines.append(line.append(f"{figure(look.error):>16}", HUES["error"]))
    return lines
