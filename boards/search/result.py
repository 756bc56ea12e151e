"""What was found, as pages, palette and API show it."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from boards.models import SearchDocument
from boards.search.asking import Asked
from boards.search.find import Found
from boards.search.snippet import snippet_of

Kind = SearchDocument.Kind
PARTS: dict[str, str] = {Kind.VERDICT: "part-verdict", Kind.HYPOTHESIS: "part-hypothesis"}


def address(document: SearchDocument) -> str:
    """Where the text stands."""
    place = {
        Kind.LOG: f"#entry-{document.part}",
        Kind.VERDICT: "#part-verdict",
        Kind.HYPOTHESIS: "#part-hypothesis",
    }
    return f"/c/{document.card.ref}/{place.get(Kind(document.kind), '')}"


def result_as_dict(found: Found, asked: Asked) -> dict[str, Any]:
    document, snippet = found.document, snippet_of(found.document, asked)
    card = document.card
    return {
        "kind": document.kind,
        "ref": card.ref,
        "board": card.board.key,
        "card_kind": card.kind,
        "title": card.title,
        "verdict": (card.face["verdict"] or {}).get("value"),
        "part": document.part or None,
        "snippet": snippet.text,
        "marks": [list(mark) for mark in snippet.marks],
        "at": document.at,
        "archived": card.archived_at is not None,
        "url": f"{settings.SITE_URL}{address(document)}",
    }
