from django.urls import path

import api.paths  # noqa: F401 - its converters
from hypotheses.api.amendments import AmendmentItem, Amendments, Approval, Decline
from hypotheses.api.board_log import BoardLog
from hypotheses.api.evidence import Confirmation, Evaluate, RunItem, Runs, VerdictItem
from hypotheses.api.forecasts import Forecasts
from hypotheses.api.learnings import Learnings, SimilarCards, SimilarTexts
from hypotheses.api.log import Capture, HelpAnswer, Log, LogItem
from hypotheses.api.rounds import AttestationItem, Criteria, Hypothesis, Lock, Rounds

urlpatterns = [
    path("boards/<key:key>/log", BoardLog.as_view()),
    path("learnings", Learnings.as_view()),
    path("similar", SimilarTexts.as_view()),
    path("cards/<ref:ref>/similar", SimilarCards.as_view()),
    path("cards/<ref:ref>/rounds", Rounds.as_view()),
    path("cards/<ref:ref>/hypothesis", Hypothesis.as_view()),
    path("cards/<ref:ref>/lock", Lock.as_view()),
    path("cards/<ref:ref>/criteria", Criteria.as_view()),
    path("cards/<ref:ref>/criteria/<slug:criterion>/attestation", AttestationItem.as_view()),
    path("cards/<ref:ref>/amendments", Amendments.as_view()),
    path("cards/<ref:ref>/amendments/<int:amendment_id>", AmendmentItem.as_view()),
    path("cards/<ref:ref>/amendments/<int:amendment_id>/approval", Approval.as_view()),
    path("cards/<ref:ref>/amendments/<int:amendment_id>/decline", Decline.as_view()),
    path("cards/<ref:ref>/forecasts", Forecasts.as_view()),
    path("cards/<ref:ref>/runs", Runs.as_view()),
    path("cards/<ref:ref>/runs/<int:run_id>", RunItem.as_view()),
    path("cards/<ref:ref>/evaluate", Evaluate.as_view()),
    path("cards/<ref:ref>/verdict", VerdictItem.as_view()),
    path("cards/<ref:ref>/verdict/confirmation", Confirmation.as_view()),
    path("cards/<ref:ref>/log", Log.as_view()),
    path("cards/<ref:ref>/log/<int:entry_id>", LogItem.as_view()),
    path("cards/<ref:ref>/log/<int:entry_id>/answer", HelpAnswer.as_view()),
    path("cards/<ref:ref>/log/<int:entry_id>/capture", Capture.as_view()),
]
