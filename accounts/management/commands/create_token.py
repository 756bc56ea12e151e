from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import create_token
from accounts.errors import Refusal
from accounts.models import ApiToken, Person


class Command(BaseCommand):
    help = "Make an API token for a person; the last line is the token, which is never shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="user name or e-mail address")
        parser.add_argument("--name", required=True, help="what will use the token")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default=ApiToken.Scope.READ)
        parser.add_argument("--days", type=int, help="how long it is valid; by default for ever")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.by_sign_in(options["person"])
        if person is None:
            raise CommandError(f"There is no active person {options['person']}.")
        at, days = timezone.now(), options["days"]
        if days is not None and not 1 <= days <= 3650:
            raise CommandError("Give 1 to 3650 days.")
        try:
            _, secret = create_token(
                person=person,
                name=options["name"],
                scope=options["scope"],
                at=at,
                expires_at=at + timedelta(days=days) if days else None,
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(secret)
