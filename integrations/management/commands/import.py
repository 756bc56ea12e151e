# noqa: N999 (the command is called import)
from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import Refusal
from boards.events import Cause
from integrations.bundle import import_board
from integrations.management.arguments import add_target, find_person, find_team, read_file


class Command(BaseCommand):
    help = "Read a board that `export` wrote, as a new board with its whole log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        add_target(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        team = find_team(options["team"])
        cause = Cause(actor=find_person(team, options["person"]), at=timezone.now(), origin="import")
        try:
            restored = import_board(read_file(options["file"]), team, cause, key=options["key"])
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        counts = restored.counts
        self.stdout.write(f"{restored.board.key}: {counts['Card']} cards and {counts['Event']} events.")
        if restored.strangers:
            self.stdout.write(f"Not in the team, so without a name here: {', '.join(restored.strangers)}.")
