from __future__ import annotations

import getpass
import os
import secrets
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.access import Role
from accounts.actions import create_person
from accounts.actions.teams import join
from accounts.errors import Refusal
from accounts.models import Person, Team


class Command(BaseCommand):
    help = "Make a person who can sign in, and put them into a team."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="as others see it; by default the user name")
        parser.add_argument("--email", default="")
        parser.add_argument("--team", metavar="SLUG", help="a team to join")
        parser.add_argument("--role", choices=Role.values, default=Role.MEMBER, help="in that team")
        parser.add_argument(
            "--password-env", metavar="VARIABLE", help="the environment variable with the password"
        )
        parser.add_argument("--generate", action="store_true", help="make up a password and print it")

    def handle(self, *args: Any, **options: Any) -> None:
        team = _team(options["team"]) if options["team"] else None
        password, is_made_up = _password(options["password_env"], options["generate"])
        try:
            with transaction.atomic():
                person = _create(options, password, team)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        where = f", {options['role']} in {team.slug}" if team else ""
        self.stdout.write(f"{person.username} can sign in now{where}.")
        if is_made_up:
            self.stdout.write(f"Password: {password}")


def _create(options: dict[str, Any], password: str, team: Team | None) -> Person:
    """An operator at the server needs nobody's leave, so the newcomer joins as by an invitation."""
    at = timezone.now()
    names = {field: options[field] for field in ("username", "name", "email")}
    person = create_person(password=password, at=at, **names)
    if team is not None:
        join(actor=person, team=team, person=person, role=options["role"], at=at)
    return person


def _team(slug: str) -> Team:
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        raise CommandError(f"There is no team {slug}.")
    return team


def _password(variable: str | None, generate: bool) -> tuple[str, bool]:
    """From the environment, from the keyboard, or made up where nobody can type; and whether it was made up."""
    if variable:
        password = os.environ.get(variable, "")
        if not password:
            raise CommandError(f"The environment has no {variable}.")
        return password, False
    if generate or not sys.stdin.isatty():
        return secrets.token_urlsafe(12), True
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Password (again): "):
        raise CommandError("The two passwords differ.")
    return password, False
