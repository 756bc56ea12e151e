from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from boards.models import Board
from integrations.bundle import export_board


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


class ExactEncoder(DjangoJSONEncoder):
    """Times to the microsecond; Django's own encoder cuts them to milliseconds."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else super().default(value)
