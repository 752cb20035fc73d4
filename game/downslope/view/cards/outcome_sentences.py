"""Why a run ended as it did, in words with its real numbers: a paragraph for every kind and cause of outcome.

A sentence is a claim about a run. Each stands beside what must be true for it (rules/run_facts.py), and of those that
tell the same thing the first one that is true is said. The sentences never say which alpha would do better: that is
for the player to find.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import ascii_uppercase

from ...i18n import _, plural_form, sentence_case
from ...rules import (
    GAIN,
    OUTCOMES,
    Outcome,
    RunFacts,
    RunFacts as Run,
    Session,
    alpha_since,
    input_name,
    item_title,
    words_for,
)
from ..format.numbers import decimals, number, percent, short

# The numbers in an outcome's sentences as the player reads them: of a run told in steps, or in passes.


def numbers_of(facts: RunFacts) -> dict[str, str]:
    """What is not known is a question mark, which no sentence that holds asks for."""
    values, ratio = facts.values, facts.ratio
    names = ("prediction", "turn_prediction", "goal", "length")
    texts = {name: number(values[name]) if name in values else "?" for name in names}
    tolerance = facts.session.level.aim.tolerance or 0.0
    swing = facts.misses[facts.turn - facts.first :] or facts.cycle_errors or [0.0]
    digits = 2  # of the ratio: as many decimals as it takes not to read as 1
    while ratio is not None and digits < 6 and abs(abs(ratio) - 1) < 0.5 * 10**-digits:
        digits += 1
    crossing, swings, order = "?", "?", _("The goal")
    if facts.crossing is not None:  # input 2: of neurons side by side the one that crossed
        words, value = facts.session.level.words, short(facts.run.examples[0][0][facts.crossing])
        name = input_name(words, facts.crossing, f"{_(words.get('input', 'input'))} {value}")
        crossing = sentence_case(_(name))
    if facts.cycles_between_few():  # where an orbit goes to, twice round
        goal = facts.values["goal"]
        swings = ", ".join(2 * [short(round(goal + m, 6)) for m in facts.misses[facts.turn - facts.first : -1]])
    if facts.session.base.stages:  # of a level with several orders the one it is at
        order = _("Order {letter}").format(letter=ascii_uppercase[facts.session.stage % len(ascii_uppercase)])
    texts |= {
        "steps": _counted(facts, facts.steps), "period": _counted(facts, facts.end - facts.turn),
        "end": str(facts.end), "next": str(facts.end + 1),
        "turn": str(facts.turn), "at": _("step {n}").format(n=facts.turn),
        "since": str(alpha_since(facts.session) + 1),
        "alpha": short(values["alpha"]) if "alpha" in values else "?",
        "ratio": "?" if ratio is None else number(ratio, digits),
        "square": "?" if ratio is None else number(values.get("error_ratio", ratio * ratio)),
        "gain": percent(GAIN).replace("%", " %"),
        "tolerance": short(tolerance), "swings": swings, "Name": crossing, "order": order,
        "exactly": number(values["prediction"], max(2, decimals(tolerance) + 1)) if "prediction" in values else "?",
        "most": short(values.get("most", 0.0)),
        "meter": _(item_title(facts.run.metric)),
        "weight": number(facts.weights_at(facts.end)[0]), "word": _("error"),
        "low": number(min(swing), plus=facts.single()), "high": number(max(swing), plus=facts.single()),
        "error_first": _error(values, "error_first", 1), "error_last": _error(values, "error_last", 1),
    }  # fmt: skip
    if facts.each == 1:
        return texts
    # Where a step sees some of the examples: told in passes, by the error over all of them
    run, each = facts.run, facts.each
    passes = -(-facts.steps // each)
    aim = facts.session.level.aim  # an exam on what is not seen is another number
    summed = aim.summed and not aim.unseen and run.sample_problem is run.full_problem
    times = len(run.examples) if summed else 1
    looks = [error * times for error in facts.cycle_errors] or [0.0]
    turned = (facts.turn - facts.first) // each
    return texts | {
        "steps": _counted(facts, passes, "passes"),
        "period": _counted(facts, (facts.end - facts.turn) // each, "passes"),
        "at": _("pass {n}").format(n=turned), "word": _("exam") if times > 1 else _("error"),
        "error_first": _error(values, "error_first", times), "error_last": _error(values, "error_last", times),
        "low": number(min(looks)), "high": number(max(looks)),
    }  # fmt: skip


def _error(values: Mapping[str, float], name: str, times: int) -> str:
    return number(values[name] * times) if name in values else "?"


def _counted(facts: RunFacts, count: int, unit: str = "steps") -> str:
    """By the level's own word: nights, moves."""
    return f"{count} {plural_form(*words_for(facts.session.level.words, unit), count)}"


CAUSES = tuple((kind, cause) for kind, row in OUTCOMES.items() for cause in row.causes)
Cause = tuple[str, str]


# Light markup, with numbers of the run in braces, "" says nothing; and when it is true
Sentence = tuple[str, Callable[[Run], bool]]
Slot = Sequence[Sentence]  # the first one that holds is said; none, where none does


