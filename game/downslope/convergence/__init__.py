"""How a run ends from every place of a map, by the law where there is one, else by running."""
