"""The panels of a recording: the bowl with its foot under a lens, the neuron, and the alpha from the take-over on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import N_, _, several
from ...rules.actions import Next, Reset, TakeOver
from ...rules.knob import Knob
from ...view.bowls.bowl_lens import BowlLens
from ...view.bowls.error_bowl import Bowl
from ...view.bowls.error_curve import bottoms
from ...view.bowls.pip_body import ARROW, glide
from ...view.charts.recording_strip import Recording, RecordingStrip, draw_sheet
from ...view.format.numbers import number, telling
from ...view.networks.neuron_panel import draw_neuron
from ...view.strips.loudspeaker import draw_loudspeaker
from ...view.widgets.widget import Rect, Widget
from ..shared.bowl_room import error_of
from ..shared.knob_cell import KnobCell
from ..shared.neuron_model import errors_of, weight_at, weights_to
from ..shared.neuron_numbers import ruler_of, seen_of
from ..shared.panel import AttemptPanel
from ..shared.run_labels import ghost_name
from ..shared.tolerance import weight_band
from .column_board import NEURON_LEAST

if TYPE_CHECKING:
    from ...attempt.bets import Bets
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host


LOUD = 240.0  # a lower picture has no room for a loudspeaker


def is_taken_over(session: Session) -> bool:
    """The player has taken over, and has not gone back to the whole recording."""
    for action in reversed(session.actions):
        if isinstance(action, (TakeOver, Reset, Next)):
            return isinstance(action, TakeOver)
    return session.count > session.recorded


def alphas_of(session: Session) -> tuple[float, ...]:
    """The alpha of each step."""
    found = []
    for step in range(session.count):
        alpha = session.run.history.setting_at(step).alpha
        found.append(float(alpha) if isinstance(alpha, (int, float)) else float(alpha[0]))
    return tuple(found)


def recording_of(session: Session, whole: Session, passed: frozenset[int]) -> Recording:
    """`whole`: a session that stands at the end of the recording."""
    errors = tuple(errors_of(session))
    rest = tuple(errors_of(whole)) if session.recorded < whole.recorded else ()
    hold = "" if is_taken_over(session) else _("take over at")
    return Recording(errors, session.recorded, rest, alphas_of(session), passed, hold)


def bet_note(asking: Bets) -> tuple[str, bool | None]:
    """What the player bet, in a few words, and whether it was right."""
    for question, answer in asking.given.items():
        if question == asking.played:  # it is not told yet
            continue
        right = asking.answered.get(question)
        told = _(answer) if isinstance(answer, str) else number(answer)
        if isinstance(answer, str) and answer.isdigit():
            told = f"×{answer}" if asking.questions[question].asks == "error ratio" else answer
        return (_("your bet: {answer}, right") if right else _("your bet: {answer}")).format(answer=told), right
    return "", None


def words_of(session: Session, step: int, taken: bool) -> tuple[str, str]:
    """What Pip says about the step that is looked at."""
    error = _("Error [error:{error}].").format(error=telling(errors_of(session)[step]))
    if not taken:
        bold = _("You stopped the recording at step {step}.").format(step=step)
        return bold, error + " " + (_("Take over, or go back first.") if step else _("Take over from here."))
    if session.won and step >= session.count:
        own = session.count - session.recorded
        return several("Landed in one step.", "Landed in {count} steps.", own).format(count=own), error
    if step > session.recorded:
        return _("Step {count} of your own.").format(count=step - session.recorded), error
    bold = _("You took over at step {step}.").format(step=session.recorded)
    return bold, error + " " + _("From here the steps are yours.")


class RecordedBowl(AttemptPanel):
    """The bowl of the whole recording; `ruler`: the predictions that its weights lead to."""

    flat = True
    bare, words = (200.0, 120.0), (40.0, 40.0)
    foot: BowlLens

    def __init__(self, host: Host, whole: Session) -> None:
        super().__init__(host)
        self.whole = whole
        self.ruler = (-1.0, 1.0)

    def place(self, rect: Rect) -> list[Widget]:
        self._make_bowl()
        return []

    def _make_bowl(self) -> None:
        run = self.whole.run
        error = error_of(run)
        weights = weights_to(self.whole, self.whole.count)
        found = bottoms(error, weights)
        middle = found[0] if found else weights[0]
        far = max(abs(weight - middle) for weight in weights) or 1.0
        rect = self.rect
        worst = max(weights, key=lambda weight: abs(weight - middle))
        bowl = Bowl(rect, rect[3], (middle - 1.12 * far, middle + 1.12 * far), error, seen=worst, bottoms=(),
                    reached=weight_band(self.whole))  # fmt: skip
        self.foot = BowlLens(bowl, error, weights[0])
        self.ruler = ruler_of(self.whole, [[w] for w in bowl.rim])

    def paint(self, canvas: Canvas) -> None:
        session, step = self.attempt.shown, self.attempt.step
        errors = errors_of(session)
        last = step if is_taken_over(session) else session.count  # a recording is there as a whole
        worse = tuple(i > 0 and errors[i] > errors[i - 1] for i in range(last + 1))
        self.foot.paint(canvas, weights_to(session, last), worse, step)
        self._paint_loudspeaker(canvas, errors[step])
        self._paint_ghost(canvas)
        self._paint_pip(canvas, session, step, worse[: step + 1])

    def _paint_loudspeaker(self, canvas: Canvas, error: float) -> None:
        """In the ground at the left: how loud the step is that is looked at."""
        x, y, _w, h = self.rect
        if h >= LOUD:
            draw_loudspeaker(canvas, x + 16, y + h - 44, error)

    def _paint_ghost(self, canvas: Canvas) -> None:
        """Where the machine ended."""
        ghost = self.attempt.ghost_here
        if ghost is not None and ghost.count > ghost.recorded:
            self.foot.paint_ghost(canvas, ghost.weights[0], ghost_name(self.attempt))

    def _paint_pip(self, canvas: Canvas, session: Session, step: int, worse: tuple[bool, ...]) -> None:
        hopping = self.attempt.playback.hopping
        start = weight_at(session, step)
        end = weight_at(session, step + 1) if hopping > ARROW and step < session.count else start
        far = abs(start - self.foot.bottom) > abs(session.run.start[0] - self.foot.bottom)
        landed = self.attempt.met and step >= session.count
        mood = "dizzy" if far and worse and worse[-1] else "happy" if landed else "calm"
        self.foot.paint_pip(canvas, start, end, glide(hopping), mood)


class AlphaFromHere(KnobCell):
    """`pending`: the alpha from here on. It waits for the take-over; after that it is turned at once."""

    flat = False
    down = 33.0

    def __init__(self, host: Host) -> None:
        knob = host.attempt.level.knob("alpha")
        self.free = knob is not None
        super().__init__(host, (knob or Knob("alpha"))._replace(title=N_("from here on")), turn=self._wait)
        self.pending = self._allowed(self.attempt.level.alpha)

    @property
    def shown(self) -> bool:
        """A bet and the race of tries lie over it and over the neuron; the machine turns its own."""
        kind = self.host.overlay_kind
        return self.free and (kind in ("", "verdict") or (kind == "machine" and not self.host.has_overlay))

    def sheets(self) -> list[Rect]:
        return [self.rect] if self.shown else []

    def place(self, rect: Rect) -> list[Widget]:
        found = super().place(rect)
        if not self.shown or self.control is None:
            self.control = None
            return []
        self.control.enabled = self.host.overlay_kind != "machine"
        return found

    def value(self) -> float:
        shown = self.attempt.shown
        held = self.attempt.show is not None or is_taken_over(shown)
        return self._allowed(shown.knobs["alpha"]) if held else self.pending

    def _allowed(self, alpha: object) -> float:
        value = float(alpha) if isinstance(alpha, (int, float)) else 0.1
        return self.knob.snap(value) if self.free else value

    def has(self, alpha: object) -> bool:
        """It can be turned to this alpha."""
        return alpha == self._allowed(alpha)

    def _wait(self, _name: str, alpha: float | str, _index: int) -> None:
        self.pending = float(alpha)
        if is_taken_over(self.attempt.session):
            self.attempt.turn("alpha", self.pending)

    def keep(self) -> None:
        """After a take-over: the alpha that was chosen holds."""
        if is_taken_over(self.attempt.session) and self.attempt.session.knobs["alpha"] != self.pending:
            self.attempt.turn("alpha", self.pending)

    def adopt(self) -> None:
        """The alpha of a run that was taken over from the machine stays."""
        self.pending = self._allowed(self.attempt.session.knobs["alpha"])

    def refresh(self) -> None:
        """While it is turned nothing is tried: it stands where the hand has it."""
        if self.control is None or self.host.focus != self.control.name or self.attempt.show is not None:
            super().refresh()

    def paint(self, canvas: Canvas) -> None:
        if self.control is not None:
            super().paint(canvas)


class RecordedNeuron(AttemptPanel):
    """The neuron at the step that is held; the verdict lies over it."""

    bare = NEURON_LEAST

    def __init__(self, host: Host, bowl: RecordedBowl, alpha: AlphaFromHere) -> None:
        super().__init__(host)
        self.bowl, self.alpha = bowl, alpha

    @property
    def shown(self) -> bool:
        return self.alpha.shown and self.host.overlay_kind != "verdict"

    def sheets(self) -> list[Rect]:
        return [self.rect] if self.shown else []

    def paint(self, canvas: Canvas) -> None:
        if not self.shown:
            return
        limit = max(1.0, abs(self.bowl.whole.run.start[0]) * 2)
        seen = seen_of(self.attempt, weight_at(self.attempt.shown, self.attempt.step), limit, self.bowl.ruler)
        rect = self.rect
        canvas.keep(("recorded neuron", rect, repr(seen)), *rect, lambda sub: draw_neuron(sub, rect, seen))


class RecordingPanel(AttemptPanel):
    """The errors of all steps as bars, to be scrubbed. `recording`: what it shows now; `scrub`: is told the step."""

    flat = True
    bare, words = (120.0, 80.0), (160.0, 60.0)
    strip: RecordingStrip

    def __init__(self, host: Host, scrub: Callable[[int], None], recording: Callable[[], Recording]) -> None:
        super().__init__(host)
        self.scrub, self.recording = scrub, recording

    def place(self, rect: Rect) -> list[Widget]:
        self.strip = RecordingStrip("recording", rect, self.text_scale, self.scrub)
        return [self.strip]

    def refresh(self) -> None:
        self.strip.show_recording(self.recording(), self.attempt.step)

    def paint(self, canvas: Canvas) -> None:
        note, right = bet_note(self.attempt.asking)
        draw_sheet(canvas, self.rect, _("The recording"), note, right)
