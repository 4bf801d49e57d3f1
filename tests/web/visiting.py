"""A browser of sorts: keeps cookies, follows forms, reads pages as text."""

import asyncio
import re
from collections.abc import Coroutine
from html.parser import HTMLParser
from typing import Any, TypeVar

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

T = TypeVar("T")
_LOOP = asyncio.Runner()


class Browser:
    """Visits one application."""

    def __init__(self, app: FastAPI, address: str = "http://testserver") -> None:
        self.client = AsyncClient(transport=ASGITransport(app), base_url=address)

    def get(self, path: str) -> Response:
        return _LOOP.run(self.client.get(path))

    def post(self, path: str, *, origin: str | None = None, **fields: str) -> Response:
        headers = {"origin": origin} if origin else {}
        return _LOOP.run(self.client.post(path, data=fields, headers=headers))

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        """Several requests at once."""
        return _LOOP.run(what)

    def sign_in(self, username: str, next_page: str = "/") -> Response:
        secret = csrf(self.get("/sign-in"))
        return self.post("/sign-in", csrf=secret, username=username, next=next_page)


def csrf(response: Response) -> str:
    """The secret in a page's form."""
    found = re.search(r'name="csrf" value="([^"]+)"', response.text)
    assert found, "the page has no form with a secret"
    return found[1]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words(response: Response) -> str:
    """What a person reads on a page, with single spaces."""
    parser = _Words()
    parser.feed(response.text)
    return " ".join(" ".join(parser.parts).split())
