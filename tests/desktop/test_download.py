"""A file from an address: by https alone, whatever the address leads on to; what fails is one sentence."""

from email.message import Message
from io import BytesIO
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPSHandler, Request
from urllib.response import addinfourl

import pytest

from downslope.desktop.download import Download, read_address
from lib import waiting

ADDRESS, OTHER = "https://school.example/week.toml", "https://elsewhere.example/a"


def test_it_is_read_no_further_than_needed_and_says_what_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def why(address: str, most: int) -> str:
        found = Download(address, most)
        waiting.until(lambda: found.done)
        return found.why

    for address in ("http://school.example/a", "file:///etc/passwd", "https://127.0.0.1:1/a"):
        assert why(address, 9).startswith(f"{address} could not be fetched: ")
    there: dict[str, Any] = {ADDRESS: b"12345", OTHER: b"it"}  # bytes, or where it leads on to

    def answer(_handler: Any, request: Request) -> Any:
        found, headers = there[request.full_url], Message()
        code, content = (302, b"") if isinstance(found, str) else (200, found)
        if isinstance(found, str):
            headers["Location"] = found
        reply: Any = addinfourl(BytesIO(content), headers, request.full_url, code)
        reply.msg = "so"
        return reply

    monkeypatch.setattr(HTTPSHandler, "https_open", answer)
    assert read_address(ADDRESS, 9) == b"12345" and read_address(ADDRESS, 3) == b"1234"
    assert why(ADDRESS, 3) == f"{ADDRESS} is larger than 0 KB, so it was skipped."
    there[ADDRESS] = OTHER
    assert read_address(ADDRESS, 9) == b"it"
    there[ADDRESS] = "http://elsewhere.example/a"
    with pytest.raises(URLError, match="without https"):
        read_address(ADDRESS, 9)
