"""The workshop's bench without a window: examples, knobs, runs, undo, and the level made of them."""
