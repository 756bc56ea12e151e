"""Every door of the browser and who may go through it. A route that is not here fails the test run.

The letters are the cast in this order: nobody signed in, Vera (viewer), Ben (member), Petra (product owner),
Ada (admin), Dan (another team). `+` goes through, `-` is refused (403), `0` sees nothing there (404), `>` is sent
to sign in, `2` gets the form back (a team in which they may make no board is no choice).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile

from boards.unsubscribe import unsubscribe_path
from tests.integrations.handed_in import TRELLO
from tests.security.scene import Scene

CAST = ("nobody", "vera", "ben", "petra", "ada", "dan")
PUBLIC = "++++++"
PERSON = ">+++++"
READ = ">++++0"
WRITE = ">-+++0"
RANK = ">--+-0"
RUN = ">---+0"
STEER = ">--++0"
DECIDE = ">--+-0"
SIGNED = ">>>>>>"  # a signature opens it, and no session does
BENS = ">0+000"  # a thing of one's own

Fill = Callable[[Scene], Any]


@dataclass(frozen=True)
class Door:
    """A route, a method and a valid request; `may` says what happens to each of the cast."""

    name: str
    method: str
    may: str
    args: list[Any] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


KEY: Fill = lambda scene: scene.board.key  # noqa: E731
REF: Fill = lambda scene: scene.card.ref  # noqa: E731
DRAFT: Fill = lambda scene: scene.draft.ref  # noqa: E731
GATED: Fill = lambda scene: scene.gated.ref  # noqa: E731
SLUG: Fill = lambda scene: scene.world.team.slug  # noqa: E731
VIEW: Fill = lambda scene: scene.view.pk  # noqa: E731
TODO: Fill = lambda scene: scene.lane("to do")  # noqa: E731
REVIEW: Fill = lambda scene: scene.lane("code review")  # noqa: E731
BACKLOG: Fill = lambda scene: scene.lane("backlog")  # noqa: E731
TEAM: Fill = lambda scene: scene.world.team.pk  # noqa: E731
MOVE: Fill = lambda scene: scene.card.events.get(kind="card.moved").seq  # noqa: E731
NOTE: dict[str, Any] = {"id": lambda scene: scene.note.pk}
ROWS = {"criteria-TOTAL_FORMS": "0", "criteria-INITIAL_FORMS": "0"}
RESET: list[Any] = [lambda scene: scene.reset_link()[0], lambda scene: scene.reset_link()[1]]
WEEK = {"tz": "UTC", "mon_1_from": "9", "mon_1_to": "17"}
TRACKER = {"kind": "mlflow", "name": "New", "base_url": "http://127.0.0.1:5000", "auth": "none"}
STOP: Fill = lambda scene: unsubscribe_path(scene.world.ben, ["card"]).split("/")[2]  # noqa: E731
HOOK: Fill = lambda scene: scene.delivery.webhook_id  # noqa: E731
WEBHOOK = {"name": "New", "url": "https://hooks.example.org/x", "format": "json", "board": "", "kinds": []}
EXPORT: Fill = lambda scene: ContentFile(TRELLO.encode(), "board.json")  # noqa: E731
NEW_PASSWORD = {"password": "a-quite-new-battery"}

ACCOUNTS = [
    Door("sign_in", "GET", PUBLIC),
    Door("sign_in", "POST", PUBLIC, data={"username": "ben", "password": "correct-horse-battery"}),
    Door("sign_out", "POST", PUBLIC),
    Door("set_language", "POST", PUBLIC, data={"language": "de"}),
    Door("password_reset", "GET", PUBLIC),
    Door("password_reset", "POST", PUBLIC, data={"account": "ben"}),
    Door("password_reset_link", "GET", PUBLIC, RESET),
    Door(
        "password_reset_link",
        "POST",
        PUBLIC,
        RESET,
        NEW_PASSWORD,
    ),
    Door("password_change", "GET", PERSON),
    Door("password_change", "POST", PERSON, data={"current": "correct-horse-battery", **NEW_PASSWORD}),
    Door("invitation", "GET", PUBLIC, [lambda s: s.secret]),
    Door("invitation", "POST", PUBLIC, [lambda s: s.secret], {"username": "lev", "name": "Lev", **NEW_PASSWORD}),
    Door("teams", "GET", PERSON),
    Door("teams", "POST", PERSON, data={"name": "A new one"}),
    Door("team", "GET", READ, [SLUG]),
    Door("team", "POST", RUN, [SLUG], {"name": "Another name"}),
    Door("member_role", "POST", RUN, [SLUG, "ben"], {"role": "viewer"}),
    Door("member_removal", "POST", ">-+-+0", [SLUG, "ben"]),
    Door("invitations", "POST", RUN, [SLUG], {"role": "viewer"}),
    Door("invitation_withdrawal", "POST", RUN, [SLUG, lambda s: s.invitation.pk]),
    Door("trackers", "GET", READ, [SLUG]),
    Door("trackers", "POST", RUN, [SLUG], TRACKER),
    Door("tracker", "GET", RUN, [SLUG, lambda s: s.tracker.pk]),
    Door("tracker", "POST", RUN, [SLUG, lambda s: s.tracker.pk], TRACKER),
    Door("tracker_trial", "POST", RUN, [SLUG, lambda s: s.tracker.pk]),
    Door("tracker_removal", "POST", RUN, [SLUG, lambda s: s.tracker.pk]),
    Door("webhooks", "GET", RUN, [SLUG]),
    Door("webhooks", "POST", RUN, [SLUG], WEBHOOK),
    Door("webhook", "GET", RUN, [HOOK]),
    Door("webhook", "POST", RUN, [HOOK], WEBHOOK),
    Door("webhook_secret", "POST", RUN, [HOOK]),
    Door("webhook_switch", "POST", RUN, [HOOK], {"on": "0"}),
    Door("webhook_removal", "POST", RUN, [HOOK]),
    Door("webhook_missed", "POST", RUN, [HOOK]),
    Door("webhook_test", "POST", RUN, [HOOK]),
    Door("webhook_redelivery", "POST", RUN, [HOOK, lambda s: s.delivery.pk]),
    Door("profile", "GET", PERSON),
    Door("profile", "POST", PERSON, data={"name": "Another name"}),
    Door("profile_email", "POST", PERSON, data={"email": "", "current": "correct-horse-battery"}),
    Door("profile_look", "POST", PERSON, data={"theme": "dark", "density": "compact"}),
    Door("profile_hours", "POST", PERSON, data={"tz": "UTC"}),
    Door("preferences", "GET", PERSON),
    Door("preferences", "POST", PERSON, data={"window_minutes": "30", "digest": "none", "digest_at": "08:00"}),
    Door("unsubscribe", "GET", PUBLIC, [STOP]),
    Door("unsubscribe", "POST", PUBLIC, [STOP]),
    Door("tokens", "GET", PERSON),
    Door("tokens", "POST", PERSON, data={"name": "script", "scope": "read", "life": "30"}),
    Door("token_revocation", "POST", BENS, [lambda s: s.token.pk]),
]
BOARDS = [
    Door("home", "GET", PERSON),
    Door("look", "POST", PERSON, data={"theme": "dark"}),
    Door("offline_worker", "GET", PUBLIC),
    Door("boards", "GET", PERSON),
    Door("boards", "POST", ">22++2", data={"team": TEAM, "key": "NEW", "name": "New", "preset": "ml"}),
    Door("imports", "GET", PERSON),
    Door("imports", "POST", ">22++2", data={"team": TEAM, "file": EXPORT}),
    Door("import_recognition", "POST", PERSON, data={"name": "board.json"}),
    Door("import", "GET", STEER, [lambda s: s.job.pk]),
    Door("board", "GET", READ, [KEY]),
    Door("board_since", "GET", READ, [KEY]),
    Door("board_since", "POST", READ, [KEY], {"seq": "1"}),
    Door("lane_rest", "GET", READ, [KEY, TODO]),
    Door("new_card", "POST", WRITE, [KEY], {"title": "New", "lane": TODO}),
    Door("card_acts", "POST", WRITE, [KEY], {"ref": REF, "verb": "priority", "value": "high"}),
    Door("saved_views", "GET", READ, [KEY]),
    Door("saved_views", "POST", READ, [KEY], {"name": "Mine", "filter": "assignee:me"}),
    Door("saved_view", "POST", WRITE, [KEY, VIEW], {"filter": "kind:task"}),
    Door("saved_view_place", "POST", WRITE, [KEY, VIEW], {"before": ""}),
    Door("saved_view_removal", "POST", WRITE, [KEY, VIEW]),
    Door("board_look", "POST", READ, [KEY], {"view": VIEW}),
    Door("card_reading", "POST", WRITE, [KEY], {"title": "New"}),
    Door("undo", "POST", BENS, [KEY], {"seq": MOVE}),
    Door("guide", "POST", READ, [KEY], {"done": "opened"}),
    Door("board_archive", "GET", READ, [KEY]),
    Door("board_presence", "POST", READ, [KEY], {"card": "CHURN-1"}),
    Door("cards_named", "GET", READ, [KEY], {"q": "a"}),
    Door("board_log", "GET", READ, [KEY]),
    Door("board_log_text", "GET", READ, [KEY]),
    Door("backlog", "GET", READ, [KEY]),
    Door("backlog", "POST", WRITE, [KEY], {"title": "New"}),
    Door("backlog_file", "GET", READ, [KEY]),
    Door("backlog_order", "POST", RANK, [KEY], {"ref": [DRAFT]}),
    Door("card_estimate", "POST", WRITE, [DRAFT], {"field": "value", "value": "3"}),
    Door("backlog_marks", "POST", WRITE, [KEY], {"ref": DRAFT, "do": "discussed"}),
    Door("backlog_cut", "POST", RANK, [KEY], {"after": ""}),
    Door("backlog_rank", "POST", RANK, [KEY], {"ref": DRAFT, "rank": "1"}),
    Door("backlog_moves", "POST", WRITE, [KEY], {"ref": [DRAFT], "lane": TODO}),
    Door("board_settings", "GET", READ, [KEY]),
    Door("board_settings", "POST", RUN, [KEY], {
        "name": "New", "on_continue": "next_lane", "expiry": "notify", "max_extensions": "1", "rank_by": "members",
    }),
    Door("board_calendar", "POST", RUN, [KEY], WEEK),
    Door("board_removal", "POST", RUN, [KEY], {"typed": KEY}),
    Door("lanes", "POST", RUN, [KEY], {"new-name": "new", "new-role": "queue", "new-wip_mode": "off"}),
    Door("lane", "POST", RUN, [KEY, REVIEW]),
    Door("lane_position", "POST", RUN, [KEY, REVIEW], {"position": "1"}),
    Door("lane_removal", "POST", RUN, [KEY, REVIEW], {"target": BACKLOG}),
    Door("labels", "POST", RUN, [KEY], {"name": "new", "hue": "a"}),
    Door("label", "POST", RUN, [KEY, lambda s: s.label.pk], {"name": "new", "hue": "b"}),
    Door("label_removal", "POST", RUN, [KEY, lambda s: s.label.pk]),
    Door("search", "GET", PERSON, data={"q": "words"}),
    Door("inbox", "GET", PERSON),
    Door("inbox_done", "POST", PERSON, data=NOTE),
    Door("inbox_undone", "POST", PERSON, data=NOTE),
    Door("inbox_read", "POST", PERSON, data=NOTE),
    Door("inbox_watch", "POST", READ, data={"card": REF, "state": "mute"}),
    Door("inbox_later", "POST", PERSON, data={**NOTE, "until": "2999-01-01T00:00:00Z"}),
]  # fmt: skip
CARDS = [
    Door("card_page", "GET", READ, [REF]),
    Door("card_drawer", "GET", READ, [REF]),
    Door("card_part", "GET", READ, [REF, "title"]),
    Door("card_edit_title", "POST", WRITE, [REF], {"title": "New", "version": lambda s: s.card.version}),
    Door("card_edit_text", "POST", WRITE, [REF], {"description": "New", "version": lambda s: s.card.version}),
    Door("card_field", "POST", WRITE, [REF, "priority"], {"value": "high"}),
    Door("card_act", "POST", WRITE, [REF, "block"], {"reason": "waits"}),
    Door("card_lane", "POST", WRITE, [DRAFT], {"lane": TODO}),
    Door("card_files", "POST", WRITE, [REF], {"file": lambda s: ContentFile(b"new", "new.txt")}),
    Door("card_file_removal", "POST", WRITE, [REF, lambda s: s.attachment.pk]),
    Door("file", "GET", READ, [lambda s: s.attachment.pk]),
    Door("placement", "POST", WRITE, [DRAFT], {"lane": TODO, "to": "top"}),
    Door("card_title", "POST", WRITE, [REF], {"title": "New"}),
    Door("card_assign", "POST", WRITE, [REF], {"person": "ben"}),
    Door("card_labels", "POST", WRITE, [REF], {"label": "nlp"}),
    Door("card_block", "POST", WRITE, [REF], {"reason": "waits"}),
    Door("card_archive", "POST", WRITE, [REF]),
    Door("card_trash", "POST", WRITE, [REF]),
    Door("card_restoration", "POST", WRITE, [lambda s: s.away.ref]),
    Door("card_hypothesis", "POST", WRITE, [DRAFT], {**ROWS, "belief": "x"}),
    Door("card_lock", "GET", WRITE, [DRAFT]),
    Door("card_lock", "POST", WRITE, [DRAFT]),
    Door("card_amendments", "GET", WRITE, [REF]),
    Door("card_amendments", "POST", WRITE, [REF]),
    Door("card_amendment_approval", "POST", ">--++0", [REF, lambda s: s.amendment.pk]),
    Door("card_amendment_decline", "POST", WRITE, [REF, lambda s: s.amendment.pk]),
    Door("card_forecasts", "POST", WRITE, [REF], {"forecast": "60"}),
    Door("card_evidence", "POST", WRITE, [REF], {"what": "https://example.org/run/1"}),
    Door("card_runs_search", "POST", WRITE, [REF]),
    Door("card_designation", "POST", WRITE, [REF, lambda s: s.run.pk]),
    Door("card_attestations", "POST", RANK, [REF], {"key": "clear", "met": "yes"}),
    Door("card_verdict", "GET", WRITE, [REF]),
    Door("card_verdict", "POST", WRITE, [REF]),
    Door("card_confirmation", "POST", WRITE, [REF]),
    Door("card_reopening", "POST", WRITE, [REF]),
    Door("card_log", "POST", WRITE, [REF], {"kind": "note", "body": "New"}),
    Door("card_log_preview", "POST", READ, [REF], {"body": "*New*"}),
    Door("card_entry", "GET", READ, [REF, lambda s: s.entry.pk]),
    Door("card_entry", "POST", ">-+--0", [REF, lambda s: s.entry.pk], {"body": "New"}),
    Door("card_entry_answer", "POST", WRITE, [REF, lambda s: s.call.pk]),
    Door("card_entry_capture", "POST", WRITE, [REF, lambda s: s.entry.pk]),
    Door("card_entry_removal", "POST", ">-+--0", [REF, lambda s: s.entry.pk]),
    Door("card_gate", "GET", READ, [GATED]),
    Door("card_gate", "POST", ">-++-0", [GATED], {"outcome": "stop", "value": "later"}),
    Door("card_timebox", "POST", WRITE, [REF, "pause"], {"reason": "waits"}),
]
INITIATIVE: list[Any] = [KEY, lambda s: s.initiative.pk]
STAGE: list[Any] = [*INITIATIVE, lambda s: s.stage.pk]
VERSION: list[Any] = [KEY, lambda s: s.version.pk]
METHOD = [
    Door("card_notebook", "GET", READ, [REF]),
    Door("board_export", "GET", READ, [KEY], {"format": "json"}),
    Door("learnings", "GET", PERSON),
    Door("board_similar", "GET", READ, [KEY], {"text": "Which model would find it"}),
    Door("gates", "GET", PERSON),
    Door("initiatives", "GET", READ, [KEY]),
    Door("initiatives", "POST", STEER, [KEY], {"name": "New"}),
    Door("initiative", "GET", READ, INITIATIVE),
    Door("initiative", "POST", STEER, INITIATIVE, {"name": "New"}),
    Door("initiative_removal", "POST", STEER, INITIATIVE),
    Door("initiative_start", "POST", STEER, INITIATIVE),
    Door("initiative_decision", "POST", DECIDE, [KEY, lambda s: s.begun.pk], {"outcome": "stop"}),
    Door("stages", "POST", STEER, INITIATIVE, {"name": "New", "budget": "1d"}),
    Door("stage", "POST", STEER, STAGE, {"name": "New", "budget": "1d"}),
    Door("stage_removal", "POST", STEER, STAGE),
    Door("card_initiative", "POST", WRITE, [REF], {"initiative": lambda s: s.initiative.pk}),
    Door("insights", "GET", READ, [KEY]),
    Door("figure", "GET", READ, [KEY, "throughput"]),
    Door("models", "GET", READ, [KEY]),
    Door("models", "POST", WRITE, [KEY], {"name": "New", "kind": "mvm", "state": "planned"}),
    Door("models_metric", "POST", STEER, [KEY], {"metric": "f1", "direction": "higher"}),
    Door("models_registry", "POST", RUN, [KEY], {"registry_name": "churn", "live_alias": "live"}),
    Door("models_registry_removal", "POST", RUN, [KEY]),
    Door("models_proposal", "POST", WRITE, [KEY, lambda s: s.proposal.pk], {"accept": "yes"}),
    Door("model", "POST", WRITE, VERSION, {"name": "New", "kind": "mvm", "state": "planned"}),
    Door("model_release", "POST", WRITE, VERSION),
    Door("model_retirement", "POST", WRITE, VERSION),
    Door("model_removal", "POST", WRITE, VERSION),
    Door("card_baseline", "POST", WRITE, [DRAFT]),
    Door("registry_hook", "POST", SIGNED, [lambda s: s.board.registry_hook.hook_id]),
]
ITERATION: list[Any] = [KEY, lambda s: s.recurring["iteration_id"]]
ITEM: list[Any] = [*ITERATION, lambda s: s.recurring["item_id"]]
TASK: list[Any] = [*ITEM, lambda s: s.recurring["task_id"]]
INCREMENT: list[Any] = [KEY, lambda s: s.recurring["increment_id"]]
SERIES: list[Any] = [KEY, lambda s: s.recurring["series_id"]]
MEETING: list[Any] = [KEY, lambda s: s.recurring["meeting_id"]]
HELD_NOTE: list[Any] = [*MEETING, lambda s: s.recurring["note_id"]]
OFTEN = {"often": "week:1", "weekday": "tue", "time": "10:00", "minutes": "30"}
DAYS = {"starts_on": "2099-01-01", "ends_on": "2099-02-01"}
OWN_NOTE = ">-+000"  # to other writers it is not there: nothing tells whose it is
CADENCE = [
    Door("cadence", "GET", READ, [KEY]),
    Door("iterations", "POST", STEER, [KEY], {"goal": "New"}),
    Door("iteration", "GET", READ, ITERATION),
    Door("iteration_goal", "POST", STEER, ITERATION, {"goal": "New"}),
    Door("iteration_start", "POST", STEER, ITERATION),
    Door("iteration_end", "POST", STEER, ITERATION),
    Door("iteration_removal", "POST", STEER, ITERATION),
    Door("iteration_items", "POST", STEER, ITERATION, {"card": DRAFT}),
    Door("iteration_outcome", "POST", WRITE, ITEM, {"outcome": "It holds."}),
    Door("iteration_item_removal", "POST", STEER, ITEM),
    Door("iteration_tasks", "POST", WRITE, ITEM, {"kind": "observe", "title": "New"}),
    Door("iteration_task", "POST", WRITE, TASK, {"done": "yes"}),
    Door("iteration_task_removal", "POST", WRITE, TASK),
    Door("increments", "POST", STEER, [KEY], {"name": "New", **DAYS}),
    Door("increment", "POST", STEER, INCREMENT, {"name": "New", **DAYS}),
    Door("increment_end", "POST", STEER, INCREMENT, {"achieved": "A third fewer"}),
    Door("increment_removal", "POST", STEER, INCREMENT),
    Door("meeting_series", "POST", STEER, [KEY], {"kind": "item_review", **OFTEN}),
    Door("meeting_series_change", "POST", STEER, SERIES, OFTEN),
    Door("meeting_series_skip", "POST", STEER, SERIES, {"day": "2099-01-06"}),
    Door("meeting_series_removal", "POST", STEER, SERIES),
    Door("meetings", "POST", WRITE, [KEY], {"kind": "retrospective"}),
    Door("meeting", "GET", READ, MEETING),
    Door("meeting_notes", "POST", WRITE, MEETING, {"text": "New", "column": "idea"}),
    Door("meeting_note", "POST", OWN_NOTE, HELD_NOTE, {"text": "New"}),
    Door("meeting_note_removal", "POST", OWN_NOTE, HELD_NOTE),
    Door("meeting_votes", "POST", WRITE, HELD_NOTE, {"count": "1"}),
    Door("meeting_reveal", "POST", WRITE, MEETING),
    Door("meeting_actions", "POST", WRITE, MEETING, {"title": "Ask sales", "assignee": "ben"}),
    Door("meeting_minutes", "POST", WRITE, MEETING, {"minutes": "We spoke."}),
    Door("meeting_end", "POST", WRITE, MEETING),
    Door("meeting_reopening", "POST", WRITE, MEETING),
    Door("meeting_removal", "POST", STEER, MEETING),
    Door("cadence_feed", "POST", READ, [KEY]),
    Door("cadence_feed_removal", "POST", READ, [KEY]),
    Door("calendar_feed", "GET", PUBLIC, [lambda s: s.recurring["feed_secret"], KEY]),
]
DOORS = [*ACCOUNTS, *BOARDS, *CARDS, *METHOD, *CADENCE]