def why(session: Session, outcome: Outcome) -> str:
    """The paragraph, with light markup."""
    run = Run(session, outcome)
    numbers = numbers_of(run)
    return " ".join(text.format(**numbers) for text in choose(sentences()[outcome.kind, outcome.cause], run))


def choose(slots: Sequence[Slot], run: Run) -> list[str]:
    """The first of each slot that is true."""
    return list(filter(None, (next((text for text, holds in slot if holds(run)), "") for slot in slots)))


def short_words() -> dict[Cause, Slot]:
    """For each cause, what is true of some runs; then the words of its kind, which are true of all."""
    nearer: dict[Cause, Slot] = {
        ("land", "reached"): [
            (_("without passing the goal"), Run.same_side),
            (_("without going past"), Run.never_overshoots),
            (_("the error only fell"), Run.only_decreases),
        ],
        ("overshoot", "passed"): [
            (_("past the goal and back"), Run.crossed_at_turn),
            (_("past the lowest point and back"), Run.overshoots_and_returns),
            (_("up, and down again"), Run.increased_then_fell),
        ],
        ("runaway", "rising"): [(_("higher than it began"), Run.higher)],
        ("stuck", "still"): [(_("each pass undoes itself"), Run.moved_within_pass)],
        ("stuck", "settled"): [
            (_("at the bottom, not at the goal"), Run.at_bottom),
            (_("short of the goal"), Run.short),
            (_("the goal is not met"), Run.unmet),
        ],
        ("crawl", "slow"): [(_("still on the way"), Run.unmet)],
    }
    return {
        (kind, cause): [*nearer.get((kind, cause), ()), (_(words), Run.always)]
        for kind, row in OUTCOMES.items()
        for cause, words in row.causes.items()
    }


