"""Planning and sending digests: once per person and period, and none when there is nothing to say.

Planning is a level and not an edge: a minute or an hour that was missed is caught up. The unique row decides
between two sweeps; sending is as with other mails, under a lease with a token.
"""

from __future__ import annotations

import logging
import secrets
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.language import in_language_of
from accounts.models import Person
from boards.digests import Asked, boards_for, deciders_of_all_teams, told
from boards.models import Attention, Digest
from boards.quiet import attention_of, hours_of, mail_from
from boards.readers.letters import letter
from boards.readers.mail import LEASE, MOST_ATTEMPTS, PAUSES, RUN_SECONDS, open_mailer
from boards.wishes import MAIL, Wishes

log = logging.getLogger(__name__)
LONGEST = {Attention.Digest.WEEKLY: timedelta(days=14)}
LONGEST_DAILY = timedelta(days=7)
FIRST = {Attention.Digest.WEEKLY: timedelta(days=7)}
FIRST_DAILY = timedelta(days=1)


def plan_digests(at: datetime) -> int:
    """Write down whose digest is due now and is not yet; returns how many."""
    chosen = dict(Attention.objects.values_list("person_id", "digest"))
    wanting = {pk for pk, mode in chosen.items() if mode in (Attention.Digest.DAILY, Attention.Digest.WEEKLY)}
    wanting |= {pk for pk in deciders_of_all_teams() if chosen.get(pk, "auto") == Attention.Digest.AUTO}
    people = Person.objects.filter(pk__in=wanting, is_active=True, mail_reminders=True).exclude(email="")
    wishes = Wishes(wanting)
    planned = [_planned(person, at) for person in people if wishes.wants(person.pk, "digest", MAIL)]
    new = [digest for digest in planned if digest is not None]
    before = Digest.objects.count() if new else 0
    Digest.objects.bulk_create(new, ignore_conflicts=True)
    return Digest.objects.count() - before if new else 0


def _planned(person: Person, at: datetime) -> Digest | None:
    """The digest of the period that has begun by the person's clock, unless it exists."""
    attention = attention_of(person)
    local = at.astimezone(hours_of(person).zone)
    period = _period(attention, person, local)
    if period is None or Digest.objects.filter(person=person, period=period).exists():
        return None
    last = Digest.objects.filter(person=person).order_by("-created_at").first()
    since = at - FIRST.get(Attention.Digest(attention.digest), FIRST_DAILY)
    if last is not None:
        longest = LONGEST.get(Attention.Digest(attention.digest), LONGEST_DAILY)
        since = max(last.created_at, at - longest)
    name = f"<digest.{period}.{person.pk}@{settings.SITE.hostname}>"
    return Digest(person=person, period=period, since=since, message_id=name, created_at=at, due_at=at)


def _period(attention: Attention, person: Person, local: datetime) -> str | None:
    """Its name, once its hour has come: every day that is a working day, or the weekday that was chosen."""
    if attention.digest == Attention.Digest.WEEKLY:
        year, week, weekday = local.isocalendar()
        reached = (weekday - 1, local.time()) >= (attention.digest_weekday, attention.digest_at)
        return f"{year}-W{week:02}" if reached else None
    begins = local.replace(hour=0, minute=0, second=0, microsecond=0)
    works = hours_of(person).spans(begins, begins + timedelta(days=1))
    return f"{local:%Y-%m-%d}" if works and local.time() >= attention.digest_at else None


def send_digests(at: datetime) -> int:
    """Send what is due; returns how many mails went out."""
    if not _due(at).exists() or (mailer := open_mailer()) is None:
        return 0
    sent, began = 0, time.monotonic()
    while time.monotonic() - began < RUN_SECONDS and (digest := _claim(at)) is not None:
        sent += _deliver(digest, mailer, at)
    mailer.close()
    return sent


def _due(at: datetime) -> QuerySet[Digest]:
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    return Digest.objects.filter(free, sent_at=None, dropped_at=None, due_at__lte=at).order_by("due_at", "pk")


def _claim(at: datetime) -> Digest | None:
    """The next one, its attempt counted; whoever sets the token first has it."""
    token = secrets.token_hex(16)
    for pk in _due(at).values_list("pk", flat=True)[:20]:
        mine = _due(at).order_by().filter(pk=pk)
        if mine.update(lease_token=token, lease_until=at + LEASE, attempts=F("attempts") + 1):
            return Digest.objects.select_related("person").get(pk=pk)
    return None


def _deliver(digest: Digest, mailer: BaseEmailBackend, at: datetime) -> int:
    person, attention = digest.person, attention_of(digest.person)
    until = mail_from(attention, person, at)
    if until > at:
        _mark(digest, due_at=until, attempts=F("attempts") - 1)
        return 0
    if digest.attempts > MOST_ATTEMPTS or not _is_wanted(person, attention):
        _mark(digest, dropped_at=at)
        return 0
    try:
        with in_language_of(person):
            written = _written(digest, attention.digest, mailer, at)
        if written is None:
            _mark(digest, dropped_at=at)
            return 0
        written.send()
    except Exception as error:
        mailer.close()
        _note_failure(digest, f"{type(error).__name__}: {error}"[:300], at)
        return 0
    return int(_mark(digest, sent_at=at, error=""))


def _written(digest: Digest, mode: str, mailer: BaseEmailBackend, at: datetime) -> EmailMultiAlternatives | None:
    """None when there is nothing to say."""
    person = digest.person
    sections = told(Asked(person, boards_for(person, mode), digest.since, at))
    if not sections:
        return None
    subject = _("Digest: %(sections)s") % {"sections": ", ".join(section.named for section in sections)}
    context = {"sections": sections, "since": digest.since.astimezone(hours_of(person).zone)}
    return letter(person, subject, "digest", context, ["digest"], digest.message_id, mailer)


def _is_wanted(person: Person, attention: Attention) -> bool:
    """Asked when it is sent: the person may have left, or want none any more."""
    wants = Wishes([person.pk]).wants(person.pk, "digest", MAIL) and attention.digest != Attention.Digest.NONE
    return bool(wants and person.is_active and person.mail_reminders and person.email)


def _note_failure(digest: Digest, error: str, at: datetime) -> None:
    log.warning("%s could not be sent (attempt %d): %s", digest.message_id, digest.attempts, error)
    if digest.attempts >= MOST_ATTEMPTS:
        _mark(digest, dropped_at=at, error=error)
    else:
        _mark(digest, due_at=at + PAUSES[digest.attempts - 1], error=error)


def _mark(digest: Digest, **what: object) -> bool:
    """Note it, unless the lease has been taken over."""
    mine = Digest.objects.filter(pk=digest.pk, lease_token=digest.lease_token)
    return bool(mine.update(lease_until=None, lease_token="", **what))
