"""What the import commands are given: a file, a team, and who imports."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.utils import timezone

from accounts.access import Role
from accounts.errors import Refusal
from accounts.models import Person, Team
from boards.models import Board
from integrations.actions import Wishes, bring_in
from integrations.importers.formats import Format
from integrations.importers.report import Report
from integrations.json_files import MOST_BYTES


def add_target(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--team", required=True, metavar="SLUG", help="the team that gets the board")
    parser.add_argument("--key", default="", help="of a new board, such as CHURN; by default the file's own")
    parser.add_argument("--name", default="", help="of a new board; by default the file's own")
    parser.add_argument("--as", dest="person", help="who imports; by default the team's first admin")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")


def brought_in(source: Format, raw: bytes, options: dict[str, Any], board: Board | None = None) -> Report:
    """What the import came to; a refusal ends the command with its sentence."""
    team = find_team(options["team"])
    person = find_person(team, options["person"])
    wishes = Wishes(dry_run=options["dry_run"], key=options["key"] or "", name=options["name"], board=board)
    try:
        return bring_in(actor=person, team=team, at=timezone.now(), source=source, raw=raw, wishes=wishes)
    except Refusal as refusal:
        raise CommandError(refusal.sentence) from None


def find_team(slug: str) -> Team:
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        raise CommandError(f"There is no team {slug}.")
    return team


def find_person(team: Team, username: str | None) -> Person:
    members = team.memberships.filter(person__is_active=True).select_related("person").order_by("pk")
    found = members.filter(person__username=username) if username else members.filter(role=Role.ADMIN)
    membership = found.first()
    if membership is None:
        raise CommandError(f"{username or 'An active admin'} is not in the team {team.slug}.")
    return membership.person


def find_board(team: Team, key: str) -> Board | None:
    """The board that is to take the cards, where one is named."""
    if not key:
        return None
    board = Board.objects.filter(team=team, key=key, deleted_at=None).first()
    if board is None:
        raise CommandError(f"The team {team.slug} has no board {key}.")
    return board


def read_file(path: Path) -> bytes:
    """The file, at most one byte more than is allowed."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
