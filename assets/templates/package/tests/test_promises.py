"""The same checks as `downslope check`: run them with `pytest`."""

import downslope_MODULE

from downslope.testing import assert_ok, check_plugin

pytest_plugins = ["downslope.testing.pytest_plugin"]  # for a test that plays: downslope_play, downslope_registry


def test_everything_in_it_keeps_its_promises():
    assert_ok(check_plugin(downslope_MODULE))
