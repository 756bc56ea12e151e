"""Personal API tokens: shown once, stored as a hash, revoked at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import audit
from accounts.errors import Invalid, NotFound
from accounts.models import ApiToken, Person, digest

NOTED_EVERY = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(days=90)


def create_token(
    *, person: Person, name: str, scope: str, at: datetime, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """The token's row and its secret, which is never to be had again."""
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise Invalid.field("name", _("Name the token in 1 to 80 characters, after what will use it."))
    if scope not in ApiToken.Scope.values:
        raise Invalid.field("scope", f"A scope is one of {', '.join(ApiToken.Scope.values)}.", "invalid_choice")
    if expires_at is not None and expires_at <= at:
        raise Invalid.field("expires_at", _("Choose a time in the future."))
    secret = ApiToken.new_secret()
    token = ApiToken.objects.create(
        person=person,
        name=name,
        prefix=secret[:12],
        digest=digest(secret),
        scope=scope,
        created_at=at,
        expires_at=expires_at,
    )
    audit("token.created", at, actor=person, token=token.pk, scope=scope)
    return token, secret


def revoke_token(*, person: Person, token_id: int, at: datetime) -> None:
    token = ApiToken.objects.filter(pk=token_id, person=person).first()
    if token is None:
        raise NotFound
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
    audit("token.revoked", at, actor=person, token=token.pk)


def note_use(*, token: ApiToken, at: datetime) -> None:
    """When the token was last used, to the minute: a busy token must not write on every request."""
    if token.last_used_at is None or token.last_used_at <= at - NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def forget_old_tokens(at: datetime) -> int:
    """Delete tokens that have been of no use for ninety days; the audit keeps what they were."""
    ended = Q(revoked_at__lte=at - FORGOTTEN_AFTER) | Q(expires_at__lte=at - FORGOTTEN_AFTER)
    return ApiToken.objects.filter(ended).delete()[0]
