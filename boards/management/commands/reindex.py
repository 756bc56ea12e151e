"""`manage.py reindex`: read all texts into the search index again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from boards.models import Board
from boards.search.sources import reindex


class Command(BaseCommand):
    help = "Builds the search index again, board by board, while people go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--board", metavar="KEY", help="this board only")

    def handle(self, *args: Any, **options: Any) -> None:
        boards = Board.objects.filter(deleted_at=None).order_by("key")
        if options["board"]:
            boards = boards.filter(key=options["board"].upper())
            if not boards:
                raise CommandError(f"There is no board {options['board']}.")
        for board in boards:
            self.stdout.write(f"{board.key}: {reindex(board)} texts")
