"""`downslope solve` while it is watched: time, keys, pages line by line, and how it is left."""

import hashlib
import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest
from rich.cells import cell_len
from rich.console import Console, ConsoleDimensions as PageSize
from rich.live import Live

from downslope.captions.sentences import Moment, sentence
from downslope.cli import run as run_here
from downslope.terminal.output import HANDLER
from downslope.terminal.show.live import FRAME, PageContent, PageScreen, Player, key_names, page, raw_keys
from downslope.terminal.show.machine import Machine
from downslope.testing import check_level
from downslope.view.format.markup import plain
from lib.processes import hear_interrupts, python_path, started
from lib.shows import solved_once
from lib.support import campaign, play, shipped
from lib.waiting import PATIENCE
from terminal.machines import machine_of, tries_of

SMALL, LARGE = PageSize(80, 24), PageSize(120, 40)
KEYS = (("space", "hold"), ("← →", "step"), ("+ −", "speed"), ("n", "next"), ("q", "leave"))


def lines(sheet: PageSize, shown: PageContent) -> list[str]:
    return [line.plain.rstrip() for line in page(sheet, shown)]


def test_all_steps_and_moments_are_told_and_keys_have_names() -> None:
    player, seen = Player(machine_of("hidden-four").parts), list[tuple[int, Moment | None]]()
    while not player.over:
        player.update(FRAME)
        if seen[-1:] != [(player.place, player.moment)]:
            seen.append((player.place, player.moment))
    places = [place for place, _moment in seen]
    told = {lines(SMALL, PageContent(player.part, place, moment=moment))[1].strip() for place, moment in seen}
    moments = [plain(sentence(moment)) for moment in player.part.plan.moments]  # also where two are at one step
    assert places == sorted(places) and set(places) == set(range(53)) and len(moments) > 3 and set(moments) <= told
    assert key_names(" \x1b[C\x1bOD+=-_\rnQ") == ["space", "right", "left", "+", "+", "-", "-", "enter", "n", "q"]
    assert key_names("\x1b[5~x\x1b[1;5Cy\x1b") == ["x", "y", "q"] and key_names("\x1b[") == []


class Desk:
    """A terminal in which time goes by as keys are waited for, and in which these keys are pressed, by seconds."""

    def __init__(self, *keys: tuple[float, str]) -> None:
        self.now, self.keys, self.draws, self.out = 0.0, list(keys), 0, io.StringIO()

    def read(self, seconds: float) -> list[str]:
        self.now += seconds
        pressed = [key for at, key in self.keys if at <= self.now]
        self.keys = [(at, key) for at, key in self.keys if at > self.now]
        return pressed

    def clock(self) -> float:
        self.now += 1e-4
        return self.now

    def watch(self, level: str, drawn: bool = False) -> str:
        console = Console(file=self.out, force_terminal=True, width=80, height=24, highlight=False)
        self.screen = PageScreen(console, self.read, self.clock)
        with Live(console=console, screen=True, auto_refresh=False) as live:
            update = live.update

            def counted(*given: object, **more: object) -> None:
                self.draws += 1
                if drawn:  # else nobody reads it
                    update(*given, **more)  # type: ignore[arg-type]

            live.update = counted  # type: ignore[method-assign]
            return self.screen.run(live, Machine(play(level), None, False), "")


def test_it_is_left_by_a_key_or_as_done_rests_and_draws_at_most_twenty_times_a_second() -> None:
    for key in "qnr":
        assert Desk((2.0, key)).watch("thirteen") == key
    desk = Desk((1.0, "enter"), (30.0, "q"))
    assert desk.watch("hidden-four", drawn=True) == ""
    assert "cross and land" in desk.out.getvalue() and "There in" in desk.out.getvalue()
    assert desk.screen.tried is not None and desk.screen.tried.done  # the other tries run on meanwhile
    assert "others:" in desk.out.getvalue()
    for keys, least, most in (([(0.5, "space"), (10.0, "q")], 1, 20), ([(15.0, "q")], 20, 15 * 20)):
        desk = Desk(*keys)
        assert desk.watch("hidden-four") == "q" and least < desk.draws <= most


def test_an_arrow_that_comes_in_two_parts_is_one_and_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    pty = pytest.importorskip("pty")
    monkeypatch.setattr("downslope.terminal.show.live.REST", PATIENCE)
    ours, theirs = pty.openpty()
    arrow = b"\x1b[C"
    with os.fdopen(theirs) as stream, raw_keys(stream) as read:
        assert read is not None
        for letters in (1, 2):
            os.write(ours, arrow[:letters])
            rest = Timer(0.05, os.write, (ours, arrow[letters:]))
            rest.start()
            assert read(PATIENCE) == ["right"]
            rest.join()
    os.close(ours)


