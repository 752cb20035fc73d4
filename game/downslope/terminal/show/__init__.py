"""`downslope solve` as a show: the machine's runs as lines of text, with keys to pause and step."""
