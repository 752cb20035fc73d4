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

ADDRESS = "https://school.example/week.toml"


def why(address: str, most: int) -> str:
    found = Download(address, most)
    waiting.until(lambda: found.done)
    return found.why


def test_it_is_read_no_further_than_needed_and_may_not_lead_on_to_what_is_less_safe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there: dict[str, Any] = {ADDRESS: b"12345"}  # bytes, or where it leads on to

    def answer(_handler: Any, request: Request) -> Any:
        found, headers = there[request.full_url], Message()
        if isinstance(found, str):
            headers["Location"] = found
        code, content = (302, b"") if isinstance(found, str) else (200, found)
        reply: Any = addinfourl(BytesIO(content), headers, request.full_url, code)
        reply.msg = "so"
        return reply

    monkeypatch.setattr(HTTPSHandler, "https_open", answer)
    assert read_address(ADDRESS, 9) == b"12345" and read_address(ADDRESS, 3) == b"1234"
    assert why(ADDRESS, 3) == f"{ADDRESS} is larger than 0 KB, so it was skipped."
    there |= {ADDRESS: "https://elsewhere.example/a", "https://elsewhere.example/a": b"it"}
    assert read_address(ADDRESS, 9) == b"it"
    there[ADDRESS] = "http://elsewhere.example/a"
    with pytest.raises(URLError, match="without https"):
        read_address(ADDRESS, 9)


@pytest.mark.parametrize("address", ["http://school.example/a", "file:///etc/passwd", "https://127.0.0.1:1/a"])
def test_what_cannot_be_fetched_is_a_sentence(address: str) -> None:
    assert why(address, 9).startswith(f"{address} could not be fetched: ")
