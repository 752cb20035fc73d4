"""A page of the terminal: head, caption, chart, weights, examples or pictures, keys; at least 80 x 24.

Larger terminals have a larger chart, more rows of examples, and beside one neuron's numbers its bowl.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.text import Text

from ...captions.findings import choice_finding
from ...captions.moment import Moment
from ...captions.sentences import sentence
from ...i18n import _, plural_form
from ...learning.architecture import kernel_count
from ...rules.actions import Turn
from ...rules.campaign import code
from ...rules.stars import par_of
from ...solving.tried import Tried
from ...view.format.markup import pieces
from .chart import bowl, chart, drawable
from .ending import badge, others, result_sentence
from .picture_rows import accuracy_row, beside, kernel_rows, look_sentence, stranger_rows
from .rows import example_rows, step_rows, weight_rows
from .run_part import PicturePart, RunPart
from .style import HUES, ascii_text, figure, knob_number, target_number

LEAST = 80, 24
WIDE, TALL = 96, 34  # columns from which the bowl stands beside; rows from which the chart is larger
SIDE = 14  # columns right of the chart


class PageSize(NamedTuple):
    """What is drawn on. `unicode`: it can show more than ASCII."""

    width: int
    height: int
    unicode: bool = True

    @property
    def fits(self) -> bool:
        return self.width >= LEAST[0] and self.height >= LEAST[1]


class PageContent(NamedTuple):
    """What is seen: a part of a run at a place; how it was asked for; the keys that can be pressed.

    `end`: the run is over, and its end is told; `tried`: what else was tried; `is_from_elsewhere`: which unseen
    picture;
    `moment`: what is told just now; None: what the place says; `earlier`: a part comes after it, and was tried for.
    """

    part: RunPart
    place: int
    end: bool = False
    tried: Tried | None = None
    is_from_elsewhere: int = 0
    asked: str = ""
    keys: Sequence[tuple[str, str]] = ()
    moment: Moment | None = None
    earlier: bool = False


def page(sheet: PageSize, shown: PageContent) -> list[Text]:
    """Exactly `height` lines, none wider than `width`."""
    part, place = shown.part, shown.place
    top = [head(part, place), caption_line(shown), Text()]
    foot = _foot(sheet, shown)
    room = sheet.height - len(top) - len(foot)
    if isinstance(part, PicturePart):
        body = _picture_body(sheet, shown, part, room)
    else:
        body = _body(sheet, shown, room)
    lines = [*top, *body[:room], *foot]
    lines += [Text()] * (sheet.height - len(lines))
    return [fit(line, sheet) for line in lines[: sheet.height]]


def fit(line: Text, sheet: PageSize) -> Text:
    """As it can be written there, and no wider."""
    line = line.copy()
    line.rstrip()
    line.truncate(sheet.width, overflow="ellipsis")
    return line if sheet.unicode else ascii_text(line)


def head(part: RunPart, place: int) -> Text:
    """The level, what its knobs stand on, how far it is."""
    session, level = part.session, part.level
    text = Text(" ").append(f"{code(session.base, session.catalog)}", f"bold {HUES['text']} on {HUES['pill']}")
    text.append(f"  {_(session.base.title) or session.base.id}", HUES["text"])
    if session.base.stages and session.stage:
        text.append("   " + _("part {n}").format(n=session.stage + 1), HUES["text2"])
    alpha = part.alpha(place)
    if isinstance(alpha, (int, float)):
        text.append(f"   {_(level.words.get('alpha', 'alpha'))} ", HUES["text2"])
        text.append(knob_number(float(f"{alpha:.3g}")), HUES["alpha"])
    elif alpha is not None:
        text.append("   " + _("an alpha for each"), HUES["text2"])
    text.append_text(_progress(part, place))
    par, _unit = par_of(session.base)
    if par is not None and not part.shares:
        text.append("   " + _("par {par}").format(par=par), HUES["text2"])
    turned = {one.knob: one.value for one in session.actions if isinstance(one, Turn)}
    for name, value in turned.items():
        if name not in ("weight", "alpha"):
            text.append(f"   {_(level.words.get(name, name))} ", HUES["text2"])
            text.append(knob_number(value), HUES["alpha"])
    return text


def _progress(part: RunPart, place: int) -> Text:
    """`pass 8 of at most 400`"""
    text, made, budget = Text("   ", HUES["text2"]), place - part.first, part.level.budget

    def add(words: str, value: object, rest: str = "") -> None:
        text.append(words + " ", HUES["text2"]).append(str(value), HUES["text"]).append(rest, HUES["text2"])

    if isinstance(part, PicturePart):
        kernels = kernel_count(part.run.network)
        if kernels:
            text.append(plural_form("{n} kernel", "{n} kernels", kernels).format(n=kernels) + "   ")
        if part.level.learner is not None:
            add(_("step"), made, " " + _("of {n}").format(n=budget * part.each) + "   ")
            add(_("pass"), knob_number(float(f"{made / part.each:.2f}")), " " + _("of {n}").format(n=budget))
    elif part.unit == "looks":
        add(_(part.level.words.get("probe", "look")), part.beat(place))
    else:
        maximum = " " + _("of at most {n}").format(n=budget)
        add(_("pass") if part.unit == "passes" else _("step"), part.beat(place), maximum)
    return text


def caption_line(shown: PageContent) -> Text:
    """What is said at this place: a moment of it, else the last one that had to be seen."""
    part, place = shown.part, shown.place
    if shown.end:
        text = result_sentence(part)
        text.stylize(f"bold {HUES['text']}")
        return Text(" ").append_text(text)
    if isinstance(part, PicturePart) and not any(each.step == place for each in part.moments):
        return Text(f" {look_sentence(part, place)}", f"bold {HUES['text']}")
    if shown.moment is not None:
        return _said(shown.moment)
    by_now = [each for each in part.moments if each.step <= place]
    here = [each for each in by_now if each.step == place or not each.rank]
    if not here:
        chosen = choice_finding(shown.tried) if shown.tried is not None and not shown.earlier else None
        here = [chosen] if chosen is not None else []
    return _said(here[-1]) if here else Text()


def _said(moment: Moment) -> Text:
    line = Text(" ")
    for words, colour in pieces(sentence(moment)):
        line.append(words, f"bold {HUES.get(colour, HUES['text'])}")
    return line


def _body(sheet: PageSize, shown: PageContent, room: int) -> list[Text]:
    part, place = shown.part, shown.place
    rows = 12 if sheet.height >= TALL else 7
    # The chart, and at its right what is measured now and what is wanted
    columns = min(100, sheet.width - 6 - SIDE)
    side = [Text(part.title, HUES["text2"]), Text(figure(part.now(place)), HUES["error"]), Text()]
    if part.aim is not None:
        side += [Text(_("wanted"), HUES["text2"]), Text(target_number(part.aim, 8), HUES["goal"])]
    lines = beside(chart(part, place, columns, rows), side, columns + 8)
    left = room - len(lines)
    beside_it = sheet.width >= WIDE and part.run.network.size == 1 and drawable(part.run)
    weights = weight_rows(part, place, 46 if beside_it else sheet.width, max(2, left - 2))
    spare = left - len(weights) - 1
    total = sum(len(goals) for _inputs, goals in part.examples)
    tall = sheet.height >= TALL
    shares_room = tall or (part.run.network.size == 1 and part.unit != "passes")
    examples = example_rows(part, place, min(total, max(1, spare - (10 if tall else 4) * shares_room)))
    lower = [*weights, Text(), *examples]
    steps = min(16, left - len(lower) - 1)
    if shares_room and steps >= 3:
        table = step_rows(part, place, steps)
        lower += [Text(), *table, *[Text()] * (steps - len(table))]
    if beside_it:
        curve = bowl(part.run, place, rows=max(5, min(15, left - 3)), columns=min(44, sheet.width - 52))
        lower = beside(lower, curve, 51)
    return [*lines, *lower]


def _picture_body(sheet: PageSize, shown: PageContent, part: PicturePart, room: int) -> list[Text]:
    place = shown.place
    tall = sheet.height >= TALL
    picture = stranger_rows(part, place, shown.is_from_elsewhere)
    width = sheet.width >= 110
    columns = 64 if width else max(24, sheet.width - 6 - 44)
    lines = chart(part, place, columns, 12 if tall else 10)
    lines = beside(lines, picture, columns + (9 if width else 6))
    lines += [Text()] * tall + [accuracy_row(part, place, shown.is_from_elsewhere, sheet.width)] + [Text()] * tall
    left = room - len(lines) - 2 * tall
    lines += kernel_rows(part, place, shown.is_from_elsewhere, sheet.width, left)
    if shown.asked and tall:
        lines += [Text(), Text(" " + _("asked for:") + " ", HUES["text2"]).append(shown.asked, HUES["text"])]
        ends = plural_form("ends after {n} pass", "ends after {n} passes", part.level.budget)
        lines[-1].append("   " + ends.format(n=part.level.budget), HUES["text2"])
    return lines


def _foot(sheet: PageSize, shown: PageContent) -> list[Text]:
    keys, gap = Text(" "), 1 if shown.end else 2
    for key, words in shown.keys:
        keys.append(key, f"bold {HUES['text']}").append(f" {words}{' ' * gap}", HUES["text2"])
    keys.rstrip()
    if not shown.end:
        return [Text(), keys, Text()]
    card = badge(shown.part, sheet.unicode)
    line = others(shown.tried, sheet.width, sheet.unicode)
    if shown.keys and line.cell_len + keys.cell_len + 2 <= sheet.width and line.plain:
        return [card, line.append("  ").append_text(keys), Text()]
    return [card, line if line.plain else keys, keys if line.plain else Text()]