def sentences() -> dict[Cause, Sequence[Slot]]:
    """For each cause, slot by slot; of one that has none of its own, the numbers."""
    took = [("", Run.one_step), (_("It took [value:{steps}]."), Run.always)]
    fell = (_("The [error:{word}] went from [error:{error_first}] to [error:{error_last}]."), Run.has_fall)
    of_several = [(fell[0], lambda run: not run.single() and run.has_fall())]
    near = (_("Landed: [prediction:{exactly}], within [value:{tolerance}] of [goal:{goal}]."), Run.near)
    had = (_("The run had [value:{steps}]."), Run.always)
    plain: dict[Cause, Sequence[Slot]] = {cause: [[fell], [had]] for cause in CAUSES}
    return plain | {
        ("land", "reached"): [
            [
                near,
                (_("The [prediction:prediction] came to [prediction:{prediction}]; the goal is [goal:{goal}]."),
                 Run.aims_at_goal),
                fell,
            ],
            [
                (_("One step was enough."), Run.one_step),
                (_("Each step left [value:{ratio}] of the miss, always on the same side."),
                         lambda run: run.steady() and (run.ratio or 0) > 0 and run.same_side()),
                (_("From step [value:{since}] on, each left [value:{ratio}] of the miss."),
                         lambda run: run.ratio is not None and run.ratio > 0 and not run.steady()),
                (_("It stayed on one side of the goal."), Run.same_side),
                (_("It never went past the lowest point."), Run.never_overshoots),
                (_("From pass to pass the [error:{word}] never rose."), Run.only_decreases),
            ],
            took,
        ],
        ("overshoot", "passed"): [
            [
                (_("Step [value:{turn}] went to [prediction:{turn_prediction}], past [goal:{goal}]."),
                 Run.crossed_at_turn),
                (_("{Name} crossed the [goal:goal] at every step; the others never did."),
                         lambda run: run.crossing is not None),
                (_("At [value:{at}] it had gone past the lowest point, and it came back."), Run.overshoots_and_returns),
                (_("At [value:{at}] the [error:{word}] had risen; then it fell again."), Run.increased_then_fell),
                (_("It did not go straight there."), Run.always),
            ],
            [
                (_("Each miss is [value:{ratio}] of the last: it changes sides and shrinks."),
                         lambda run: run.steady() and -1 < (run.ratio or 0) < 0),
                (_("Then it came back."),
                         lambda run: run.single() and abs(run.misses[-1]) < abs(run.misses[run.turn - run.first])),
                *of_several,
            ],
            [
                near,
                (_("The [prediction:prediction] is [prediction:{prediction}]."), Run.single),
            ],
            took,
        ],
        ("orbit", "cycle"): [
            [
                (_("From [value:{at}] on it swings: [prediction:{swings}] …"), Run.cycles_between_few),
                (_("From [value:{at}] on, the same [value:{period}] repeat."), Run.always),
            ],
            [
                (_("The miss swings between [value:{low}] and [value:{high}]."), Run.single),
                (_("The [error:{word}] swings from [error:{low}] to [error:{high}]."), Run.has_cycle_errors),
            ],
            [(_("From there on it repeats the same steps, for ever."), Run.always)],
        ],
        ("orbit", "hovers"): [
            [(_("After [value:{steps}] it still moves about as far as before, and gets no nearer."), Run.always)],
            [fell],
            [(_("What one step wins, another loses."), Run.gains_and_losses)],
        ],
        ("runaway", "not-finite"): [
            *_grows(),
            [
                (_("Step [value:{next}] would be larger than any number can be."),
                         lambda run: run.run.diverged),
                (_("The [error:{word}] is larger than any number can be."), Run.always),
            ],
        ],
        ("runaway", "far"): [
            *_grows(),
            [(_("After [value:{steps}] the [error:{word}] is [error:{error_last}]."), Run.has_last_error)],
        ],
        ("runaway", "rising"): [
            *_grows(),
            [fell],
            [
                (_("It is higher than at the start, and rising."), Run.higher),
                (_("In the last quarter it was higher than before, and higher than at the start."), Run.always),
            ],
        ],
        ("stuck", "still"): [
            [
                (_("The last step changed no [weight:weight], so no later one will: each would see the same "
                "numbers."), Run.stands_still),
                (_("The last pass moved the [weight:weights] to and fro, and all its pulls cancel. Every "
                "later pass will do the same."), Run.moved_within_pass),
                (_("No step of the last pass changed a [weight:weight], so no later one will. Other start "
                           "weights may: Reset, then turn the spread."),
                         lambda run: run.still_pass() and run.session.level.knob("spread") is not None),
                (_("No step of the last pass changed a [weight:weight], so no later one will. Other weights "
                           "may: turn one."),
                    lambda run: run.still_pass() and any(knob.name == "weight" for knob in run.session.level.knobs)),
                (_("No step of the last pass changed a [weight:weight], so no later one will: each would see "
                "the same numbers."), Run.still_pass),
                (_("The last step moved the [weight:weights] by no more than rounding does, and no later one "
                           "will do more."), Run.always),
            ],
            [
                (_("The [prediction:prediction] stays [prediction:{prediction}]; the goal is [goal:{goal}]."),
                 Run.single),
                (_("After each pass the [error:{word}] is [error:{error_last}]."), Run.moved_within_pass),
                (_("The [error:{word}] stays [error:{error_last}]."), Run.has_last_error),
            ],
        ],
        ("stuck", "settled"): [
            [
                (_("At the bottom of {meter}: [weight:{weight}]. {order} asks for something else."),
                 Run.is_lowest_of_chosen),
                (_("The steps die out at the lowest point of this [error:{word}], but the goal is not met "
                "there."), Run.at_bottom),
                (_("The steps die out short of the goal."), Run.short),
                (_("From pass to pass it moves less and less, and the goal is not met."),
                         lambda run: run.each > 1 and run.unmet()),
                (_("The steps die out, and the goal is not met."), Run.unmet),
                (_("The steps die out."), Run.always),
            ],
            [("", Run.is_lowest_of_chosen),
             (_("In the last quarter of [value:{steps}] the [error:{word}] fell by less than [value:{gain}]."),
              Run.hardly_fell)],
            [("", Run.is_lowest_of_chosen),
             (_("The [error:{word}] is [error:{error_last}]."), Run.has_last_error)],
        ],
        ("bump", "gate"): [
            [(_("Step [value:{end}] crossed the gate by [prediction:{length}]; [goal:{most}] may pass."), Run.always)],
        ],
        ("crawl", "slow"): [
            [(_("Each step leaves [value:{ratio}] of the miss."), Run.shrinks)],
            [
                (_("After [value:{steps}] its time is up, and the [error:{word}] still falls."), Run.lower_in_the_end),
                (_("After [value:{steps}] its time is up."), Run.always),
            ],
            [
                (_("It reads nearly all its training digits: it needs different digits, not more passes."),
                 Run.learned_by_heart),
                fell,
            ],
            [
                ("", Run.shrinks),
                (_("The last step was shorter than what is left to go."),
                    lambda run: len(run.misses) > 1 and abs(run.misses[-1] - run.misses[-2]) < abs(run.misses[-1])),
            ],
        ],
        ("crawl", "searching"): [
            [(_("This learner draws random numbers, so nothing is proved: it may still get there."), Run.always)],
            [fell],
            [had],
        ],
    }  # fmt: skip


def _grows() -> list[Slot]:
    return [
        [(_("One step is [alpha:α] × [value:weight_delta]."), Run.downhill)],
        [
            (_("At [alpha:{alpha}] each step lands past the [goal:flag], and each miss is [value:{ratio}] "
                       "times the last."), lambda run: run.ratio is not None and run.ratio < -1),
            (_("At [alpha:{alpha}] each step stays on its side, and each miss is [value:{ratio}] times the "
                       "last."), lambda run: run.ratio is not None and run.ratio > 1),
            (_("At [value:{at}] the [error:{word}] rose."), Run.increased_at_turn),
        ],
        [(_("The [error:{word}] grows [error:×{square}]."), Run.error_steady)],
    ]  # fmt: skip
