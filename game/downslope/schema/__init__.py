"""What the annotations of a level's classes say: whether it is right, what is wrong, how it is read from data."""
