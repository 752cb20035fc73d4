"""The workshop: a sandbox in which you make a level by playing it."""
