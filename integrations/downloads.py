"""A document on its way to a file: sent while it is being written, under a safe name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import cast

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

CHUNK = 32_768
TYPES = {"md": "text/markdown", "csv": "text/csv", "json": "application/json"}


def download(request: HttpRequest, pieces: Iterable[str], name: str) -> HttpResponse:
    """The pieces as one file; `name` ends in md, csv or json."""
    chunks = _chunks(pieces)
    body = _later(chunks) if isinstance(request, ASGIRequest) else chunks
    kind = TYPES[name.rpartition(".")[2]]
    response = StreamingHttpResponse(body, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, response)  # a door may answer either


def lines(found: Iterable[str]) -> Iterator[str]:
    for each in found:
        yield f"{each}\n"


def _chunks(pieces: Iterable[str]) -> Iterator[bytes]:
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield "".join(held).encode("utf-8", "replace")
            held, size = [], 0
    yield "".join(held).encode("utf-8", "replace")


async def _later(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each chunk in the thread of the request, so that the event loop waits for no query."""

    def following() -> bytes | None:
        return next(chunks, None)

    step = sync_to_async(following, thread_sensitive=True)
    while (chunk := await step()) is not None:
        yield chunk
