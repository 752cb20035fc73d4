"""`downslope solve` in a terminal: pages over the whole screen, at most twenty a second; without one, the end alone."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NamedTuple, TextIO

from rich.console import Console, ConsoleDimensions, Group
from rich.live import Live
from rich.text import Text

from ...attempt.shown import unit_name
from ...captions.findings import choice_finding, findings
from ...captions.look_moments import look_moment
from ...captions.sentences import Moment, sentence
from ...engine.watchdog import dog
from ...i18n import _, plural_form
from ...learning import kernel_count
from ...registry.plugin_guard import answer
from ...rules import (
    OUTCOMES,
    UNITS,
    Session,
    Turn,
    alpha_since,
    code,
    constant_ratio,
    earned_stars,
    following,
    largest,
    par_of,
    target_info_of,
)
from ...solving.tried import Tried
from ...view.format.markup import pieces, plain
from .machine import Machine, PicturePart, RunPart
from .rows import (
    HUES,
    beside,
    chart,
    example_rows,
    figure,
    kernel_rows,
    knob_number,
    percent,
    step_rows,
    stranger_rows,
    target_number,
    weight_rows,
)  # fmt: skip

# A page of the terminal: head, caption, chart, weights, examples or pictures, keys. Larger ones than 80 x 24 have a
# larger chart and more rows of examples; of smaller ones what has no room is left out.


TALL = 34  # rows from which the chart is larger
SIDE = 14  # columns right of the chart
NEAR = 0.02  # of a pass: that near to half of one it counts as half


class PageContent(NamedTuple):
    """What is seen: a part of a run at a place; how it was asked for; the keys that can be pressed.

    `end`: the run is over, and the page says how it ended; `tried`: what else was tried; `unseen_number`: which
    unseen picture; `moment`: what the page says just now; None: what the place says; `earlier`: a part comes
    after it, and was tried for.
    """

    part: RunPart
    place: int
    end: bool = False
    tried: Tried | None = None
    unseen_number: int = 0
    asked: str = ""
    keys: Sequence[tuple[str, str]] = ()
    moment: Moment | None = None
    earlier: bool = False


def page(sheet: ConsoleDimensions, shown: PageContent) -> list[Text]:
    """Exactly `height` lines, none wider than `width`."""
    part, place = shown.part, shown.place
    top = [head(part, place), caption_line(shown), Text()]
    keys, gap = Text(" "), 1 if shown.end else 2
    for key, words in shown.keys:
        keys.append(key, f"bold {HUES['text']}").append(f" {words}{' ' * gap}", HUES["text2"])
    keys.rstrip()
    foot = [Text(), keys, Text()]
    if shown.end:
        card, line = badge(part), others(shown.tried, sheet.width)
        if shown.keys and line.cell_len + keys.cell_len + 2 <= sheet.width and line.plain:
            foot = [card, line.append("  ").append_text(keys), Text()]
        else:
            foot = [card, line if line.plain else keys, keys if line.plain else Text()]
    room = max(0, sheet.height - len(top) - len(foot))
    if isinstance(part, PicturePart):
        tall = sheet.height >= TALL
        picture = stranger_rows(part, place, shown.unseen_number)
        width = sheet.width >= 110
        columns = 64 if width else max(24, sheet.width - 6 - 44)
        curve = chart(part, place, columns, 12 if tall else 10)
        body = beside(curve, picture, columns + (9 if width else 6))
        # How much is read correctly, and as what the stranger was read so far
        look, (inputs, goals) = part.look(place), part.unseen_example(shown.unseen_number)
        line = Text("   " + _("unseen") + " ", HUES["text2"])
        line.append(percent(look.measured["unseen"]), HUES["prediction"])
        line.append("   " + _("training") + " ", HUES["text2"]).append(percent(look.measured["seen"]), HUES["text"])
        if part.aim is not None:
            line.append("   " + _("wanted") + " ", HUES["text2"]).append(f"{100 * part.aim:g}%", HUES["goal"])
        read = [largest(part.run.network.predict(each.weights, inputs)) for each in part.looks if each.step <= place]
        line.append(" " * (10 if sheet.width > 90 else 4) + _("read as"), HUES["text2"])
        rest = " " + _("so far")
        for digit in read[-max(1, (sheet.width - line.cell_len - len(rest)) // 2) :][-12:]:
            line.append(f" {digit}", HUES["prediction" if digit == largest(goals) else "error"])
        line.append(rest, HUES["text2"])
        body += [Text()] * tall + [line] + [Text()] * tall
        left = room - len(body) - 2 * tall
        body += kernel_rows(part, place, shown.unseen_number, sheet.width, left)
        if shown.asked and tall:
            body += [Text(), Text(" " + _("asked for:") + " ", HUES["text2"]).append(shown.asked, HUES["text"])]
            ends = plural_form("ends after {n} pass", "ends after {n} passes", part.level.budget)
            body[-1].append("   " + ends.format(n=part.level.budget), HUES["text2"])
    else:
        body = _body(sheet, shown, room)
    lines = [*top, *body[:room], *foot]
    lines += [Text()] * (sheet.height - len(lines))
    return [fit(line, sheet) for line in lines[: sheet.height]]


def fit(line: Text, sheet: ConsoleDimensions) -> Text:
    """No wider than that."""
    line = line.copy()
    line.rstrip()
    line.truncate(sheet.width, overflow="ellipsis")
    return line


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
    # How far it is: `pass 8 of at most 400`
    steps, budget, rows = place - part.first, part.level.budget, list[tuple[str, object, str]]()
    text.append("   ")
    if isinstance(part, PicturePart):
        kernels = kernel_count(part.run.network)
        if kernels:
            text.append(plural_form("{n} kernel", "{n} kernels", kernels).format(n=kernels) + "   ", HUES["text2"])
        if part.level.learner is not None:
            rows.append((_("step"), steps, " " + _("of {n}").format(n=budget * part.each) + "   "))
            passes = knob_number(float(f"{steps / part.each:.2f}"))
            rows.append((_("pass"), passes, " " + _("of {n}").format(n=budget)))
    elif part.unit == "looks":
        rows.append((_(part.level.words.get("probe", "look")), part.beat(place), ""))
    else:
        maximum = " " + _("of at most {n}").format(n=budget)
        rows.append((_("pass") if part.unit == "passes" else _("step"), part.beat(place), maximum))
    for words, done, rest in rows:
        text.append(words + " ", HUES["text2"]).append(str(done), HUES["text"]).append(rest, HUES["text2"])
    par, _unit = par_of(session.base)
    if par is not None and not part.shares:
        text.append("   " + _("par {par}").format(par=par), HUES["text2"])
    turned = {one.knob: one.value for one in session.actions if isinstance(one, Turn)}
    for name, value in turned.items():
        if name not in ("weight", "alpha"):
            text.append(f"   {_(level.words.get(name, name))} ", HUES["text2"])
            text.append(knob_number(value), HUES["alpha"])
    return text


def caption_line(shown: PageContent) -> Text:
    """What is said at this place: a moment of it, else the last one that had to be seen."""
    part, place = shown.part, shown.place
    if shown.end:
        # The caption of the end
        session, par = part.session, part.session.level.par
        if not session.won and target_info_of(session.level.target).drawn:
            text = Text(_("Here you must draw; the machine has no hand."))
        elif not session.won:
            kind = session.outcome.kind if session.outcome else ""
            outcome = _(OUTCOMES[kind].title) if kind else _("not over")
            text = Text(_("It did not get there: {outcome}.").format(outcome=outcome))
        else:
            unit = _unit(session)
            count = UNITS[unit].count(session)
            said = _("There in {n} {unit}.").format(n=count, unit=unit_name(session.level, count, unit))
            if par is not None and unit == session.level.par_unit:
                said += " " + _("Par is {par}.").format(par=par)
            text = Text(said)
        text.stylize(f"bold {HUES['text']}")
        return Text(" ").append_text(text)
    if isinstance(part, PicturePart) and not any(each.step == place for each in part.moments):
        words = plain(sentence(look_moment(part.look(place), part.looks[0], part.each, NEAR)))
        return Text(f" {words}", f"bold {HUES['text']}")
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


def _body(sheet: ConsoleDimensions, shown: PageContent, room: int) -> list[Text]:
    part, place = shown.part, shown.place
    rows = 12 if sheet.height >= TALL else 7
    # The chart, and at its right what is measured now and what the target asks for
    columns = max(8, min(100, sheet.width - 6 - SIDE))
    side = [Text(part.title, HUES["text2"]), Text(figure(part.now(place)), HUES["error"]), Text()]
    if part.aim is not None:
        side += [Text(_("wanted"), HUES["text2"]), Text(target_number(part.aim, 8), HUES["goal"])]
    lines = beside(chart(part, place, columns, rows), side, columns + 8)
    left = room - len(lines)
    weights = weight_rows(part, place, sheet.width, max(2, left - 2))
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
    return [*lines, *lower]


def badge(part: RunPart) -> Text:
    """How it ended, what it took, the stars, what was measured first and last."""
    session = part.session
    kind = session.outcome.kind if session.outcome else "land" if session.won else ""  # empty: it is not over
    said = f"{OUTCOMES[kind].mark} {_(OUTCOMES[kind].title)}" if kind else _("not over")
    text = Text(" ").append(said, f"bold {HUES['text']}")
    unit = _unit(session)
    count = UNITS[unit].count(session)
    text.append(f"   {count} {unit_name(session.level, count, unit)}", HUES["text2"])
    par, par_unit = par_of(session.base)
    if par is not None and par_unit == unit:
        text.append(", " + _("par {par}").format(par=par), HUES["text2"])
    stars = len(earned_stars(part.attempt))
    text.append("   " + "★" * stars + "☆" * (3 - stars), HUES["goal"])
    write = percent if part.shares else figure
    first, last = write(part.now(part.first)), write(part.now(part.last))
    return text.append(f"   {part.title} {first} → {last}", HUES["prediction" if part.shares else "error"])


def _unit(session: Session) -> str:
    """What is counted: what its par counts, else steps where it has run."""
    unit = session.level.par_unit
    return "steps" if UNITS[unit].least == 0 and session.run.count > session.recorded else unit


def others(tried: Tried | None, width: int) -> Text:
    """The other tries, each with what it took, or the sign of its end; where there is no room: how many ended how."""
    if tried is None or len(tried.lanes) < 2:
        return Text()
    lanes = [lane for number, lane in enumerate(tried.lanes) if number != tried.chosen]
    line, before = Text(" " + _("others:"), HUES["text2"]), ""
    for lane, after in zip(lanes, [*lanes[1:], None]) if tried.grid is None else ():
        kind, value = lane.outcome or "", " ".join(knob_number(way) if way != () else "–" for way in lane.ways)
        alike = kind in OUTCOMES and not OUTCOMES[kind].wins  # those that end alike stand together
        together = alike and before == kind
        line.append((" " if together else "  " if before else " ") + value, HUES["alpha"])
        before = kind or "open"
        if not alike:
            line.append(f" {lane.steps}" if kind else " …", HUES["text2"])
        elif after is None or after.outcome != kind:
            line.append(" " + OUTCOMES[kind].mark, HUES["text2"])
    if tried.grid is None and line.cell_len <= width:
        return line
    line, space = Text(" " + _("others:"), HUES["text2"]), " "
    for kind, row in OUTCOMES.items():
        count = len([lane for lane in lanes if lane.outcome == kind])
        if count:
            line.append(f"{space}{count} {row.mark} {_(row.do if count > 1 else row.does)}", HUES["text2"])
            space = "  "
    left = len([lane for lane in lanes if lane.outcome is None])
    return line.append("  " + _("{n} open").format(n=left), HUES["text2"]) if left else line


# Single keys from a terminal, as they are pressed. Where it cannot be read so (no terminal, Windows), none come.


SEQUENCES = {"\x1b[D": "left", "\x1b[C": "right", "\x1bOD": "left", "\x1bOC": "right"}
LETTERS = {" ": "space", "+": "+", "=": "+", "-": "-", "_": "-", "−": "-", "\r": "enter", "\n": "enter", "\x1b": "q"}
BEGUN, REST = (b"\x1b", b"\x1b[", b"\x1bO"), 0.05  # of an arrow key on a slow line; seconds in which its rest comes
Read = Callable[[float], list[str]]


def key_names(typed: str) -> list[str]:
    """The keys in what was typed: left, right, space, +, -, enter, a small letter. Unknown sequences are left out."""
    keys = []
    while typed:
        sequence = next((s for s in SEQUENCES if typed.startswith(s)), "")
        if sequence:
            keys.append(SEQUENCES[sequence])
            typed = typed[len(sequence) :]
        elif typed[:2] in ("\x1b[", "\x1bO"):
            end = next((k for k, letter in enumerate(typed[2:], 3) if letter.isalpha() or letter == "~"), len(typed))
            typed = typed[end:]
        else:
            keys.append(LETTERS.get(typed[0], typed[0].lower()))
            typed = typed[1:]
    return keys


@contextmanager
def raw_keys(stream: TextIO | None = None) -> Iterator[Read | None]:
    """A function that waits at most so many seconds for keys; None: this is no terminal that can be asked."""
    stream = sys.stdin if stream is None else stream
    try:
        import select
        import termios
        import tty

        number = stream.fileno()
    except (ImportError, AttributeError, OSError, ValueError):
        yield None
        return
    try:
        before = termios.tcgetattr(number)
    except termios.error:
        yield None
        return

    def read(seconds: float) -> list[str]:
        if not select.select([number], [], [], max(0.0, seconds))[0]:
            return []
        typed = os.read(number, 1024)
        if typed.endswith(BEGUN) and select.select([number], [], [], REST)[0]:
            typed += os.read(number, 1024)
        if not typed:  # nobody is there any more
            time.sleep(max(0.0, seconds))
        return key_names(typed.decode("utf-8", "ignore"))

    tty.setcbreak(number)  # Ctrl-C stays Ctrl-C
    try:
        yield read
    finally:
        with suppress(termios.error, OSError):
            termios.tcsetattr(number, termios.TCSADRAIN, before)


SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
PAUSE = 1.2  # seconds that the end of a part stays before the next part begins


@dataclass(eq=False)
class Player:
    """`number`: of the part that is seen; `seconds`: of its plan. It ends at the end of the last part."""

    parts: Sequence[RunPart]
    number: int = 0
    seconds: float = 0.0
    speed: float = 1.0
    held: bool = False
    unseen_number: int = 0

    @property
    def part(self) -> RunPart:
        return self.parts[self.number]

    @property
    def place(self) -> int:
        """The step that is seen: one that was passed, not one that is on its way."""
        part = self.part
        if self.seconds >= part.plan.length:
            return part.last
        return min(part.last, max(part.first, int(part.plan.position(self.seconds) + 1e-9)))

    @property
    def moment(self) -> Moment | None:
        """The moment for which it stands still just now."""
        return self.part.plan.at(self.seconds).moment

    @property
    def over(self) -> bool:
        """The end of all is seen."""
        return self.seconds >= self.part.plan.length and self.number == len(self.parts) - 1

    def update(self, seconds: float) -> None:
        """So much time went by."""
        if self.held or self.over:
            return
        self.seconds += seconds * self.speed
        if self.number < len(self.parts) - 1 and self.seconds >= self.part.plan.length + PAUSE:
            self.number, self.seconds = self.number + 1, 0.0

    def press(self, key: str) -> None:
        """A key of KEYS (live.py) that changes what is seen."""
        if key == "space":
            self.held = not self.held
        elif key in ("left", "right"):
            self.held = True
            # To the place before or after; beyond a part's ends to the next one's
            by = 1 if key == "right" else -1
            place = self.part.neighbour(self.place, by)
            if place is not None:
                plan = self.part.plan
                self.seconds = plan.length if place == self.part.last else plan.seconds_at(place)
                while self.seconds < plan.length and int(plan.position(self.seconds) + 1e-9) < place:
                    self.seconds += 1e-6 * max(1.0, self.seconds)
            elif 0 <= self.number + by < len(self.parts):
                self.number += by
                self.seconds = 0.0 if by > 0 else self.part.plan.length
        elif key in "+-":
            here = SPEEDS.index(self.speed) + (1 if key == "+" else -1)
            self.speed = SPEEDS[min(len(SPEEDS) - 1, max(0, here))]
        elif key == "d":
            self.unseen_number += 1
        elif key == "enter":  # to the end of all
            self.number, self.held = len(self.parts) - 1, False
            self.seconds = self.part.plan.length


FRAME = 0.05  # seconds between two pages, at least
SLICE = 0.03  # seconds of work between two pages
AGAIN, NEXT, LEFT = "r", "n", "q"  # how it was left, as a key; empty: by itself, or at the end
OVER = "over"
Clock = Callable[[], float]


def show(session: Session, rounds: int | None, explores: bool, asked: str = "", clock: Clock = time.monotonic) -> str:
    """Play and show it: the key with which it was left. Fault: a plugin raised; KeyboardInterrupt: Ctrl-C."""
    console = Console(highlight=False, markup=False, file=answer())
    machine = Machine(session, rounds, explores)
    if not console.is_terminal or console.is_dumb_terminal:
        machine.finish()
        print_end(console, machine, machine.tries(clock))
        return ""
    with raw_keys() as read:
        screen = PageScreen(console, read, clock)
        with Live(console=console, screen=True, auto_refresh=False, redirect_stdout=False) as live:
            left = screen.run(live, machine, asked)
    if left in ("", NEXT) and machine.done:
        print_end(console, machine, screen.tried)
    return left


@dataclass(eq=False)
class PageScreen:
    """A terminal that shows the machine. `read`: the keys that were pressed, after a while; None: there are none."""

    console: Console
    read: Read | None
    clock: Clock
    tried: Tried | None = None  # before the last part

    def run(self, live: Live, machine: Machine, asked: str) -> str:
        """Until it is left."""
        key = self._work(live, machine)
        if key:
            return key
        tried = self.tried = machine.tries(self.clock)
        player, before = Player(machine.parts), self.clock()
        further = following(machine.session.base, machine.session.catalog) is not None
        last: object = None
        while True:
            ahead = [("n", _("next"))] if further else []
            keys = [("space", _("hold")), ("← →", _("step")), ("+ −", _("speed")), *ahead, ("q", _("leave"))]
            if player.over:
                keys = [*ahead, ("r", _("again"))]
            elif isinstance(player.part, PicturePart):
                keys = [("space", _("hold")), ("+ −", _("speed")), ("d", _("another digit")), ("q", _("leave"))]
            keys = keys if self.read is not None else []
            shown = PageContent(player.part, player.place, player.over, tried, player.unseen_number, asked, keys,
                          player.moment, player.number < len(player.parts) - 1)  # fmt: skip
            sheet = self.console.size
            ended = None if tried is None else (tried.done, len([lane for lane in tried.lanes if lane.ended]))
            state = sheet, shown[1:5], shown.moment, player.number, player.held, ended
            if state != last:
                live.update(Group(*page(sheet, shown)), refresh=True)
                last = state
            if self.read is None and player.over and (tried is None or tried.done):
                return ""
            key = self._wait(player, tried)
            if key:
                return key.replace(OVER, "")
            now = self.clock()
            player.update(now - before)
            before = now

    def _work(self, live: Live, machine: Machine) -> str:
        """Let it play to its end, in slices, so that keys are heard."""
        work, drawn = machine.work(), self.clock() - FRAME
        for _piece in work:
            dog.heartbeat += 1
            if self.clock() - drawn < FRAME:
                continue
            drawn = self.clock()
            session = machine.session
            if session.level.learner is not None and machine.present.shares:
                passes = min(session.level.budget, session.count // len(session.run.batches) + 1)
                said = _("It trains: pass {n} of {most}.").format(n=passes, most=session.level.budget)
            else:
                moments = [] if machine.explores else findings(Tried(session))[:1]
                said = plain(sentence(moments[0])) if moments else _("The machine is at work.")
            lines = [head(machine.present, machine.present.last), Text(f" {said}", "bold")]
            live.update(Group(*(fit(line, self.console.size) for line in lines)), refresh=True)
            if self.read is not None and LEFT in self.read(0.0):
                return LEFT
        return ""

    def _wait(self, player: Player, tried: Tried | None) -> str:
        """A frame long: the other tries run on meanwhile, keys are heard. A key with which it is left."""
        end = self.clock() + FRAME
        if tried is not None and not tried.done:
            tried.work(lambda: self.clock() < end - (FRAME - SLICE))
        dog.heartbeat += 1
        if self.read is None:
            time.sleep(max(0.0, end - self.clock()))
            return ""
        for key in self.read(max(0.0, end - self.clock())):
            if key in (AGAIN, NEXT, LEFT):
                return OVER if key == LEFT and player.over else key
            player.press(key)
        return ""


def print_end(console: Console, machine: Machine, tried: Tried | None) -> None:
    """The card of the end, which stays when the screen is gone."""
    if tried is not None:
        tried.finish()
    part = machine.parts[-1]
    lines = [head(part, part.last), badge(part), others(tried, console.width)]
    ratio, since = constant_ratio(part.session), alpha_since(part.session)
    if ratio is not None:  # what every step leaves of the miss
        side = _("and it never changes sides") if ratio >= 0 else _("and it changes sides")
        every = _("every step leaves {ratio:.4g} of the miss, {side}")
        if since > part.session.recorded:
            every = _("from step {since} on every step leaves {ratio:.4g} of the miss, {side}")
        lines.append(Text("   " + every.format(ratio=ratio, side=side, since=since + 1)))
    for line in lines:
        if line.plain.strip():
            console.print(fit(line, console.size), soft_wrap=True)
