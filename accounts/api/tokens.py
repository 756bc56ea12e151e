"""`/tokens`: your tokens. A token cannot make another one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers

from accounts.actions import create_token, revoke_token
from accounts.models import ApiToken
from api.call import Call
from api.cursors import Order, Page, keys_of
from api.fields import Choice, Instant, Text
from api.rendering import answer, nothing
from api.resource import Resource, endpoint
from api.serializers import Answer, Body, ListQuery, listed

NEWEST_FIRST = Order("tokens", ("-id",))


class TokenAnswer(Answer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    prefix = serializers.CharField(help_text="How the token begins, to tell it by.")
    scope = serializers.ChoiceField(ApiToken.Scope.choices)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)


class FreshTokenAnswer(TokenAnswer):
    token = serializers.CharField(
        allow_null=True, help_text="The secret, this once; null when the answer is a replay."
    )


class NewToken(Body):
    name = Text(max_length=80)
    scope = Choice(ApiToken.Scope.choices, default=ApiToken.Scope.READ)
    expires_at = Instant(required=False, allow_null=True, default=None)


def token_as_dict(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.pk,
        "name": token.name,
        "prefix": token.prefix,
        "scope": token.scope,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
    }


class Tokens(Resource):
    @endpoint(answers={200: listed("Token", TokenAnswer)}, query=ListQuery)
    def get(self, call: Call) -> HttpResponse:
        """Your tokens that are not revoked, newest first, without their secrets."""
        page = Page.read(call.query, NEWEST_FIRST)
        held = ApiToken.objects.filter(person=call.person, revoked_at=None)
        rows, following = page.split(list(page.cut(held)), lambda row: keys_of(row, NEWEST_FIRST))
        return answer({"results": [token_as_dict(row) for row in rows], "next": following})

    @endpoint(answers={201: FreshTokenAnswer}, body=NewToken, session_only=True, secret="token")  # noqa: S106
    def post(self, call: Call) -> HttpResponse:
        """Make a token. Its secret is shown only now. Needs your session: a token cannot make another."""
        token, secret = create_token(person=call.person, at=call.at, **call.body)
        response = answer({**token_as_dict(token), "token": secret}, 201)
        response.headers["Cache-Control"] = "no-store"
        return response


class TokenItem(Resource):
    @endpoint(answers={204: None})
    def delete(self, call: Call, token_id: int) -> HttpResponse:
        """Revoke a token of yours; it stops at once."""
        revoke_token(person=call.person, token_id=token_id, at=call.at)
        return nothing()
