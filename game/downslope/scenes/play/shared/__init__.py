"""What every part of the play screen may ask of it, and what it may give away of a run."""
