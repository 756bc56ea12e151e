"""Webhooks of a team, made by its admins. Address and secret never come out again, but for a new secret once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.access import Verb, require
from accounts.audit import audit
from accounts.errors import Conflict, Invalid
from accounts.models import Person, Team
from accounts.outbound import AddressRefused, Target
from accounts.retold import retold
from accounts.sealing import seal
from boards.events import KINDS
from boards.models import Board
from webhooks.models import Webhook
from webhooks.signing import new_secret

MOST, LONGEST_NAME, LONGEST_URL, MOST_KINDS = 50, 80, 2_000, 100
OVERLAP = timedelta(hours=24)
FIELDS = ("name", "url", "format", "kinds", "board", "is_on")
# With another address what failed before says nothing any more.
RESTED: dict[str, Any] = {"failing_since": None, "failures": 0, "rest_until": None, "said": ""}


def areas() -> list[str]:
    """What kinds are about, such as `card`."""
    return sorted({kind.partition(".")[0] for kind in KINDS})


def add_webhook(*, actor: Person, team: Team, at: datetime, **given: Any) -> tuple[Webhook, str]:
    """The webhook and its secret, which is never to be had again."""
    require(actor, Verb.MANAGE_TEAM, team.pk)
    if team.webhooks.count() >= MOST:
        raise Conflict(_("A team has at most %(n)s webhooks.") % {"n": MOST})
    secret = new_secret()
    webhook = Webhook(team=team, created_by=actor, created_at=at, sealed_secret=seal(secret))
    _fill(webhook, {"name": "", "url": "", **given}, at)
    with transaction.atomic():
        _save(webhook)
        audit("webhook.added", at, actor=actor, team=team, **_told(webhook))
    return webhook, secret


def change_webhook(*, actor: Person, webhook: Webhook, at: datetime, **given: Any) -> Webhook:
    """Change it; an address that is left out or empty stays. Switched on again, it is sent what it missed."""
    require(actor, Verb.MANAGE_TEAM, webhook.team_id)
    if not given.get("url"):
        given.pop("url", None)
    _fill(webhook, given, at)
    with transaction.atomic():
        _save(webhook)
        audit("webhook.changed", at, actor=actor, team=webhook.team, changes=sorted(given), **_told(webhook))
    return webhook


def remove_webhook(*, actor: Person, webhook: Webhook, at: datetime) -> None:
    """Nothing is sent any more, and its deliveries are forgotten."""
    require(actor, Verb.MANAGE_TEAM, webhook.team_id)
    with transaction.atomic():
        audit("webhook.removed", at, actor=actor, team=webhook.team, **_told(webhook))
        webhook.delete()


def rotate_secret(*, actor: Person, webhook: Webhook, at: datetime) -> str:
    """A new secret, shown once; for a day everything is signed with both, so that nothing is refused meanwhile."""
    require(actor, Verb.MANAGE_TEAM, webhook.team_id)
    secret = new_secret()
    webhook.sealed_previous, webhook.previous_until = webhook.sealed_secret, at + OVERLAP
    webhook.sealed_secret = seal(secret)
    with transaction.atomic():
        webhook.save(update_fields=["sealed_secret", "sealed_previous", "previous_until"])
        audit("webhook.secret_rotated", at, actor=actor, team=webhook.team, **_told(webhook))
    return secret


def _fill(webhook: Webhook, given: dict[str, Any], at: datetime) -> None:
    for name, value in given.items():
        if name not in FIELDS:
            raise Invalid.field(name, f"A webhook has no field {name}.", "unknown_field")
        _SETTERS[name](webhook, value, at)


def _set_name(webhook: Webhook, value: str, at: datetime) -> None:
    webhook.name = " ".join(value.split())
    if not webhook.name or len(webhook.name) > LONGEST_NAME or not webhook.name.isprintable():
        raise Invalid.field("name", _("Name it in 1 to %(n)s characters.") % {"n": LONGEST_NAME}, "required")


def _set_url(webhook: Webhook, value: str, at: datetime) -> None:
    """Of its shape; whether it may be called is seen when it is, as a name can lead elsewhere tomorrow."""
    value = value.strip()
    if not value:
        raise Invalid.field("url", _("Enter the address that is to be called."), "required")
    if len(value) > LONGEST_URL:
        raise Invalid.field(
            "url",
            _("Keep the address to %(n)s characters.")
            % {"n": number_format(LONGEST_URL, use_l10n=True, force_grouping=True)},
        )
    try:
        Target.of(value)
    except AddressRefused as refusal:
        raise Invalid.field("url", retold(refusal.sentence)) from None
    parts = urlsplit(value)
    webhook.sealed_url, webhook.address = seal(value), f"{parts.scheme}://{parts.netloc}"[:300]
    _rest_over(webhook)


def _set_format(webhook: Webhook, value: str, at: datetime) -> None:
    if value not in Webhook.Format.values:
        raise Invalid.field("format", _("A format is json, slack or teams."), "invalid_choice")
    webhook.format = value


def _set_kinds(webhook: Webhook, value: list[str], at: datetime) -> None:
    wanted = list(dict.fromkeys(value))
    known = {*KINDS, *(f"{area}.*" for area in areas())}
    unknown = [kind for kind in wanted if kind not in known]
    if unknown or len(wanted) > MOST_KINDS:
        name = unknown[0][:60] if unknown else f"more than {MOST_KINDS}"
        sentence = _("There is no kind of event %(name)s; known are those of the docs, and card.*") % {
            "name": name
        }
        raise Invalid.field("kinds", sentence)
    webhook.kinds = wanted


def _set_board(webhook: Webhook, value: Board | None, at: datetime) -> None:
    if value is not None and value.team_id != webhook.team_id:
        raise Invalid.field("board", _("This board belongs to another team."), "unknown")
    webhook.board = value


def _set_is_on(webhook: Webhook, value: bool, at: datetime) -> None:
    if value == webhook.is_on:
        return
    webhook.is_on = value
    webhook.off_because = Webhook.Off.NOT if value else Webhook.Off.PERSON
    webhook.off_since = None if value else at
    if value:
        _rest_over(webhook)


def _rest_over(webhook: Webhook) -> None:
    for name, value in RESTED.items():
        setattr(webhook, name, value)


_SETTERS: dict[str, Callable[[Webhook, Any, datetime], None]] = {
    "name": _set_name,
    "url": _set_url,
    "format": _set_format,
    "kinds": _set_kinds,
    "board": _set_board,
    "is_on": _set_is_on,
}
KEPT_BY_SENDERS = ("lease_until", "lease_token", "tried_at", "last_ok_at")


def _save(webhook: Webhook) -> None:
    """All but what a worker writes meanwhile."""
    fields = [field.name for field in Webhook._meta.concrete_fields if field.name not in (*KEPT_BY_SENDERS, "id")]
    try:
        with transaction.atomic():
            webhook.save(update_fields=fields if webhook.pk else None)
    except IntegrityError:
        raise Conflict(_("There is a webhook %(name)s already.") % {"name": webhook.name}) from None


def _told(webhook: Webhook) -> dict[str, Any]:
    """For the audit: never the secret, nor the whole address."""
    return {"webhook": webhook.name, "format": webhook.format, "address": webhook.address}
