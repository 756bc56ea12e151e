from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from accounts.access import Role
from accounts.errors import Refusal
from accounts.models import Person, Team
from boards.events import Cause
from integrations.importers.trello import MOST_BYTES, ORIGIN, import_trello


class Command(BaseCommand):
    help = "Import a Trello board from its JSON export, or bring one that was imported before up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the JSON that Trello's “Export as JSON” gives")
        parser.add_argument("--team", required=True, metavar="SLUG", help="the team that gets the board")
        parser.add_argument("--key", help="of a new board, such as CHURN; by default from its name")
        parser.add_argument("--name", default="", help="of a new board; by default its name in Trello")
        parser.add_argument("--as", dest="person", help="who imports; by default the team's first admin")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        team = Team.objects.filter(slug=options["team"]).first()
        if team is None:
            raise CommandError(f"There is no team {options['team']}.")
        cause = Cause(actor=importer(team, options["person"]), at=timezone.now(), origin=ORIGIN, notify=False)
        try:
            report = import_trello(
                read(options["file"]),
                team,
                cause,
                key=options["key"],
                name=options["name"],
                dry_run=options["dry_run"],
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(str(report))


def importer(team: Team, username: str | None) -> Person:
    people = Person.objects.filter(memberships__team=team, is_active=True).order_by("memberships__pk")
    found = people.filter(username=username) if username else people.filter(memberships__role=Role.ADMIN)
    person = found.first()
    if person is None:
        who = username or "an active admin"
        raise CommandError(f"{who} is not in the team {team.slug}.")
    return person


def read(path: Path) -> bytes:
    """The file, at most one byte more than is allowed."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
