"""What the tests of saves share: any progress."""

from typing import Any

from hypothesis import strategies as st

from downslope.storage.saves import LevelProgress, Progress

RUN = [["learn", 3]]
names = st.sampled_from(["a", "pack/b", 'ø "\n'])
runs = st.none() | st.tuples(
    st.integers(1, 9), st.sampled_from([[], RUN, [["turn", "alpha", 0.1 + 0.2, None]]]), st.sampled_from(["x", "y"]),
    st.sampled_from(["", "3 runs", "2 runs"]),
)  # fmt: skip


def level_with(run: tuple[int, list[list[Any]], str, str] | None, **fields: Any) -> LevelProgress:
    best, actions, digest, par = run or (None, [], "", "")
    return LevelProgress(best=best, actions=actions, digest=digest, par=par, **fields)


levels = st.builds(
    level_with, runs, reached=st.booleans(), stars=st.sets(st.integers(1, 3)).map(sorted),
    bets=st.dictionaries(names, st.booleans()), hints=st.integers(0, 4), ghost=st.booleans(),
)  # fmt: skip
games = st.builds(
    Progress, st.dictionaries(names, levels), st.dictionaries(names, st.dictionaries(names, st.booleans())), names,
    st.lists(names, unique=True),
)  # fmt: skip
