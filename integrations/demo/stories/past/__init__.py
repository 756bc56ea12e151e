"""What the team had tried before: the studies of the first two months, and the chores beside them."""

from integrations.demo.stage import Step
from integrations.demo.stories.past.chores import CHORES
from integrations.demo.stories.past.first_month import FIRST_MONTH
from integrations.demo.stories.past.second_month import SECOND_MONTH
from integrations.demo.stories.past.third_month import THIRD_MONTH

PAST: list[Step] = [
    *(step for study in (*FIRST_MONTH, *SECOND_MONTH, *THIRD_MONTH) for step in study.steps),
    *CHORES,
]
