"""What trackers answer, in our words, as it is kept: in English, and `retold` to who reads it.

The first pattern that fits a kept sentence counts, so the narrower one stands first.
"""

from django.utils.translation import gettext_noop as noop

ADDRESS_REFUSED = noop("The address is refused.")
IS_IT_RUNNING = noop("Is the server running, and reachable from this one?")
SOMETHING_ELSE = noop("Something answers there, but it is not %(what)s.")
CHECK_THE_ADDRESS = noop("Check the address.")
WHO_ARE_YOU = noop("%(what)s asks who we are.")
CHECK_THE_SIGN_IN = noop("Check the user name and the password or token.")
ELSEWHERE = noop("%(what)s sends us to another address, and we follow none.")
WHERE_IT_LEADS = noop("Enter the address it leads to.")
ANSWERS_WITH = noop("%(what)s answers with %(n)s.")
ASKED_LATER = noop("It is busy or broken; we ask again later.")
SEALED_SHUT = noop("The stored password or token cannot be read.")
KEY_HAS_CHANGED = noop("The key of this server has changed since; enter it again.")

ONE_EXPERIMENT = noop("%(what)s answers; %(n)s experiment can be read.")
EXPERIMENTS = noop("%(what)s answers; %(n)s experiments can be read.")
NO_EXPERIMENT = noop("No experiment can be read.")
WHY_NO_EXPERIMENT = noop("Is there any, does the list of experiments name one, and may this user read it?")
NO_MLFLOW_RUN = noop("MLflow has no such run.")
NO_MLFLOW = noop("Something answers there, but no MLflow API.")
PREFIX = noop("If MLflow runs under a prefix, the address ends with it, such as https://host/ml.")
MLFLOW_REFUSES = noop("MLflow refuses the question with %(n)s.")
NAME_REFUSED = noop("MLflow refuses the name %(host)s: it takes it for an attack.")
ALLOW_THE_NAME = noop(
    'Start it with --allowed-hosts "%(host)s:*,localhost:*" (a name without a port, for port 80, needs an '
    "entry of its own)."
)
MLFLOW_SHUT = noop("MLflow does not let this user read.")
PERMISSION = noop("Give it the permission READ, or check the workspace.")
NO_NAME = noop("This is not the name of a run or a card.")

ONE_PROJECT = noop("Weights & Biases answers; %(n)s project can be read.")
PROJECTS = noop("Weights & Biases answers; %(n)s projects can be read.")
KEY_UNKNOWN = noop("Weights & Biases does not know this key.")
MAKE_A_KEY = noop("Make an API key and enter it.")
NO_PROJECT = noop("No project can be read.")
WHY_NO_PROJECT = noop("Does the entity exist, and the list name a project of it?")
NO_WANDB_RUN = noop("Weights & Biases has no such run.")
WANDB_SHUT = noop("Weights & Biases does not let this key read.")
WANDB_REFUSES = noop("Weights & Biases refuses the question.")
IS_THE_ENTITY_RIGHT = noop("Is the entity right?")
NO_RUN_NAME = noop("This is not the name of a run.")

DELETED = noop("It was deleted in the tracker.")
VIA_PARENT = noop("Found through its parent run %(run)s.")
SUSPECT = noop(
    "%(name)s is unknown: the tracker holds a zero without step or time, which it also writes for no number."
)
NO_DATA_OF_RUN = noop("This run does not say what data it was measured on.")
NO_DATA_OF_BASELINE = noop("The baseline does not say what data it was measured on.")
OTHER_DATA = noop("Measured on other data than the baseline: %(data)s.")
NOW_SAYS_AND_MORE = noop("The tracker now says %(what)s and %(n)s more.")
NOW_SAYS = noop("The tracker now says %(what)s.")
NOW_CALLS = noop("The tracker now calls it %(now)s; it was %(before)s.")
NOW_OTHER_DATA = noop("The tracker now names other data.")
NO_TAG = noop("It no longer carries the tag %(ref)s.")
WAS_NOT_THERE = noop("%(name)s %(now)s, which was not there")
WAS = noop("%(name)s %(now)s, which was %(before)s")

KEPT = tuple(text for name, text in list(globals().items()) if name.isupper())
