"""Nothing that a player can do with keys, mouse, window, gamepad, files, clipboard and restarts breaks a screen.

More of it: pytest tests/scenes/test_monkey.py --monkey-events 50000 --monkey-seed 7
What is in memory after each tenth: pytest tests/scenes/test_monkey.py -k memory --monkey-memory --monkey-events 100000
"""

import pytest

from downslope.scenes.title import TitleScene
from lib.monkey import HANDS, Event, Found, breaks, events, play_events, report, resident, starts
from pictures.plans import PLANS

pytestmark = pytest.mark.slow
STARTS = [f"picture {name}" for name in {plan.ends: plan.name for plan in PLANS}.values()]  # of each screen and board
SHARES, PART = 8, 100  # tests among which these are divided; so small a part of the events begins at each
GROWN = 1.03  # of the memory in the first half


def play_or_report(start: str, seed: str, sequence: list[Event]) -> None:
    try:
        play_events(start, sequence)
    except Found as fault:
        pytest.fail(report(start, seed, sequence, fault))


@pytest.mark.parametrize("share", range(SHARES))
def test_no_event_breaks_a_screen(share: int, request: pytest.FixtureRequest) -> None:
    """In one game, from start to start."""
    count, seed = request.config.getoption("--monkey-events"), request.config.getoption("--monkey-seed")
    names, sequence = STARTS[share::SHARES], list[Event]()
    for name in names:
        sequence += [Event("begin", text=name), *events(f"{seed} {name}", count // PART)]
    if not share:  # found once: a digit was said while the machine was in the seat
        sequence += [Event("begin", text="level read-my-hand"), *events("b level read-my-hand", 257, HANDS)]
    play_or_report(names[0], f"{seed} {share}", sequence)


def test_memory_does_not_grow_once_the_caches_are_full(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each tenth of the events begins at all starts, so that one tenth needs what another does."""
    if not request.config.getoption("--monkey-memory"):
        pytest.skip("it is asked for with --monkey-memory")
    count, seed = request.config.getoption("--monkey-events"), request.config.getoption("--monkey-seed")
    found = []
    for tenth in range(10):
        for start in starts():
            own = f"{seed} {tenth} {start}"
            play_or_report(start, own, events(own, -(-count // (10 * len(starts())))))
        found.append(resident())
        with capsys.disabled():
            print(f"\n{(tenth + 1) * count // 10} events: {found[-1]:.0f} MB", end="", flush=True)
    assert max(found[5:]) < GROWN * max(found[:5])


def test_a_fault_that_the_game_survives_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(scene: TitleScene) -> None:
        raise ValueError("broken on purpose")

    monkeypatch.setattr(TitleScene, "open_settings", broken)
    sequence = [Event("time", 5), Event("wheel", 1), Event("key", 1073741891), Event("time", 2)]  # F10
    assert breaks("picture title", sequence) and not breaks("picture title", sequence[:2])
    text = report("picture title", "own", sequence, Found("on purpose"))
    assert "1 of 4 events" in text and "1073741891" in text
