"""What happened on the demo board, card by card."""

from integrations.demo.stage import Step
from integrations.demo.stories.complaints import COMPLAINTS
from integrations.demo.stories.ideas import IDEAS
from integrations.demo.stories.kickoff import FIRST_DAY, KICKOFF
from integrations.demo.stories.past import PAST
from integrations.demo.stories.review import CONSTRAINTS, HISTORY
from integrations.demo.stories.rhythm import RHYTHM
from integrations.demo.stories.running import CALL_DROPS, SCORING_COST
from integrations.demo.stories.tickets import TICKETS
from integrations.demo.stories.trees import TREES
from integrations.demo.stories.turns import TURNS
from integrations.demo.stories.welcome import WELCOME
from integrations.demo.stories.wider import WIDER
from integrations.demo.stories.win_back import WIN_BACK
from integrations.demo.stories.work import WORK

STORIES: list[Step] = [
    *KICKOFF,
    *PAST,
    *TURNS,
    *TREES,
    *COMPLAINTS,
    *WIN_BACK,
    *TICKETS,
    *HISTORY,
    *CONSTRAINTS,
    *CALL_DROPS,
    *SCORING_COST,
    *IDEAS,
    *WORK,
    *WIDER,
    *RHYTHM,
    *WELCOME,
]

__all__ = ["FIRST_DAY", "STORIES"]
