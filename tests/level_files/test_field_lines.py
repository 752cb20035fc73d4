"""The line of a level's field in its source; of the nearest thing around it; 0 where there is no such level."""

from downslope.level_files.field_lines import field_line, keyword_line, lines_of

SOURCE = """\
from downslope import *

KNOBS = [
    Knob("weight"),
    Knob(name="alpha", low=0.1),
]
TWICE = 1
TWICE = [2]


class Own(Network):
    rows: int = 3
    a, b = 1, 2

    def forward(self, weights, input):
        return 0


def levels():
    return [
        Level(
            "one",
            title="One",
            knobs=KNOBS,
            questions=[
                Question("?", ["a"],
                         right="a"),
            ],
            settings={
                "tau": 2,
                "rho": 3,
            },
            hints=TWICE,
        ),
        Level(id="two",
              title="Two"),
    ]
"""


def test_the_line_of_a_field() -> None:
    for level, path, line in (
        ("one", "title", 23), ("one", "id", 22), ("one", "", 21), ("one", "brief", 21), ("one", "knobs", 24),
        ("one", "knobs[0]", 4), ("one", "knobs[1]", 5), ("one", "knobs[2]", 24), ("one", "knobs[1].low", 5),
        ("one", "questions[0].right", 27), ("one", "questions[0]", 26), ("one", "questions[0].answers", 26),
        ("one", "settings.rho", 31), ("one", "settings.phi", 29), ("one", "hints[0]", 33), ("two", "title", 36),
        ("two", "id", 35), ("three", "title", 0), ("", "Own.forward", 15), ("", "Own.rows", 12), ("", "Own.b", 13),
        ("", "Own.step", 11), ("", "Own", 0),
    ):  # fmt: skip
        assert field_line(SOURCE, level, path) == line, (level, path)
    # a level alone in its file is meant whatever its id is
    assert field_line('x = 1\nLevel(name(),\n      title="T")', "made", "title") == 3
    for source in ("Level(", "x = 1", "\0", "(" * 500):
        assert field_line(source, "one", "title") == 0
    assert lines_of("levels.py") is field_line and lines_of("levels.toml") is not field_line


def test_the_line_of_an_argument() -> None:
    source = "f(\n    a=1,\n    b=2,\n)\ng(c=3)"
    for line, name, wanted in ((1, "a", 2), (2, "b", 3), (4, "b", 3), (5, "b", 5), (5, "c", 5), (3, "z", 3)):
        assert keyword_line(source, line, name) == wanted
    assert keyword_line("f(", 1, "a") == 1
