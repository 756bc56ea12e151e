"""The words that stand in the data of events, of every room, as sentences say them to a person."""

from __future__ import annotations

from typing import Final

from django.utils.translation import pgettext_lazy

WORDS: Final = {
    # roles in a team
    "admin": pgettext_lazy("event", "admin"),
    "product_owner": pgettext_lazy("event", "product owner"),
    "member": pgettext_lazy("event", "member"),
    "viewer": pgettext_lazy("event", "viewer"),
    # links
    "blocks": pgettext_lazy("event", "blocks"),
    "relates": pgettext_lazy("event", "relates"),
    "found_in": pgettext_lazy("event", "found in"),
    "spawned_from": pgettext_lazy("event", "spawned from"),
    "parent": pgettext_lazy("event", "parent"),
    # evidence: sentences say "the run", "the report", "the link"
    "run": pgettext_lazy("event", "run"),
    "report": pgettext_lazy("event", "report"),
    "link": pgettext_lazy("event", "link"),
    # rounds, amendments and verdicts
    "draft": pgettext_lazy("event", "draft"),
    "testing": pgettext_lazy("event", "testing"),
    "in_review": pgettext_lazy("event", "in review"),
    "gated": pgettext_lazy("event", "gated"),
    "concluded": pgettext_lazy("event", "concluded"),
    "clarify": pgettext_lazy("event", "clarify"),
    "tighten": pgettext_lazy("event", "tighten"),
    "loosen": pgettext_lazy("event", "loosen"),
    "replace": pgettext_lazy("event", "replace"),
    "add_guardrail": pgettext_lazy("event", "add guardrail"),
    "supported": pgettext_lazy("event", "supported"),
    "refuted": pgettext_lazy("event", "refuted"),
    "inconclusive": pgettext_lazy("event", "inconclusive"),
    "invalid": pgettext_lazy("event", "invalid"),
    "not_tested": pgettext_lazy("event", "not tested"),
    # decisions
    "continue": pgettext_lazy("event", "continue"),
    "extend": pgettext_lazy("event", "extend"),
    "stop": pgettext_lazy("event", "stop"),
    "split": pgettext_lazy("event", "split"),
    "park": pgettext_lazy("event", "park"),
    # meetings and the tasks of an iteration
    "item_review": pgettext_lazy("event", "item review"),
    "backlog_selection": pgettext_lazy("event", "backlog selection"),
    "retrospective": pgettext_lazy("event", "retrospective"),
    "create": pgettext_lazy("event", "create"),
    "observe": pgettext_lazy("event", "observe"),
    "analyze": pgettext_lazy("event", "analyze"),
}
FIELDS: Final = {
    # cards and boards
    "title": pgettext_lazy("field", "title"),
    "name": pgettext_lazy("field", "name"),
    "description": pgettext_lazy("field", "description"),
    "priority": pgettext_lazy("field", "priority"),
    "value": pgettext_lazy("field", "value"),
    "weight": pgettext_lazy("field", "weight"),
    "due_at": pgettext_lazy("field", "due"),
    "story": pgettext_lazy("field", "story"),
    "kind": pgettext_lazy("field", "kind"),
    "assignees": pgettext_lazy("field", "assignees"),
    "labels": pgettext_lazy("field", "labels"),
    "external": pgettext_lazy("field", "external"),
    "calendar": pgettext_lazy("field", "calendar"),
    "on_continue": pgettext_lazy("field", "on continue"),
    "expiry": pgettext_lazy("field", "expiry"),
    "max_extensions": pgettext_lazy("field", "max extensions"),
    "rank_by": pgettext_lazy("field", "rank by"),
    "development_board": pgettext_lazy("field", "development board"),
    "capacity_days": pgettext_lazy("field", "capacity days"),
    "cut_after": pgettext_lazy("field", "cut after"),
    # lanes and views
    "role": pgettext_lazy("field", "role"),
    "wip_limit": pgettext_lazy("field", "wip limit"),
    "wip_mode": pgettext_lazy("field", "wip mode"),
    "policy": pgettext_lazy("field", "policy"),
    "runs_box": pgettext_lazy("field", "runs box"),
    "needs_verdict": pgettext_lazy("field", "needs verdict"),
    "filter": pgettext_lazy("field", "filter"),
    "grouping": pgettext_lazy("field", "grouping"),
    "density": pgettext_lazy("field", "density"),
    "shared": pgettext_lazy("field", "shared"),
    "position": pgettext_lazy("field", "position"),
    # rounds
    "belief": pgettext_lazy("field", "belief"),
    "outcome": pgettext_lazy("field", "outcome"),
    "signal": pgettext_lazy("field", "signal"),
    "because": pgettext_lazy("field", "because"),
    "for_whom": pgettext_lazy("field", "for whom"),
    "criteria": pgettext_lazy("field", "criteria"),
    "plan_if_pass": pgettext_lazy("field", "plan if pass"),
    "plan_if_fail": pgettext_lazy("field", "plan if fail"),
    "budget": pgettext_lazy("field", "budget"),
    "budget_minutes": pgettext_lazy("field", "budget minutes"),
    "forecast": pgettext_lazy("field", "forecast"),
    "run_policy": pgettext_lazy("field", "run policy"),
    "baseline_run": pgettext_lazy("field", "baseline run"),
    "baseline_metrics": pgettext_lazy("field", "baseline metrics"),
    # initiatives and models
    "goal": pgettext_lazy("field", "goal"),
    "asks": pgettext_lazy("field", "asks"),
    "proof": pgettext_lazy("field", "proof"),
    "metric": pgettext_lazy("field", "metric"),
    "direction": pgettext_lazy("field", "direction"),
    "baseline": pgettext_lazy("field", "baseline"),
    "baseline_value": pgettext_lazy("field", "baseline value"),
    "state": pgettext_lazy("field", "state"),
    "cards": pgettext_lazy("field", "cards"),
    "notes": pgettext_lazy("field", "notes"),
    "metrics": pgettext_lazy("field", "metrics"),
    "compared_value": pgettext_lazy("field", "compared value"),
    "shipped_value": pgettext_lazy("field", "shipped value"),
    "shipped_compared": pgettext_lazy("field", "shipped compared"),
    "registry_version": pgettext_lazy("field", "registry version"),
    "registry_url": pgettext_lazy("field", "registry url"),
}


def word(name: str) -> str:
    """not_tested is not tested; what is not known is said as it is written."""
    return str(WORDS.get(name) or name.replace("_", " "))


def field(name: str) -> str:
    """due_at is due."""
    return str(FIELDS.get(name) or name.removesuffix("_at").replace("_", " "))
