"""What the player sees: the drawing toolkit, the widgets, and the pictures of the learning core. Changes nothing."""
