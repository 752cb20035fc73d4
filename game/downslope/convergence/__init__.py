"""How a run ends from every place of a map: by a law if there is one, else by a run."""
