"""The data every measure uses: boards of 200, 1,000 and 5,000 cards in five lanes, ten people, made by actions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 (models after the setup)
from django.utils import timezone  # noqa: E402

from accounts import actions as people  # noqa: E402
from accounts.access import Role  # noqa: E402
from boards import actions  # noqa: E402
from boards.events import Cause  # noqa: E402
from boards.models import Board  # noqa: E402
from tools.bench import seed_names  # noqa: E402

WORDS = "train eval sweep baseline ablation dataset shard epoch gradient loss metric attention".split()  # noqa: SIM905 (words)
CARDS_AT_ONCE = 100
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
        fill(board, size, cause)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    Path(os.environ["PROOFLANE_DATA_DIR"], "tokens.json").write_text(json.dumps(tokens), encoding="utf-8")


def fill(board: Board, size: int, cause: Cause) -> None:
    """Cards with a 300-character description, a label and one assignee, spread over all lanes.

    A hundred to a transaction: the checks of foreign keys at its end walk every version of the board's row.
    """
    lanes = list(board.lanes.all())
    for start in range(0, size, CARDS_AT_ONCE):
        with transaction.atomic():
            for number in range(start, min(size, start + CARDS_AT_ONCE)):
                make_card(board, number, actions.Place(lane=lanes[number % len(lanes)]), cause)


def make_card(board: Board, number: int, place: actions.Place, cause: Cause) -> None:
    words = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 6))
    actions.create_card(
        cause=cause,
        board=board,
        title=f"#{number} {words}",
        place=place,
        description=(words + " ") * 8,
        labels=[LABELS[number % len(LABELS)]],
        assignees=[seed_names.person(number)],
    )


if __name__ == "__main__":
    main()
