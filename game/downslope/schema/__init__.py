"""One schema of a level: the annotations of its classes are its check, its reading and what editors are told."""
