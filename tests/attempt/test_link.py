"""Deep links: every key, what a bad value gets, and that whatever is typed opens something."""

from hypothesis import example, given, settings, strategies as st

from downslope.attempt.link import LONGEST, MOST, SETTINGS, parse, query_in, sentences
from lib.support import shipped

KEYS = ["level", "alpha", "weight", "weights", "kernels", "hide", "pack", "check", "day", *SETTINGS, "zzz", ""]
VALUES = ["goldilocks", "5-2", ".3", "0.3", "3e-1", "nan", "1e999", ".5,.48,-.7", ",,1", "dark", "100", "map,hints",
          "%zz", "[error:9]", "https://a/b.toml", "//a", "{n}", "９", "٣", "2 → 3"]  # fmt: skip


def told(query: str) -> list[str]:
    return [remark.sentence for remark in parse(query, shipped())[1]]


def test_a_link_is_read_and_written() -> None:
    rows: list[tuple[str, str | None]] = [
        ("level=goldilocks&alpha=.3&theme=light&hide=map,hints", None),
        ("?level=5-2&alpha=3e-1", "level=goldilocks&alpha=.3"),
        ("level=goldilocks&alpha=0.31", "level=goldilocks&alpha=.3"),  # within half a notch
        ("level=goldilocks&alpha=.1&alpha=.2", "level=goldilocks&alpha=.2"),  # the last
        ("alpha=.2&level=goldilocks", "level=goldilocks&alpha=.2"), ("level=the-wall&weights=.5,,-.7", None),
        ("level=the-wall&weights=.5,", None), ("level=the-wall&weight=.5", None), ("level=kernels&kernels=8&shifts=on",
                                                                                   None),
        ("level=one-knob-two-days&strike=2+%E2%86%92+3", "level=one-knob-two-days&strike=2%20%E2%86%92%203"),
        ("text=125&motion=still&colours=safe&bet=off&lang=en", None), ("hide=next,map", "hide=map,next"),
        ("pack=https://school.example/week 3.toml", "pack=https://school.example/week%203.toml"),
        ("https://play.example/play/?level=5-2#top", "level=goldilocks"),
    ]  # fmt: skip
    for query, text in rows:
        link, remarks = parse(query, shipped())
        assert remarks == [] and link.text() == (query if text is None else text)
        assert parse(link.text(), shipped()) == (link, [])
    for copied, found in (
        ("https://play.example/play/?level=5-2#top", "level=5-2"), ("?hide=map", "hide=map"),
        ('downslope play goldilocks --link "alpha=.3&hide=map"', "level=goldilocks&alpha=.3&hide=map"),
        ("downslope play goldilocks", "level=goldilocks"), ("DS1-abc", ""), ("what is this?", ""), ("", ""),
    ):  # fmt: skip
        assert query_in(copied) == found


def test_what_cannot_be_meant_is_left_out_and_said() -> None:
    for query, text, facts in (  # what is kept of it; what the remark names
        ("level=goldylocks", "", "no level goldylocks; did you mean goldilocks?"), ("level=q", "", "no level q."),
        ("level=goldilocks&alpha=.7", "level=goldilocks", "alpha can be one of 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, not .7:"),
        ("level=goldilocks&alpha=seven&theme=light", "level=goldilocks&theme=light", "0.6, not seven:"),
        ("level=goldilocks&beta=.7", "level=goldilocks", "beta cannot be set in goldilocks."),
        ("level=freeze-the-toes&freeze=1", "level=freeze-the-toes", "freeze cannot be set in freeze-the-toes."),
        ("level=the-wall&weights=1,0,1,1", "level=the-wall&weights=1,0,1", "weight cannot be set in the-wall."),
        ("level=double-it&weight=nan", "level=double-it", "weight can be -3 ... 3 in steps of 0.1, not nan"),
        ("alpha=.3", "", "alpha is ignored: the link names no level."), ("theme=pink", "", "dark, light; pink is"),
        ("lang=xx", "lang=en", "no translation xx;"), ("hide=map,cat", "hide=map", "cat cannot be hidden; these can: "),
        ("pack=http://a/b", "", "http://a/b is ignored."), ("pack=//a/b", "", "https address; //a/b is ignored."),
        ("run=DS2-abc&level=goldilocks", "level=goldilocks", "another version, DS2: this game reads DS1."),
        ("level=[error:x]\x07%0a", "", "There is no level (error:x)."),
    ):  # fmt: skip
        link, remarks = parse(query, shipped())
        assert link.text() == text and len(remarks) == 1 and facts in remarks[0].sentence
    assert told("level=goldilocks&" + "a" * LONGEST) == ["The link is longer than 2,000 characters, so it is ignored."]
    many = "&".join(f"k{n}=1" for n in range(MOST)) + "&level=goldilocks"
    assert told(many)[0] == "The link has more than 40 keys; the rest are ignored."
    assert sentences(parse(many, shipped())[1]).endswith("And 38 more.")
    assert told(f"level={'x' * 500}") == [f"There is no level {'x' * 39}…."]


pairs = st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES) | st.text(max_size=12))


@settings(max_examples=30)
@given(st.text(max_size=120) | st.lists(pairs, max_size=6).map(lambda some: "&".join(f"{k}={v}" for k, v in some)))
@example("level=5-2&alpha=%FF%FE")
@example("pack=a:b/[c]")
def test_whatever_is_typed_is_read(query: str) -> None:
    link, remarks = parse(query, shipped())
    assert all(remark.sentence and "[" not in remark.sentence for remark in remarks)
    assert parse(link.text(), shipped()) == (link, [])
