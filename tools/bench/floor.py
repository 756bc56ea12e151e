"""The floor: the same work on the same tables by a bare WSGI application, without a product around it."""

from __future__ import annotations

import gzip
import html
import json
import os
import threading
import uuid
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import psycopg2

_local = threading.local()
_stored: dict[str, bytes] = {}

CARDS = """SELECT c.ref, c.title, c.description, c.version, c.lane_id, c.face::text FROM boards_card c
           JOIN boards_board b ON b.id = c.board_id WHERE b.key = %s AND c.archived_at IS NULL
           AND c.trashed_at IS NULL ORDER BY c.lane_id, c.rank"""
EVENT = """INSERT INTO boards_event (id, board_id, seq, kind, v, at, recorded_at, actor_name, origin, op,
           card_id, card_ref, card_version, data, previous)
           SELECT %s, c.board_id, %s, 'card.moved', 1, now(), now(), 'floor', 'floor', '',
           c.id, c.ref, c.version, '{"from": "floor", "to": "floor"}', '{}' FROM boards_card c WHERE c.ref = %s"""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer /page, /stored, /move, /create, /delta and /list of a board."""
    query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    route = ROUTES.get(environ["PATH_INFO"])
    body = route(query) if route else b""
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")])
    return [body]


def _cursor() -> Any:
    if not hasattr(_local, "connection"):
        _local.connection = psycopg2.connect(os.environ["DATABASE_URL"])
    return _local.connection.cursor()


def _page(query: dict[str, str]) -> bytes:
    cursor = _cursor()
    cursor.execute(CARDS, (query["board"],))
    cards = [f"<li id={ref} data-v={v}>{html.escape(title)}" for ref, title, _, v, _, _ in cursor]
    cursor.connection.commit()
    _stored[query["board"]] = gzip.compress("".join(cards).encode(), 5)
    return _stored[query["board"]]


def _same(query: dict[str, str]) -> bytes:
    cursor = _cursor()
    cursor.execute("SELECT seq FROM boards_board WHERE key = %s", (query["board"],))
    cursor.fetchone()
    cursor.connection.commit()
    return _stored.get(query["board"]) or _page(query)


def _move(query: dict[str, str]) -> bytes:
    cursor = _cursor()
    cursor.execute("UPDATE boards_board SET seq = seq + 1 WHERE key = %s RETURNING seq", (query["board"],))
    seq = cursor.fetchone()[0]
    cursor.execute(
        "UPDATE boards_card SET version = version + 1, updated_at = now() WHERE ref = %s", (query["card"],)
    )
    cursor.execute(EVENT, (str(uuid.uuid4()), seq, query["card"]))
    cursor.connection.commit()
    return gzip.compress(b"{}")


def _delta(query: dict[str, str]) -> bytes:
    cursor = _cursor()
    cursor.execute(
        "SELECT e.seq, e.kind, e.data FROM boards_event e JOIN boards_board b ON b.id = e.board_id"
        " WHERE b.key = %s AND e.seq > b.seq - 20 ORDER BY e.seq",
        (query["board"],),
    )
    rows = cursor.fetchall()
    cursor.connection.commit()
    return gzip.compress(json.dumps(rows).encode(), 5)


def _list(query: dict[str, str]) -> bytes:
    cursor = _cursor()
    cursor.execute(CARDS, (query["board"],))
    text = json.dumps([{"ref": r, "title": t, "description": d, "version": v} for r, t, d, v, _, _ in cursor])
    cursor.connection.commit()
    return gzip.compress(text.encode(), 1)


ROUTES: dict[str, Callable[[dict[str, str]], bytes]] = {
    "/page": _page,
    "/stored": _same,
    "/move": _move,
    "/delta": _delta,
    "/list": _list,
}
