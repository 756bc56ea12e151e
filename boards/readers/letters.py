"""What a mail says: a line for each piece of news, why it came, and how to stop it with one click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from accounts.models import Person
from boards.models import Notification
from boards.places import path_of
from boards.sentences import sentence
from boards.unsubscribe import unsubscribe_path
from boards.wishes import group_of_told

SUBJECT_LENGTH = 150
NAMED = 3
REASONS = {
    "assignee": noop("You are told because the card is assigned to you."),
    "author": noop("You are told because you wrote the card."),
    "watcher": noop("You are told because you watch the card."),
    "owner": noop("You are told because you decide on this board."),
    "manager": noop("You are told because you run the team."),
    "mention": noop("You are told because somebody mentioned you."),
    "member": noop("You are told because you work on this board."),
}
OTHERWISE = noop("You are told because it concerns you.")


@dataclass(frozen=True)
class Line:
    """One piece of news."""

    sentence: str
    ref: str
    title: str
    link: str
    because: str
    group: str

    @property
    def place(self) -> str:
        return f"{self.ref} {self.title}" if self.ref else self.title


def line_of(notification: Notification) -> Line:
    event, card = notification.event, notification.card
    return Line(
        sentence=sentence(event),
        ref=card.ref if card else "",
        title=card.title if card else event.board.name,
        link=settings.SITE_URL + path_of(event),
        because=gettext(REASONS.get(notification.reason, OTHERWISE)),
        group=group_of_told(notification),
    )


def message(
    person: Person, lines: list[Line], message_id: str, mailer: BaseEmailBackend
) -> EmailMultiAlternatives:
    """One mail with all of it. A single piece of news reads as it always did."""
    groups = list(dict.fromkeys(line.group for line in lines))
    context = {"lines": lines, "because": lines[0].because if len(lines) == 1 else ""}
    return letter(person, _subject(lines), "notification", context, groups, message_id, mailer)


def letter(
    person: Person,
    subject: str,
    template: str,
    context: dict[str, Any],
    groups: list[str],
    message_id: str,
    mailer: BaseEmailBackend,
) -> EmailMultiAlternatives:
    """A mail in text and HTML that its reader can stop with one click (RFC 8058)."""
    stop = settings.SITE_URL + unsubscribe_path(person, groups)
    profile = settings.SITE_URL + reverse("preferences")
    whole = {**context, "stop": stop, "profile": profile}
    mail = EmailMultiAlternatives(
        subject=_one_line(subject),
        body=render_to_string(f"mail/{template}.txt", whole),
        to=[person.email],
        connection=mailer,
        headers={
            "Message-ID": message_id,
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string(f"mail/{template}.html", whole), "text/html")
    return mail


def _subject(lines: list[Line]) -> str:
    if len(lines) == 1:
        line = lines[0]
        return f"{line.sentence} - {line.title}" if line.ref else line.sentence
    places = list(dict.fromkeys(line.ref or line.title for line in lines))
    said = {"n": len(lines), "places": ", ".join(places[:NAMED])}
    if len(places) > NAMED:
        more = {"more": len(places) - NAMED}
        return gettext("%(n)s updates: %(places)s and %(more)s more") % {**said, **more}
    return gettext("%(n)s updates: %(places)s") % said


def _one_line(text: str) -> str:
    """Whatever people have written."""
    line = " ".join(text.split())
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1] + "…"
