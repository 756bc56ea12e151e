"""What the import commands are given: a file, a team, and who imports."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import CommandError

from accounts.access import Role
from accounts.models import Person, Team
from integrations.json_files import MOST_BYTES


def add_target(parser: ArgumentParser) -> None:
    parser.add_argument("--team", required=True, metavar="SLUG", help="the team that gets the board")
    parser.add_argument("--key", help="of a new board, such as CHURN; by default the file's own")
    parser.add_argument("--as", dest="person", help="who imports; by default the team's first admin")


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


def read_file(path: Path) -> bytes:
    """The file, at most one byte more than is allowed."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
