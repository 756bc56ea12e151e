"""Files as people hand them in, and the worker that takes them up."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from integrations.actions import Wishes, run_import, start_import
from integrations.models import Import
from tests.integrations.trello import a_board, a_card, a_list
from tests.world import World

TO_DO = a_list("To do")
TRELLO = json.dumps(a_board([TO_DO], [a_card(TO_DO, "One"), a_card(TO_DO, "Two", idMembersVoted=["x"])]))


def handed_in(world: World, content: str | bytes = TRELLO, who: str = "petra", **wishes: Any) -> Import:
    raw = content.encode() if isinstance(content, str) else content
    return start_import(
        actor=world.cast[who],
        team=world.team,
        at=world.at,
        file="board.json",
        chunks=[raw],
        code=wishes.pop("code", ""),
        wishes=Wishes(**wishes),
    )


def worked_off(world: World, job: Import) -> Import:
    """What a worker makes of it."""

    def clock() -> datetime:
        return world.at

    run_import(job.pk, clock)
    job.refresh_from_db()
    return job
