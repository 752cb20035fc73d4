"""What keys and tiles of the play screen do, and what is heard of them while something is played."""
