"""Who is in a team: roles, removals, invitations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Verb, require, role_word
from accounts.actions import change_role, invite, remove_member, revoke_invitation
from accounts.actions.teams import LastAdmin
from accounts.errors import NotFound
from accounts.forms import InviteForm
from accounts.mails import send_invitation
from accounts.models import Invitation, Membership, Team
from accounts.pages import PersonRequest, signed_in
from accounts.views.teams import team_page, visible_team


def membership_named(team: Team, username: str) -> Membership:
    found = team.memberships.select_related("team", "person").filter(person__username=username).first()
    if found is None:
        raise NotFound(_("They are no longer in the team."))
    return found


@signed_in
@require_POST
def role(request: PersonRequest, slug: str, username: str) -> HttpResponse:
    team = visible_team(request.user, slug)
    require(request.user, Verb.MANAGE_MEMBERS, team.pk)
    membership = membership_named(team, username)
    try:
        change_role(
            actor=request.user, membership=membership, role=request.POST.get("role", ""), at=timezone.now()
        )
    except LastAdmin as refusal:
        return team_page(request, team, alert=refusal.sentence, status=refusal.status)
    said = {"name": membership.person.name, "role": role_word(request.POST["role"])}
    messages.success(request, _("%(name)s is now %(role)s.") % said)
    return redirect("team", team.slug)


@signed_in
@require_POST
def removal(request: PersonRequest, slug: str, username: str) -> HttpResponse:
    """Take somebody out of the team, or leave it oneself."""
    team = visible_team(request.user, slug)
    if username != request.user.username:
        require(request.user, Verb.MANAGE_MEMBERS, team.pk)
    membership = membership_named(team, username)
    try:
        remove_member(actor=request.user, membership=membership, at=timezone.now())
    except LastAdmin as refusal:
        return team_page(request, team, alert=refusal.sentence, status=refusal.status)
    if username == request.user.username:
        messages.success(request, _("You have left %(team)s.") % {"team": team.name})
        return redirect("teams")
    messages.success(request, _("%(name)s is no longer in the team.") % {"name": membership.person.name})
    return redirect("team", team.slug)


@signed_in
@require_POST
def invitations(request: PersonRequest, slug: str) -> HttpResponse:
    """Invite by mail, or by a link that is shown once."""
    team = visible_team(request.user, slug)
    require(request.user, Verb.MANAGE_MEMBERS, team.pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return team_page(request, team, invite=form)
    with form.refusals():
        invitation, link = invite(actor=request.user, team=team, at=timezone.now(), **form.cleaned_data)
        if invitation.email and send_invitation(invitation, link):
            said = _("The invitation is on its way to %(address)s.") % {"address": invitation.email}
            messages.success(request, said)
            return redirect("team", team.slug)
        return team_page(request, team, link=link, not_mailed=invitation.email, status=201)
    return team_page(request, team, invite=form)


@signed_in
@require_POST
def withdrawal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """The link of an open invitation stops working at once."""
    team = visible_team(request.user, slug)
    invitation = Invitation.objects.filter(team=team, pk=pk).first()
    if invitation is None:
        raise NotFound
    revoke_invitation(actor=request.user, invitation=invitation, at=timezone.now())
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("team", team.slug)
