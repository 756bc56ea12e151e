from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from boards.models import Board
from integrations.bundle import export_board
from integrations.bundle.writing import ExactEncoder


class Command(BaseCommand):
    help = "Write a board with its whole log into a JSON file that `import` reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("board", metavar="BOARD_KEY")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        board = Board.objects.filter(key=options["board"], deleted_at=None).first()
        if board is None:
            raise CommandError(f"There is no board {options['board']}.")
        bundle = export_board(board)
        text = json.dumps(bundle, cls=ExactEncoder, ensure_ascii=False, indent=1)
        try:
            options["file"].write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror}.") from None
        rows = bundle["rows"]
        self.stdout.write(f"{board.key}: {len(rows['Card'])} cards and {len(rows['Event'])} events.")
