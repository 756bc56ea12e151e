"""Joining a team with a new account, by the link of an invitation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actions.invitations import accept_invitation, find_invitation
from accounts.actions.people import create_person
from accounts.models import Person


def register(
    *, secret: str, username: str, name: str, email: str, password: str, at: datetime, language: str = ""
) -> Person:
    """A new person in the team of the invitation: both or neither, also when fifty use one link at once.

    `language` is what they were reading, so that their mails come in it too; empty leaves it to their browser.
    """
    with transaction.atomic():
        find_invitation(secret, at)
        person = create_person(
            username=username, name=name, email=email, password=password, at=at, language=language
        )
        accept_invitation(secret=secret, person=person, at=at)
    return person
