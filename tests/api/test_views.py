"""Saved views over REST."""

from __future__ import annotations

from boards.models import Board
from tests.api.caller import Caller


def test_a_view_is_saved_shared_made_the_default_and_removed(board: Board, ben: Caller) -> None:
    made = ben.post("/boards/CHURN/views", {"name": "Late", "filter": "gate:open", "default": True}).json
    assert (made["default"], made["author"], made["shared"]) == (True, "ben", False)
    assert made["url"].endswith(f"/boards/CHURN/?q=gate:open&view={made['id']}")
    url = f"/boards/CHURN/views/{made['id']}"
    changed = ben.patch(url, {"shared": True, "grouping": "person", "default": False, "position": 9}).json
    assert (changed["shared"], changed["grouping"], changed["default"], changed["position"]) == (
        True,
        "person",
        False,
        9,
    )
    assert ben.get("/boards/CHURN/views").json["results"] == [changed]
    assert ben.patch(url, {"filter": "kind:x"}).status == 400
    assert ben.delete(url).status == 204
    assert ben.get("/boards/CHURN/views").json["results"] == []
