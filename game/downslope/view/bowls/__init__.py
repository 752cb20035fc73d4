"""The error as a landscape: bowls of one weight, contours of two, and Pip's walk in them."""
