"""A small file from an address, fetched beside the game: in a thread, or by the page that the game is a part of.

Only by https, whatever the address leads on to. Nothing is sent but the question.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ..i18n import _

PATIENCE = 15.0  # seconds without an answer
Answer = Callable[[Any, str], object]  # gets the bytes, or why there are none
fetcher: Callable[[str, Answer], object] | None = None  # of the page that the game is a part of


class Download:
    """One file. `done`: it is there, or `why` it is not, in a sentence. `most`: bytes that it may have."""

    def __init__(self, address: str, most: int) -> None:
        self.address, self.most = address, most
        self.done, self.why, self.content = False, "", b""
        if fetcher is not None:
            fetcher(address, self._answer)
            return
        try:
            threading.Thread(target=self._fetch, daemon=True, name="download").start()
        except RuntimeError as error:  # there are no threads
            self._answer(None, str(error))

    def _fetch(self) -> None:
        try:
            self._answer(read_address(self.address, self.most), "")
        except Exception as error:  # of a network and its answers there is no end
            self._answer(None, str(getattr(error, "reason", "") or error))

    def _answer(self, content: Any, why: str) -> None:
        """What came; from the page it is any buffer of bytes."""
        self.content = bytes(content) if content is not None else b""
        if content is None:
            self.why = _("{address} could not be fetched: {reason}").format(address=self.address, reason=why)
        elif len(self.content) > self.most:
            text = _("{address} is larger than {n} KB, so it was skipped.")
            self.why = text.format(address=self.address, n=self.most // 1024)
        self.done = True


def read_address(address: str, most: int) -> bytes:
    """What lies there, as far as one byte more than `most`. OSError: nothing does, or it is not reached by https."""
    from urllib.error import URLError
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class OnlySafe(HTTPRedirectHandler):
        """It leads on only to where it is as safe."""

        def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> Any:
            if not newurl.lower().startswith("https:"):
                raise URLError(_("it leads to an address without https"))
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    if not address.lower().startswith("https:"):
        raise URLError(_("it is an address without https"))
    with build_opener(OnlySafe).open(Request(address, headers={"User-Agent": "Downslope"}), timeout=PATIENCE) as answer:
        content: bytes = answer.read(most + 1)
    return content
