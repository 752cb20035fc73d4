"""`python -m web serve`: the site on this machine, with the headers that a site should have."""

from __future__ import annotations

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HASHED = re.compile(r"-[0-9a-f]{10}\.|/python-")  # in a name: what is kept under it never changes


class Handler(SimpleHTTPRequestHandler):
    """Files of a folder; what has its checksum in its name may be kept for ever, everything else is asked for anew."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".js": "text/javascript",
                      ".wasm": "application/wasm", ".json": "application/json", ".woff2": "font/woff2",
                      ".whl": "application/octet-stream"}  # fmt: skip

    def end_headers(self) -> None:
        for_ever = HASHED.search(self.path.partition("?")[0])
        self.send_header("Cache-Control", "max-age=31536000, immutable" if for_ever else "no-cache")
        super().end_headers()

    def log_message(self, format: str, *values: object) -> None:
        """Nothing: whoever serves sees the page."""


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder on 127.0.0.1; port 0: any that is free."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(site)))


def serve(site: Path, port: int) -> None:
    """Serve until Ctrl-C."""
    with server(site, port) as running:
        print(f"http://127.0.0.1:{running.server_address[1]}/   (Ctrl-C ends it)", flush=True)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print()
