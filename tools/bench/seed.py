"""The data every measure uses: boards of 200, 1,000 and 5,000 cards in five lanes, ten people, made by actions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402 (models after the setup)
from django.utils import timezone  # noqa: E402

from accounts import actions as people  # noqa: E402
from accounts.access import Role  # noqa: E402
from boards import actions  # noqa: E402
from boards.actions.create import ExternalId  # noqa: E402
from boards.actions.fill import Draft, fill_board  # noqa: E402
from boards.events import Cause  # noqa: E402
from boards.models import Board, Lane  # noqa: E402
from tools.bench import seed_names  # noqa: E402

WORDS = "train eval sweep baseline ablation dataset shard epoch gradient loss metric attention".split()  # noqa: SIM905 (words)
LABELS = ("vision", "nlp", "rl", "data", "infra", "eval", "paper", "bug")


def main() -> None:
    """Seed the database of DATABASE_URL and leave the tokens where the bench finds them."""
    at = timezone.now()
    ada = people.create_person(username="ada", password=seed_names.PASSWORD, at=at)
    team = people.create_team(actor=ada, name="Bench", at=at)
    crowd = [
        people.create_person(username=seed_names.person(n), password=seed_names.PASSWORD, at=at)
        for n in range(seed_names.PEOPLE)
    ]
    for member in crowd:
        people.add_member(actor=ada, team=team, person=member, role=Role.MEMBER, at=at)
    tokens = [people.create_token(person=member, name="bench", scope="write", at=at)[1] for member in crowd]
    cause = Cause(actor=ada, at=at, notify=False)
    for size in seed_names.SIZES:
        board = actions.create_board(
            cause=cause, team=team, key=seed_names.board(size), name=f"{size} cards", preset="development"
        )
        fill_board(cause=cause, board=board, drafts=drafts(board, size))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    Path(os.environ["PROOFLANE_DATA_DIR"], "tokens.json").write_text(json.dumps(tokens), encoding="utf-8")


def drafts(board: Board, size: int) -> list[Draft]:
    """Cards with a 300-character description, a label and one assignee, spread over all lanes."""
    lanes = list(board.lanes.all())
    return [_draft(number, lanes[number % len(lanes)]) for number in range(size)]


def _draft(number: int, lane: Lane) -> Draft:
    words = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 6))
    return Draft(
        lane=lane,
        title=f"#{number} {words}",
        external=ExternalId(source="bench", external_id=str(number)),
        description=(words + " ") * 8,
        labels=[LABELS[number % len(LABELS)]],
        assignees=[seed_names.person(number)],
    )


if __name__ == "__main__":
    main()
