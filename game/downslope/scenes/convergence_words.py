"""What the convergence map says: of its axes, of the cell under the cursor, of what cannot be set in the level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..convergence.axes import MapPlane
from ..convergence.convergence_map import Cell, ConvergenceMap
from ..convergence.one_neuron_law import Law
from ..i18n import _, several
from ..rules import campaign
from ..rules.catalog import thing_title
from ..rules.misses import signed_misses, steady_ratio
from ..view.charts.outcome_axes import value_text
from ..view.charts.outcome_details import CellDetails
from ..view.format.numbers import number

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..rules.catalog import Catalog
    from ..rules.session import Session

COARSE = 100  # columns: with more of them they are counted
SAMPLES = 24  # steps, or passes, that are drawn
HIGHEST = 10.0  # a miss of more than so many times the first is beyond the chart
SAME = 1e-9


def may_say_law(game: Game) -> bool:
    """The law is an answer: the level that asks for an alpha for each weight. Until it is reached, nothing says it."""
    asking = [p.level.id for p in campaign.places(game.catalog) if not isinstance(p.level.alpha, (int, float))]
    return all(game.progress.has_reached(name) for name in asking)


def value_name(plane: MapPlane, column: int, catalog: Catalog) -> str:
    """A column's value in words."""
    value = plane.across.values[column]
    if plane.across.name != "learner":
        return value_text(value)
    return learner_name(str(value), plane.level.plugin, catalog)


def learner_name(name: str, plugin: str, catalog: Catalog) -> str:
    """A learner's title, else its name in words."""
    return _(thing_title(catalog.learner(name, plugin)))


def axis_title(plane: MapPlane, session: Session) -> str:
    """What the level axis shows."""
    return {"weight": _("start weight"), "learner": _("learner")}.get(plane.across.name) or own_name(plane, session)


def own_name(plane: MapPlane, session: Session) -> str:
    """What a learner's own knob is called in this level."""
    knob = session.level.knob(plane.across.name)
    return _(knob.title) if knob is not None and knob.title else plane.across.name


def cell_sentence(plane: MapPlane, session: Session) -> str:
    """What is drawn against what."""
    columns, rows = len(plane.across.values), len(plane.up.values)
    if plane.across.name == "weight" and columns > COARSE:
        return _("Convergence map: {columns} start weights against {rows} alphas").format(columns=columns, rows=rows)
    if plane.across.name == "weight":
        return _("Convergence map: every start weight against every alpha")
    if plane.across.name == "learner":
        return _("Convergence map: every learner against every alpha")
    return _("Convergence map: every {knob} against every alpha").format(knob=own_name(plane, session))


def details_of(
    cells: ConvergenceMap, place: tuple[int, int], run: Session | None, session: Session, lawful: bool
) -> CellDetails:
    """`run`: the run of this place once it has ended; None: it is still running. `lawful`: the law may be said."""
    column, row = place
    plane = cells.plane
    name, alpha = value_name(plane, column, cells.catalog), value_text(plane.up.values[row])
    if plane.across.name == "weight":
        first = _("weight [weight:{value}]").format(value=name)
    elif plane.across.name == "learner":
        first = f"[value:{name}]"
    else:
        first = f"{own_name(plane, session)} [value:{name}]"
    values = f"{first}\u2003[alpha:α] [alpha:{alpha}]"
    each = len(session.run.batches)
    cell = cells.cell(column, row)
    if run is not None and run.outcome is not None:
        cell = Cell(run.outcome.kind, run.outcome.step // each)
    if cell is None:
        note = _("It cannot be run here.") if cells.faulty(column, row) else _("running …")
        return CellDetails("", note, values, " ", (), True, ())
    if each > 1:
        count = several("[value:{n}] pass", "[value:{n}] passes", cell.beats)
    else:
        count = several("[value:{n}] step", "[value:{n}] steps", cell.beats)
    misses, signed = trace_of(run) if run is not None else ((), True)
    law = cells.judge.law if cells.judge is not None and lawful else None
    ratio = steady_ratio(run) if run is not None and law is None else None
    said = law_words(law, float(plane.up.values[row])) if law is not None else ratio_words(ratio)
    return CellDetails(cell.kind, "", values, count.format(n=cell.beats), misses, signed, said)


def trace_of(run: Session) -> tuple[tuple[float, ...], bool]:
    """The misses of a run with their signs, of a long one every so many; else the errors, pass by pass."""
    ran_away = run.outcome is not None and run.outcome.kind == "runaway"
    misses = signed_misses(run, 0, min(run.count, SAMPLES) if ran_away else run.count)
    if misses is not None:
        every = -(-len(misses) // SAMPLES)
        misses = misses[:: every + 1 - every % 2]  # an odd number: a miss that changes sides is seen to do so
        high = HIGHEST * abs(misses[0])
        beyond = next((k for k, miss in enumerate(misses) if k > 1 and abs(miss) > high), len(misses))
        return tuple(misses[:beyond]), True
    each = len(run.run.batches)
    beats = run.count // each
    every = max(1, -(-beats // SAMPLES))
    history, whole = run.run.history, run.run.full_problem
    errors = [whole.error(history.weights_at(k * each)) for k in range(0, beats, every)] + [run.run.error()]
    high = HIGHEST * abs(errors[0])
    beyond = next((k for k, error in enumerate(errors) if k > 1 and not abs(error) <= high), len(errors))
    return tuple(errors[:beyond]), False


def law_words(law: Law, alpha: float) -> tuple[str, ...]:
    """One step multiplies the miss by 1 - alpha * mean(input ** 2)."""
    steep = value_text(float(f"{law.steep * law.pull:.4g}"))
    left = law.left(alpha)
    first = _("each step: miss × (1 − [alpha:α]·[input:{steep}])").format(steep=steep)
    return first, _("= miss × [value:{left}]: {turn}").format(left=_ratio(left), turn=turn_words(left))


def ratio_words(ratio: float | None) -> tuple[str, ...]:
    """The same, only seen in this run."""
    if ratio is None:
        return ()
    return (_("each miss is [value:{left}] of the last: {turn}").format(left=_ratio(ratio), turn=turn_words(ratio)),)


def turn_words(left: float) -> str:
    """What becomes of a miss that is multiplied by `left` each step."""
    if abs(left) < SAME:
        return _("nothing is left")
    if abs(abs(left) - 1.0) < SAME:
        return _("it changes sides and stays as large") if left < 0 else _("it stays")
    if abs(left) > 1.0:
        return _("it changes sides and grows") if left < 0 else _("it grows")
    return _("it changes sides") if left < 0 else _("it shrinks on its side")


def _ratio(value: float) -> str:
    return number(0.0 if abs(value) < SAME else value, 1 if abs(value * 10 - round(value * 10)) < SAME else 2)
