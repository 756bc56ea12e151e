"""Tracker connections of a team, made by its admins. A secret goes in and never comes out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

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
from integrations.models import TrackerConnection

LENGTHS = {"name": 80, "base_url": 500, "public_url": 500, "username": 200, "secret": 2_000, "workspace": 120}
MOST_EXPERIMENTS, LONGEST_EXPERIMENT = 100, 250
DEFAULT_URL = {TrackerConnection.Kind.WANDB: "https://api.wandb.ai"}
# With another address or another way to sign in, what was read before says nothing any more.
READING = ("kind", "base_url", "auth", "username", "sealed_secret", "workspace", "experiments")
FRESH: dict[str, Any] = {
    "state": TrackerConnection.State.NEW,
    "said": "",
    "hint": "",
    "failing_since": None,
    "failures": 0,
    "next_try_at": None,
    "places": [],
    "places_at": None,
    "cursor": {},
    "full_at": None,
    "synced_until": None,
}


def add_tracker(*, actor: Person, team: Team, at: datetime, **given: Any) -> TrackerConnection:
    """Connect the team to a tracker."""
    require(actor, Verb.MANAGE_TEAM, team.pk)
    connection = TrackerConnection(team=team, created_by=actor, created_at=at)
    _fill(connection, given)
    with transaction.atomic():
        _save(connection)
        audit("tracker.added", at, actor=actor, team=team, **_told(connection))
    return connection


def change_tracker(
    *, actor: Person, connection: TrackerConnection, at: datetime, **given: Any
) -> TrackerConnection:
    """Change it; a secret that is not given stays, unless the address changes: then it has to be entered again."""
    require(actor, Verb.MANAGE_TEAM, connection.team_id)
    before = {name: getattr(connection, name) for name in (*READING, "name", "public_url")}
    _keep_the_secret_where_it_belongs(connection, given)
    _fill(connection, given)
    changed = [name for name, value in before.items() if getattr(connection, name) != value]
    if not changed:
        return connection
    if set(changed) & set(READING):
        for name, value in FRESH.items():
            setattr(connection, name, value)
    with transaction.atomic():
        _save(connection)
        audit(
            "tracker.changed",
            at,
            actor=actor,
            team=connection.team,
            changes=["secret" if name == "sealed_secret" else name for name in changed],
            **_told(connection),
        )
    return connection


def remove_tracker(*, actor: Person, connection: TrackerConnection, at: datetime) -> None:
    """Read from it no more. Runs that are on cards stay, with what was read last."""
    require(actor, Verb.MANAGE_TEAM, connection.team_id)
    with transaction.atomic():
        audit("tracker.removed", at, actor=actor, team=connection.team, **_told(connection))
        connection.delete()


def _keep_the_secret_where_it_belongs(connection: TrackerConnection, given: dict[str, Any]) -> None:
    """Otherwise another admin could send it to a server of their own."""
    moved = given.get("base_url", connection.base_url).rstrip("/") != connection.base_url
    if moved and connection.sealed_secret and not given.get("secret"):
        raise Invalid.field("secret", _("The address changes: enter the password or token again."), "required")


def _fill(connection: TrackerConnection, given: dict[str, Any]) -> None:
    for name, value in given.items():
        if name not in (*LENGTHS, "kind", "auth", "experiments"):
            raise Invalid.field(name, f"A tracker has no field {name}.", "unknown_field")
        if name in LENGTHS and (len(value) > LENGTHS[name] or not value.isprintable()):
            most = number_format(LENGTHS[name], use_l10n=True, force_grouping=True)
            raise Invalid.field(name, _("Keep it to %(n)s visible characters.") % {"n": most})
        if name != "secret":
            setattr(connection, name, value.strip() if isinstance(value, str) else value)
    connection.base_url = (connection.base_url or DEFAULT_URL.get(connection.kind, "")).rstrip("/")  # type: ignore[call-overload]  # a choice is its value
    connection.public_url = connection.public_url.rstrip("/")
    if given.get("secret"):
        connection.sealed_secret = seal(given["secret"])
    _check(connection)


def _check(connection: TrackerConnection) -> None:
    if connection.kind not in TrackerConnection.Kind.values:
        raise Invalid.field("kind", _("A tracker is mlflow or wandb."), "invalid_choice")
    if connection.auth not in TrackerConnection.Auth.values:
        raise Invalid.field("auth", _("Sign in with none, basic or bearer."), "invalid_choice")
    connection.name = " ".join(connection.name.split())
    if not connection.name:
        raise Invalid.field("name", _("Name it, after what people call it."), "required")
    if not connection.base_url:
        raise Invalid.field("base_url", _("Enter the address of the tracker."), "required")
    _check_address("base_url", connection.base_url)
    if connection.public_url:
        _check_address("public_url", connection.public_url, called=False)
    _check_sign_in(connection)
    names = connection.experiments
    if len(names) > MOST_EXPERIMENTS or any(len(name) > LONGEST_EXPERIMENT for name in names):
        raise Invalid.field("experiments", _("Name at most %(n)s experiments.") % {"n": MOST_EXPERIMENTS})


def _check_sign_in(connection: TrackerConnection) -> None:
    """What is not used is not kept."""
    if connection.kind == TrackerConnection.Kind.WANDB:
        connection.auth, connection.username = TrackerConnection.Auth.BEARER, ""
        if not connection.workspace:
            raise Invalid.field("workspace", _("Name the entity: your team or user there."), "required")
    if connection.auth != TrackerConnection.Auth.BASIC:
        connection.username = ""
    elif not connection.username or ":" in connection.username:
        raise Invalid.field("username", _("Enter the user name, without a colon."), "required")
    if connection.auth == TrackerConnection.Auth.NONE:
        connection.sealed_secret = ""
    elif not connection.sealed_secret:
        raise Invalid.field("secret", _("Enter the password or token."), "required")


def _check_address(field: str, address: str, *, called: bool = True) -> None:
    """Of its shape; whether it may be called is seen when it is, as a name can lead elsewhere tomorrow."""
    try:
        Target.of(address, any_port=not called)
    except AddressRefused as refusal:
        raise Invalid.field(field, retold(refusal.sentence)) from None
    if "?" in address:
        raise Invalid.field(field, _("Leave out what follows the question mark."))


def _save(connection: TrackerConnection) -> None:
    try:
        with transaction.atomic():
            connection.save()
    except IntegrityError:
        raise Conflict(_("There is a tracker %(name)s already.") % {"name": connection.name}) from None


def _told(connection: TrackerConnection) -> dict[str, Any]:
    """For the audit: never the secret, nor what an address may carry."""
    return {"tracker": connection.name, "tracker_kind": connection.kind, "address": connection.base_url}
