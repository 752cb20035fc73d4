"""The workshop: a sandbox in which a level is made by playing it."""
