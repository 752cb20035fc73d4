"""A file from an address: by https alone, whatever the address leads on to; what fails is one sentence."""

from __future__ import annotations

from email.message import Message
from io import BytesIO
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPSHandler, Request
from urllib.response import addinfourl

import pytest

import waiting
from downslope.desktop.download import Download, read_address

ADDRESS = "https://school.example/week.toml"


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Address -> what lies there: bytes, or where it leads on to."""
    there: dict[str, Any] = {}

    def answer(_handler: Any, request: Request) -> Any:
        found, headers = there[request.full_url], Message()
        if isinstance(found, str):
            headers["Location"] = found
        reply: Any = addinfourl(BytesIO(b"" if isinstance(found, str) else found), headers, request.full_url,
                                302 if isinstance(found, str) else 200)  # fmt: skip
        reply.msg = "so"
        return reply

    monkeypatch.setattr(HTTPSHandler, "https_open", answer)
    return there


@pytest.mark.slow
def test_what_lies_there_is_read_no_further_than_needed(network: dict[str, Any]) -> None:
    network[ADDRESS] = b"12345"
    assert read_address(ADDRESS, 9) == b"12345" and read_address(ADDRESS, 3) == b"1234"
    found = Download(ADDRESS, 3)
    waiting.until(lambda: found.done)
    assert found.why == f"{ADDRESS} is larger than 0 KB, so it was skipped."


def test_it_may_lead_on_but_not_to_what_is_less_safe(network: dict[str, Any]) -> None:
    network |= {ADDRESS: "https://elsewhere.example/a", "https://elsewhere.example/a": b"it"}
    assert read_address(ADDRESS, 9) == b"it"
    network[ADDRESS] = "http://elsewhere.example/a"
    with pytest.raises(URLError, match="without https"):
        read_address(ADDRESS, 9)


@pytest.mark.parametrize("address", ["http://school.example/a", "file:///etc/passwd", "https://127.0.0.1:1/a"])
def test_what_cannot_be_fetched_is_a_sentence(address: str) -> None:
    found = Download(address, 9)
    waiting.until(lambda: found.done)
    assert found.why.startswith(f"{address} could not be fetched: ") and not found.content
