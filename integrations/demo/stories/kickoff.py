"""The first day: everybody wrote down what they wondered about, and the backlog had seventeen cards."""

from integrations.demo import stage
from integrations.demo.stage import Step as On

FIRST_DAY = -65
WONDERED: list[tuple[str, str, str, str]] = [
    ("trees", "ben", "hypothesis", "Gradient-boosted trees beat the logistic baseline on early churn"),
    ("complaints", "ben", "hypothesis", "Complaints of the last 30 days predict churn better than usage does"),
    ("snapshot", "ada", "task", "Pin the feature-store snapshot behind the September cut"),
    ("win-back", "petra", "hypothesis", "A call within 48 hours of a downgrade lowers churn by two points"),
    ("old-tables", "ada", "task", "Delete the feature tables of 2021"),
    ("calibrated", "petra", "hypothesis", "Calibrated scores let CRM drop its threshold"),
    ("constraints", "ada", "hypothesis", "Monotone constraints keep scores explainable at no cost"),
    ("tickets", "ben", "hypothesis", "Support-ticket text carries signal beyond ticket counts"),
    ("history", "ben", "hypothesis", "Two years of history are better than one"),
    ("tariffs", "ada", "task", "Backfill missing tariff changes, March and April"),
    ("retraining", "ben", "task", "Nightly retraining job on the new cluster"),
    ("call-drops", "ben", "hypothesis", "Weekly call drops add signal for prepaid customers"),
    ("leakage", "ada", "exploration", "Where does the retention-offer flag leak the label?"),
    ("scoring-cost", "ada", "exploration", "What would daily scoring cost instead of weekly?"),
    ("window", "ben", "hypothesis", "A 14-day observation window is long enough to rank churners"),
    ("model-card", "petra", "task", "Write the model card of the baseline before it retires"),
    ("roaming", "ben", "hypothesis", "Roaming customers leave for other reasons"),
]
KICKOFF = [
    On(FIRST_DAY, f"10:{minute:02}", who, stage.create(title, kind=kind, lane="backlog"), name)
    for minute, (name, who, kind, title) in enumerate(WONDERED)
]
