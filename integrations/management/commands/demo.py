from __future__ import annotations

import os
import secrets
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import Refusal
from integrations.demo import make_board, make_cast


class Command(BaseCommand):
    help = "Make the demo team and its board; what is there already stays as it is. Refused while DEBUG is off."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has known people with one password, so it is refused while DEBUG is off.")
        now, wanted = timezone.now(), os.environ.get("PROOFLANE_DEMO_PASSWORD", "").strip()
        password = wanted or secrets.token_urlsafe(9)
        try:
            cast = make_cast(password, now, renew=bool(wanted))
            board = make_board(cast, now)
        except Refusal as refusal:
            raise CommandError(f"The demo does not fit what is here: {refusal.sentence}") from None
        if options["verbosity"]:
            self.stdout.write(
                f"Demo team {cast.team.slug}: {f'board {board.key} is new' if board else 'nothing new'}."
            )
            if cast.is_new:
                self.stdout.write(f"Sign in as {', '.join(cast.people)} with the password {password}")
