"""The handwritten digits: the shipped data set, the player's drawings and files, the recipe that reads them."""
