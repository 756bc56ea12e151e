"""Linear work: it is known how to do it, so it has no hypothesis and no time-box."""

from integrations.demo import stage
from integrations.demo.stage import Step

CHORE = [  # title, who, label, first day, after how many days: built, reviewed, done; what stood in the way
    (
        "Read access to the call records",
        "ada",
        "repro",
        -64,
        (0, 3, 4),
        "The data office is on holiday",
    ),
    ("Frozen cuts by month, so that two runs see the same rows", "ben", "repro", -62, (1, 3, 5), ""),
    ("Name the owner of every feature table", "ada", "history", -54, (1, 2, 2), ""),
    ("Alarm when nightly scoring is late", "ben", "serving", -47, (0, 1, 3), ""),
    (
        "Scores into the CRM, once a day",
        "ada",
        "crm",
        -45,
        (2, 6, 8),
        "The CRM takes new fields on Mondays",
    ),
    ("Personal data out of the notebooks", "ben", "repro", -38, (1, 2, 4), ""),
    ("A dashboard for the call desk", "ada", "crm", -32, (1, 5, 6), ""),
    ("Second cluster queue for long runs", "ben", "serving", -27, (0, 2, 3), "Waiting for two machines"),
]


def _chore(title: str, who: str, label: str, day: int, after: tuple[int, int, int], blocked: str) -> list[Step]:
    build, review, done = (day + days for days in after)
    held = [Step(build, "13:10", who, stage.block(blocked)), Step(review, "10:35", who, stage.unblock())]
    return stage.about(
        title,
        Step(day, "09:40", who, stage.create(title, kind="task", labels=[label], assignees=[who])),
        Step(build, "11:15", who, stage.move("update model")),
        *(held if blocked else []),
        Step(review, "11:50", who, stage.move("code review")),
        Step(done, "16:45", who, stage.move("done", to="top")),
    )


CHORES = [step for chore in CHORE for step in _chore(*chore)]
