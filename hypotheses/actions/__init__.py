"""The only writers of rounds, evidence, verdicts and the research log."""

from hypotheses.actions.amend import approve_amendment, decline_amendment, propose_amendment
from hypotheses.actions.attest import attest
from hypotheses.actions.capture import capture_hypothesis
from hypotheses.actions.draft import save_hypothesis
from hypotheses.actions.evidence import add_run, designate_run, receive_runs
from hypotheses.actions.forecast import give_forecast
from hypotheses.actions.go_on import Onward, complete_and_lock, conclude_and_go_on
from hypotheses.actions.help import answer_help
from hypotheses.actions.lock import lock_round, missing_to_lock
from hypotheses.actions.log import add_log_entry, edit_log_entry, remove_log_entry
from hypotheses.actions.rounds import open_round, reopen_round
from hypotheses.actions.verdict import confirm_verdict, record_verdict

__all__ = [
    "Onward",
    "add_log_entry",
    "add_run",
    "answer_help",
    "approve_amendment",
    "attest",
    "capture_hypothesis",
    "complete_and_lock",
    "conclude_and_go_on",
    "confirm_verdict",
    "decline_amendment",
    "designate_run",
    "edit_log_entry",
    "give_forecast",
    "lock_round",
    "missing_to_lock",
    "open_round",
    "propose_amendment",
    "receive_runs",
    "record_verdict",
    "remove_log_entry",
    "reopen_round",
    "save_hypothesis",
]
