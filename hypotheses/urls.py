from django.urls import URLPattern, URLResolver, path

from hypotheses.views import (
    amendments,
    estimate,
    evidence,
    forecasts,
    hypothesis,
    learnings,
    lock,
    log,
    verdict,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("learnings/", learnings.learnings, name="learnings"),
    path("boards/<str:key>/similar/", learnings.board_similar, name="board_similar"),
    path("c/<str:ref>/hypothesis/", hypothesis.hypothesis, name="card_hypothesis"),
    path("c/<str:ref>/estimate/", estimate.estimate, name="card_estimate"),
    path("c/<str:ref>/lock/", lock.lock, name="card_lock"),
    path("c/<str:ref>/amendments/", amendments.amendments, name="card_amendments"),
    path("c/<str:ref>/amendments/<int:pk>/approval/", amendments.approval, name="card_amendment_approval"),
    path("c/<str:ref>/amendments/<int:pk>/decline/", amendments.decline, name="card_amendment_decline"),
    path("c/<str:ref>/forecasts/", forecasts.forecasts, name="card_forecasts"),
    path("c/<str:ref>/evidence/", evidence.evidence, name="card_evidence"),
    path("c/<str:ref>/evidence/<int:pk>/designation/", evidence.designation, name="card_designation"),
    path("c/<str:ref>/attestations/", evidence.attestation, name="card_attestations"),
    path("c/<str:ref>/verdict/", verdict.verdict, name="card_verdict"),
    path("c/<str:ref>/verdict/confirmation/", verdict.confirmation, name="card_confirmation"),
    path("c/<str:ref>/reopening/", verdict.reopening, name="card_reopening"),
    path("c/<str:ref>/log/", log.log, name="card_log"),
    path("c/<str:ref>/log/<int:pk>/", log.entry, name="card_entry"),
    path("c/<str:ref>/log/<int:pk>/removal/", log.entry_removal, name="card_entry_removal"),
]