@pytest.mark.slow
def test_in_a_real_terminal_it_is_left_with_the_cursor_visible_and_the_first_screen_back() -> None:
    """Also by Ctrl-C. Each answer is typed once its cue is seen."""
    pty, termios, fcntl = (pytest.importorskip(name) for name in ("pty", "termios", "fcntl"))
    hear_interrupts()
    for code, answers in ((0, [(b"leave", b"\r"), (b"again", b"q")]), (130, [(b"leave", b"\x03")])):
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        env = {**os.environ, "PYTHONPATH": python_path(), "TERM": "xterm-256color", "NO_COLOR": "1"}
        env.pop("COLUMNS", None), env.pop("LINES", None)
        control = {"start_new_session": True, "preexec_fn": lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)}
        command, seen, since = [sys.executable, "-m", "downslope", "solve", "goldilocks"], b"", 0
        with started(command, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=env, **control) as process:
            os.close(theirs)
            with suppress(OSError):  # so a terminal ends
                while part := os.read(ours, 65536):
                    seen += part
                    if answers and answers[0][0] in seen[since:]:
                        since = len(seen)
                        os.write(ours, answers.pop(0)[1])
            assert process.wait(timeout=PATIENCE) == code
        os.close(ours)
        text = seen.decode("utf-8", "replace")
        assert text.rfind("\x1b[?25h") > text.rfind("\x1b[?25l") >= 0 and "\x1b[?1049l" in text
        assert "\x1b[38" not in text and "\x1b[48" not in text, "NO_COLOR"
        card = text[text.rfind("\x1b[?1049l") :]
        assert code or ("land" in card and "others:" in card)


DIGESTS = json.loads(Path(__file__).with_name("solve_json.json").read_text("utf-8"))


@pytest.mark.parametrize("level", DIGESTS)
def test_json_is_what_it_was(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Byte for byte; of one level of each kind. The machine's actions on all: solving/test_solved_actions.py."""
    found = []
    for more in ((), ("--trace",)):
        assert run_here(["--no-plugins", "solve", level, "--json", *more]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said.pop("actions")
        found.append(hashlib.sha256(f"{json.dumps(said)}\n".encode()).hexdigest()[:16])
    assert found == DIGESTS[level]


# Two parts bring two things that belong together; and what a search cannot tell. (The kernels: test_levels_digits.py)
FOUND = {"warmer": ["level-new"], "which-way": ["level-new"], "edge-by-hand": ["par-unchecked"]}


@pytest.mark.parametrize("name", [level.id for level in campaign()])
def test_every_level_is_fair_and_has_a_page(name: str) -> None:
    """Each part is won within its par, and the right answer of each bet and recap is what a run gives. The beginning
    and the end of its last part, in both sizes, in Unicode and ASCII."""
    with solved_once():
        findings = check_level(shipped().level(name), shipped()) if name != "kernels" else []
    assert [one.rule for one in findings] == FOUND.get(name, []), findings
    part, told = machine_of(name).parts[-1], set[str]()
    for place in sorted({part.first, part.last}):
        for sheet in (SMALL, LARGE):
            found = lines(sheet, PageContent(part, place, place == part.last, keys=KEYS))
            assert len(found) == sheet.height and max(map(cell_len, found)) <= sheet.width
            assert [len(line.encode("ascii", HANDLER)) for line in found] == list(map(cell_len, found))
            assert found[0].split()[1:] and part.session.base.title in found[0]
            told |= {"\n".join(found[3:])} if sheet is SMALL else set()
    assert len(told) > 1 or part.first == part.last or len(part.run.weights) > 24, "it shows no change"


def test_in_other_sizes_nothing_is_too_wide_and_of_what_is_unseen_no_more_is_told_than_was_looked_at() -> None:
    for name in ("thirteen", "stop-in-time", "in-the-dark"):
        part = machine_of(name).parts[-1]
        for width, height in ((10, 4), (80, 33), (95, 34), (96, 24), (200, 60)):
            sheet = PageContent(part, part.last, end=True, tried=tries_of("hidden-four"), keys=KEYS)
            found = lines(PageSize(width, height), sheet)
            assert len(found) == height and max(map(cell_len, found)) <= width
    part = machine_of("stop-in-time").parts[-1]
    seen = [row.unseen for row in part.session.probed if row.unseen is not None]
    for place in range(part.first, part.last + 1, 5):  # before Stop the unseen error of the peeks alone
        curve = part.curve(place)
        assert {error for beat, error in curve[1:]} <= set(seen) and len(curve) <= len(seen) + 2
