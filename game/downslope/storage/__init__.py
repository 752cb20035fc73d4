"""The files of the player's folder: settings, progress, nets; how they are written and refused."""
