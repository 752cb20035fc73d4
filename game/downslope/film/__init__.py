"""A show as a film: its frames by a clock of their own, written as a GIF or as pictures with subtitles."""
