"""How things are drawn: the drawing kit, the widgets, and the pictures of learning. It changes nothing."""
