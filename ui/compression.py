"""Streamlit's own files, sent compressed: on a slow link they are most of what a first visit waits for.

Streamlit leaves them as they are, since compressing at each request costs more than it saves on a fast link. Here each
is compressed once, in a thread of its own, and kept: these files never change while the server runs.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from typing import Final

import brotli
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER: Final = "/static/"
# In the order of preference. Beyond these levels a few bytes less cost seconds more.
_ENCODINGS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "br": lambda body: brotli.compress(body, quality=9),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
_SMALLEST: Final = 1024
"""Bytes below which a file is not worth it."""
_KINDS: Final = ("text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml")
"""Not pages: whatever address is not known answers with one, and what is kept must stay bounded."""


class CompressedStatic:
    """ASGI middleware: answer for static files from their compressed copies, where the browser takes them."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the Streamlit application."""
        self.app = app
        self._kept: dict[tuple[str, str], tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let everything but a plain request for a whole static file through as it is."""
        encoding = _encoding(scope)
        if encoding is None:
            await self.app(scope, receive, send)
            return
        key = (scope["path"], encoding)
        if key not in self._kept:
            whole = _Whole()
            await self.app(scope, receive, whole)
            if not whole.compressible:
                await whole.replay(send)
                return
            content = await to_thread.run_sync(_ENCODINGS[encoding], whole.body)
            self._kept[key] = (_start(whole.start, encoding, len(content)), content)
        start, content = self._kept[key]
        await send({**start, "headers": [*start["headers"]]})
        await send({"type": "http.response.body", "body": content, "more_body": False})


def _encoding(scope: Scope) -> str | None:
    """The best encoding that the browser takes; None for what is no plain request for a whole static file."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(FOLDER):
        return None
    headers = Headers(scope=scope)
    if any(name in headers for name in ("range", "if-none-match", "if-modified-since")):
        return None
    parts = (part.replace(" ", "").partition(";") for part in headers.get("accept-encoding", "").split(","))
    taken = {name for name, _, weight in parts if not re.fullmatch(r"q=0(\.0*)?", weight)}
    return next((encoding for encoding in _ENCODINGS if encoding in taken), None)


class _Whole:
    """A response that is held back until it is whole."""

    def __init__(self) -> None:
        self.start: Mapping[str, object] = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    @property
    def compressible(self) -> bool:
        """Whether it is a file that compression makes smaller."""
        headers = Headers(raw=list(self.start["headers"]))  # type: ignore[call-overload]
        kind = headers.get("content-type", "")
        return (
            self.start["status"] == 200
            and "content-encoding" not in headers
            and len(self.body) >= _SMALLEST
            and kind.startswith(_KINDS)
        )

    async def replay(self, send: Send) -> None:
        """Send it as it was."""
        await send(dict(self.start))
        await send({"type": "http.response.body", "body": self.body, "more_body": False})


def _start(start: Mapping[str, object], encoding: str, size: int) -> Message:
    """The head of the compressed response."""
    message: Message = {**start, "headers": [*start["headers"]]}  # type: ignore[misc]
    headers = MutableHeaders(scope=message)
    for name in ("content-length", "accept-ranges"):
        del headers[name]
    headers["Content-Encoding"] = encoding
    headers["Content-Length"] = str(size)
    headers.add_vary_header("Accept-Encoding")
    return message
