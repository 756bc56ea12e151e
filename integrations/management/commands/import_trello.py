from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import Refusal
from boards.events import Cause
from integrations.importers.trello import ORIGIN, import_trello
from integrations.management.arguments import add_target, find_person, find_team, read_file


class Command(BaseCommand):
    help = "Import a Trello board from its JSON export, or bring one that was imported before up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the JSON that Trello's “Export as JSON” gives")
        add_target(parser)
        parser.add_argument("--name", default="", help="of a new board; by default its name in Trello")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        team = find_team(options["team"])
        person = find_person(team, options["person"])
        cause = Cause(actor=person, at=timezone.now(), origin=ORIGIN, notify=False)
        wanted = {name: options[name] for name in ("key", "name", "dry_run")}
        try:
            report = import_trello(read_file(options["file"]), team, cause, **wanted)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(str(report))
