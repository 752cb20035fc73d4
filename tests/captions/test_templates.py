"""The table of captions is whole: each has a claim that is read a second time, and marks that are marks."""

from __future__ import annotations

import re

from downslope.captions.sentences import TEMPLATES
from downslope.view.format.markup import plain
from finding_claims import FINDING_CHECKS
from moment_claims import CHECKS

# Of these the numbers themselves are compared, in test_end_moments.py, test_reading_moments.py and test_findings.py.
END = {"there", "won with", "not there", "given up", "draw", "instead", "there, par", "there, par and yours",
       "won with, par", "won with, par and yours"}  # fmt: skip
READING = {"half a pass", "pass reads", "pass reads, mistakes", "light below dark", "light above dark",
           "light right of dark", "light left of dark", "by chance", "before it trains", "digits read", "passes read",
           "still training"}  # fmt: skip
OWN = {"own way", "own way, alphas", "own alphas", "no try", "looks", "looks, by hand", "again", "as set"}


def test_every_caption_has_a_claim_that_is_checked() -> None:
    checked = [set(CHECKS), set(FINDING_CHECKS), END, READING, OWN]
    assert set(TEMPLATES) == set().union(*checked)
    assert sum(map(len, checked)) == len(TEMPLATES)


def test_every_mark_is_one() -> None:
    assert [text for text in TEMPLATES.values() if re.search(r"[\[\]]", plain(text))] == []
