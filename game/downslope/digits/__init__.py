"""The handwritten digits: the shipped data set, what a player draws or brings, the recipe that reads them."""
