"""What each star of a level asks for and how it stands, in words: for the counter, the level card and the level map."""

from __future__ import annotations

from typing import NamedTuple

from ...attempt.shown import par_phrase, unit_name
from ...i18n import _
from ...rules import Level, Marker, Question, Session, stars, target_info_of
from ...view.format.numbers import short


class StarRow(NamedTuple):
    """A star. condition: what it asks for; state: how it stands, "": nothing is to be said; earned: now or before."""

    star: int
    condition: str
    state: str
    earned: bool


def star_rows(level: Level, have: frozenset[int] = frozenset(), session: Session | None = None,
              watched: bool = False) -> list[StarRow]:  # fmt: skip
    """A row for each star of the level. `have`: won before; `session`: the attempt of now, None: none is made."""
    rows = []
    for star in (1, 2, 3):
        if stars.condition_of(level, star).kind == "none":
            continue
        earned = star in have or (session is not None and not stars.refusal_reason(session, star, watched))
        state = "" if session is None or earned else star_state(session, star, watched)
        rows.append(StarRow(star, condition(level, star), state, earned))
    return rows


def condition(level: Level, star: int) -> str:
    """What this star asks for; "": the level has none."""
    want = stars.condition_of(level, star)
    if want.kind == "reached" and stars.is_called(level):
        return _("{parts} played").format(parts=_(level.words.get("stages", _("all parts"))))
    if want.kind == "reached":
        return goal_phrase(level, level.star_one_stages)
    if want.kind == "par" and level.stage(level.star_one_stages).par_target is not None:
        template, values = target_info_of(level.stage(level.star_one_stages).par_target).asks()
        besides = _(template).format(**{name: short(value) for name, value in values.items()})
        return _("{phrase}, {goal}").format(phrase=par_phrase(level, want.number, want.unit), goal=besides)
    if want.kind in ("par", "expert"):
        phrase = par_phrase(level, want.number, want.unit)
        return _("{phrase}, right at once").format(phrase=phrase) if level.once and star == 2 else phrase
    if want.kind == "questions":
        asked = [question for question in stars.questions_of(level) if question.star == star]
        # What the part is called all of whose needles these questions are about; "": they are about something else
        moments, part = {question.when for question in asked}, ""
        if len(moments) == 1 and not any(isinstance(q, Marker) or q.needle is None for q in asked):
            stage = moments.pop().rpartition(" ")[2]
            label = level.stage(int(stage) if stage.isdigit() else 0).examples[0].label
            part = _(label) if label else ""
        if part:
            return (_("both {part} calls") if len(asked) == 2 else _("all {part} calls")).format(part=part)
        if len(asked) > 1:
            return _("every bet right") if star == 3 else _("every call right")
        if asked and isinstance(asked[0], Question) and asked[0].knob:
            return _("the first choice right")
        return _("the bet right") if star == 3 else _("the call right")
    if want.kind == "stage":
        # Of a part that is for a star alone: its goal, and in how many where it has a par of its own
        number = stars.part_for(level, star)
        part_level = level.stage(number)
        goal = _("target 2: {goal}").format(goal=goal_phrase(level, number))
        if not want.number or "par" not in level.stages[number - 1]:
            return goal
        return _("{goal}, {phrase}").format(goal=goal, phrase=par_phrase(part_level, want.number))
    return ""


def goal_phrase(level: Level, part: int) -> str:
    """What counts as reached in a part of the level, with its tolerance. Parts that star 1 asks for are one goal."""
    aim = level.stage(part).aim
    template, values = aim.asks()
    phrase = _(template).format(**{name: short(value) for name, value in values.items()})
    if aim.tolerance is None or aim.only is not None:
        return phrase
    if not aim.tolerance:
        return _("every value exact")
    parts = range(level.star_one_stages + 1) if part == level.star_one_stages else [part]
    goals = {goal for number in parts for _input, goal_row in level.stage(number).data() for goal in goal_row}
    if len(goals) > 1:
        return phrase
    within = short(aim.tolerance)
    if level.stage(part).visibility("goal") == "hidden":
        return _("the goal, within {within}").format(within=within)
    if part != level.star_one_stages and aim == level.stage(level.star_one_stages).aim:
        return _("goal {goal}").format(goal=short(goals.pop()))
    return _("goal {goal}, within {within}").format(goal=short(goals.pop()), within=within)


def star_state(session: Session, star: int, watched: bool = False) -> str:
    """How a star stands that is not earned: what was used, or why it cannot be had; "": there is nothing to say yet."""
    level, want = session.base, stars.condition_of(session.base, star)
    why = stars.refusal_reason(session, star, watched)
    if watched and star != 1:
        names = {2: _("Watched: no second star in this visit"), 3: _("Watched: no third star in this visit")}
        return names[star]
    lost = why if why != "unreached" or want.kind != "questions" else stars.fault_of_answers(session, star)
    if lost == "wrong":
        return reason(session, star, "wrong")
    if why in ("again", "besides", "over"):
        return reason(session, star, why)
    if want.kind in ("par", "expert") or (want.kind == "stage" and want.number):
        part = stars.part_for(level, star)
        if session.stage == part or (want.kind != "stage" and session.stage < part):
            return _("{count} of {most}").format(count=session.tally.count(session), most=want.number)
    far = session.level.aim.within(session.run) if want.kind == "reached" else None
    return _("{far} to go").format(far=short(far)) if far else ""


def reasons(session: Session, watched: bool, have: frozenset[int]) -> list[str]:
    """A sentence for each star that this attempt has not earned; `have`: those that were won before.

    What auto-solve took is told under the star itself: see `taken_by_machine`.
    """
    missing: dict[str, list[int]] = {}
    for star in (1, 2, 3):
        why = stars.refusal_reason(session, star, watched)
        if why and why != "watched" and star not in have and stars.condition_of(session.base, star).kind != "none":
            missing.setdefault(reason(session, star, why), []).append(star)
    names = {1: _("First star: {why}."), 2: _("Second star: {why}."), 3: _("Third star: {why}.")}
    both = _("Second and third star: {why}.")
    return [(names[which[0]] if len(which) == 1 else both).format(why=why) for why, which in missing.items()]


def taken_by_machine(session: Session, watched: bool, have: frozenset[int]) -> frozenset[int]:
    """The stars that are not given because auto-solve was seen."""
    return frozenset(n for n in (2, 3) if n not in have and stars.refusal_reason(session, n, watched) == "watched")


def reason(session: Session, star: int, why: str) -> str:
    """What a reason of stars.REASONS says, as the end of a sentence."""
    level, want = session.base, stars.condition_of(session.base, star)
    count = session.tally.cost_at_win.get(stars.part_for(level, star), 0)
    asked = [question for question in stars.questions_of(level) if question.star == star]
    knob = any(getattr(question, "knob", "") for question in asked)
    target = target_info_of(level.stage(level.star_one_stages).par_target)
    (one, many), (_asked, values) = target.refusals, target.asks()
    ends = {
        "unreached": _("the level is not won yet"),
        "watched": _("auto-solve was watched in this visit"),
        "over": _("you took {count} {unit}, {most} at most").format(
            count=count, unit=unit_name(level, count, want.unit), most=want.number
        ),
        "again": _("the first call was wrong"),
        "besides": _(one if values.get("count") == 1 else many).format(**values).removesuffix("."),
        "later": _("its target is not reached yet"),
        "unanswered": _("not everything was answered") if len(asked) > 1 else _("no bet was made"),
        "wrong": _("another was chosen first") if knob
        else _("not every answer was right") if len(asked) > 1 else _("the bet was wrong"),
    }  # fmt: skip
    return ends[why]
