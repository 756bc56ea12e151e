"""Which words in a sentence name a metric. Only names known for sure are taken; the rest is left unread."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Beyond doubt better when higher, or when lower: only these give "improve" and "degrade" a direction.
HIGHER: Final = _words(
    "accuracy ap auc auprc auroc bertscore bleu chrf coverage dice f-measure f-score f1 f1-score f1_score fscore",
    "goodput iou kappa map mcc miou mrr ndcg pr-auc precision psnr r2 r² recall retention roc-auc roc_auc rouge",
    "rouge-l sensitivity specificity ssim throughput tpr tnr",
)
LOWER: Final = _words(
    "bpb brier cer cost ece eer error fid fnr fpr latency loss lpips mae mape memory mse perplexity ppl rmse",
    "smape tpot ttft vram wer",
)
_OPEN: Final = _words(
    "churn clip consumption conversion correlation ctr delay duration errors footprint fps gini index lift p50",
    "p90 p95 p99 qps rate ratio revenue reward runtime score silhouette similarity size speed time uplift usage",
)
_METRICS: Final = HIGHER | LOWER | _OPEN
_SETTINGS: Final = re.compile(
    r"(?:^|\s)(?:(?:batch|sample|window|context|vocabulary|step|data\w*) size|(?:learning|dropout|sampling) rate"
    r"|epochs?|seeds?|steps?|iterations?|temperature|threshold|layers?|parameters?|tokens?|samples?|images?|rows?"
    r"|runs?|gpus?)$",
    re.IGNORECASE,
)
CHANGES: Final = {  # a noun of change and its direction; 0 stands for that of the metric itself
    **dict.fromkeys(_words("decline decrease drop fall reduction"), -1),
    **dict.fromkeys(_words("gain growth increase rise"), 1),
    **dict.fromkeys(("improvement", "degradation"), 0),
}
_LINKS: Final = _words(
    "a also always an are be being can climb climbs consistently decrease decreases do does drop drops fall falls",
    "get gets go goes has improve improves increase increases is must of only remain remains rise rises",
    "shall should stay staying stays still that the to which will",
)
_MODALS: Final = _words("can could must not shall should to will")
_STOPS: Final = _LINKS - frozenset(CHANGES) | _words(
    "about achieve achieved achieves achieving additional all and any as at attain attains beat beats",
    "because been better between boost boosts both bring brings but by classifies classify could cut cuts",
    "deliver delivers detect detects did do does each either ensure ensures every exceed exceeds expect",
    "expects faster fewer find finds for from gave get give gives greater had have having higher hit hits",
    "hold holding holds i identifies identify if in into it its just keep keeping keeps kept larger less",
    "lift lifts lower lowers maintain maintaining maintains measure measures more my need needs no not",
    "obtain obtains on or our outperform outperforms over per predict predicts produce produces push",
    "pushes raise raises raising reach reached reaches reaching reduce reduces reducing require requires",
    "retain retains see sees show shows shrink shrinks slower smaller so than their then these they this",
    "those under using via want was we were when where while whose with within without worse would yield",
    "yielding yields you your",
)
_MODIFIERS: Final = _words("by for from in of on per to")  # "recall of churners": churners is not the metric
_CONDITIONS: Final = _words("after at before during for given if under until when whenever where")
_TOKEN: Final = re.compile(r"`[^`]{1,60}`|[^\s,;:()|!?\"“”\[\]{}<>=≥≤]+")
_BREAK: Final = re.compile(r"[,;:()|!?\"“”\[\]{}<>=≥≤\n]|\.(?=\s|$)|\s[\u2013\u2014-]\s")
_IDENTIFIER: Final = re.compile(r"`[^`]+`|[A-Za-z]\w*(?:[._/@:-]\w+)*[._/@]\w+|[a-z]+_\w+")
_CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9-]{1,7}")
_NO_NAMES: Final = _words("and/or w/o e.g i.e")
_PERCENTILE: Final = re.compile(r"[pP]\d{2,3}|@\d+")
_QUOTES: Final = "`'\u2019"
_MOST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name as it stands in the text, where it starts and ends, and the word in front of it."""

    words: str
    start: int
    end: int
    before: str

    @property
    def name(self) -> str:
        return self.words.strip(_QUOTES)

    @property
    def is_setting(self) -> bool:
        """Whether it names what people turn, such as the learning rate, not what they measure."""
        return bool(_SETTINGS.search(self.words))

    @property
    def is_certain(self) -> bool:
        """Whether one of its words is a metric whatever stands around it."""
        words = [token[0] for token in _TOKEN.finditer(self.words)]
        return not self.is_setting and (any(map(_is_known, words)) or _names_metric(words[-1]))

    @property
    def is_plain_name(self) -> bool:
        """Whether it may be a metric we do not know: a short noun that modifies nothing before it."""
        short = len(self.words.split()) <= 3 and len(self.words) > 1
        return short and self.before not in _MODIFIERS and not self.is_setting

    @property
    def is_conditional(self) -> bool:
        return self.before in _CONDITIONS

    @property
    def is_change(self) -> bool:
        """Whether it speaks of a difference rather than of a value."""
        return bool(self.split_change()[1]) or any(map(change_noun, self.words.split()))

    @property
    def direction(self) -> int:
        """1 when higher is better beyond doubt, -1 when lower is, 0 when that is open."""
        words = set(self.words.lower().split())
        return bool(words & HIGHER) - bool(words & LOWER)

    def split_change(self) -> tuple["Phrase | None", str]:
        """ "TTFT reduction" is the metric TTFT and a noun of change; so is the loss in "accuracy loss"."""
        words, _, last = self.words.rpartition(" ")
        metric = replace(self, words=words, end=self.end - len(last) - 1) if words else None
        noun = "drop" if last == "loss" and metric and metric.direction > 0 else change_noun(last)
        return (metric, noun) if metric and noun else (None, "")


