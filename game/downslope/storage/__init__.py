"""What lies in the player's folder: settings, progress, nets; how a file is written and refused."""
