"""What all screens share: settings, progress, the way through the levels, what is heard, films in the making."""