@lru_cache(maxsize=16)  # several rules ask the same about one number
def phrase_before(text: str) -> Phrase | None:
    """The name that ends the text, linking words taken off: "a recall of" gives "recall"."""
    tokens = list(_TOKEN.finditer(text, _clause_start(text)))
    following = ""
    while tokens and _is_link(tokens, following):
        following = tokens.pop()[0].lower()
    first = len(tokens)
    while first and len(tokens) - first < _MOST_WORDS and not _ends_phrase(tokens[first - 1][0]):
        first -= 1
    before = tokens[first - 1][0].lower() if first else ""
    return _phrase(text, tokens[first:], before)


@lru_cache(maxsize=16)
def phrase_after(text: str, *, any_noun: bool = False) -> Phrase | None:
    """The name the text starts with: up to its last certain metric, or with `any_noun` all of its words."""
    end = _BREAK.search(text)
    tokens: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text, 0, end.start() if end else len(text)):
        word = token[0].lower()
        if not tokens and word in ("the", "our", "its"):
            continue
        if _ends_phrase(token[0]) and not (any_noun and tokens and word in ("of", "the")):
            break
        tokens.append(token)
    tokens = tokens[: _MOST_WORDS + any_noun]
    while tokens and not any_noun and not (_names_metric(tokens[-1][0]) or _PERCENTILE.fullmatch(tokens[-1][0])):
        tokens.pop()
    return _phrase(text, tokens, "")


def phrase_of(text: str) -> Phrase | None:
    """The whole text as a name, when it is nothing else: articles off, "of" allowed inside."""
    phrase = phrase_after(text, any_noun=True)
    return phrase if phrase and not phrase.is_setting and not text[phrase.end :].strip() else None


def change_noun(word: str) -> str:
    """The noun of change in its singular, or nothing."""
    singular = word.lower().removesuffix("s")
    return singular if singular in CHANGES else ""


def _clause_start(text: str) -> int:
    length = len(text.rstrip())
    return max((match.end() for match in _BREAK.finditer(text) if match.end() < length), default=0)


def _is_link(tokens: list[re.Match[str]], following: str) -> bool:
    """Whether the last word only links: "accuracy drops below" does, "an accuracy drop of" does not."""
    word = tokens[-1][0].lower()
    if word not in _LINKS or _names_metric(word):
        return False
    if not change_noun(word):
        return True
    previous = tokens[-2][0].lower() if len(tokens) > 1 else ""
    return following != "of" and (word not in CHANGES or previous in _MODALS or previous.endswith("n't"))


def _phrase(text: str, tokens: list[re.Match[str]], before: str) -> Phrase | None:
    start, end = (tokens[0].start(), tokens[-1].end()) if tokens else (0, 0)
    words = text[start:end].rstrip(".")
    return Phrase(words, start, end, before) if words else None


def _ends_phrase(word: str) -> bool:
    is_amount = word in ("&", "~") or word.lstrip(".")[:1].isdigit()
    return is_amount or word.lower() in _STOPS or word.endswith(("'s", "\u2019s"))


def _names_metric(word: str) -> bool:
    return _is_known(word) or bool(_CAPITALS.fullmatch(word.strip(_QUOTES + ".")))


def _is_known(word: str) -> bool:
    low = word.lower().strip(_QUOTES + ".")
    if low in _METRICS or low.partition("@")[0] in _METRICS:
        return True
    return low not in _NO_NAMES and bool(_IDENTIFIER.fullmatch(word))
