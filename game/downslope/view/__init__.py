"""How things are drawn: the drawing kit, the widgets, and the pictures of the learning core. Changes nothing."""
