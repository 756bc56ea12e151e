"""Words of every script, cut the same way for the index and for the question."""

import pytest

from boards.search.asking import Asked
from boards.search.words import index_words, plain, stem


def found(question: str, text: str, ref: str = "") -> bool:
    """Whether the words of the text hold every term of the question."""
    asked = Asked.read(question)
    words = index_words(plain(text), ref).split()
    return bool(asked) and all(any(term.hits(word) for word in words) for term in asked.terms)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("grosse", "Eine größere Straße, und große Modelle"),
        ("STRASSE", "Eine Straße"),
        ("straße", "STRASSE"),
        ("modell", "Das Modell lernt"),
        ("模型", "我们相信微调的模型会更好"),
        ("微调的模型", "我们相信微调的模型会更好"),
        ("好", "我们相信微调的模型会更好"),
        ("モデル", "このモデルは速い"),
        ("모델", "이 모델을 학습"),
        ("学習", "深層学習"),
        ("מודל", "המודל הזה הוא מודל טוב"),
        ("שָׁלוֹם", "שלום"),
        ("модел", "Новая модель"),
        ("café", "cafe\u0301 crème"),
        ("creme", "cafe\u0301 crème"),
        ("\uff46\uff11", "the F1 score"),
        ("f1", "val/f1_score of the run"),
        ("val.auc", "val_auc rose"),
        ("distil", "a fine-tuned DistilBERT"),
        ("scaling models", "we scaled one model"),
        ("classes", "a class of queries"),
    ],
)
def test_a_word_is_found_in_its_text(question: str, text: str) -> None:
    assert found(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("模糊", "我们相信微调的模型会更好"),
        ("auc score", "the auc is there and the other is not"),
        ("istil", "DistilBERT"),
    ],
)
def test_another_word_is_not(question: str, text: str) -> None:
    assert not found(question, text)


def test_a_ref_finds_its_card_and_who_mentions_it_only() -> None:
    assert found("CHURN-1", "See churn-1 for more")
    assert found("churn-1", "", ref="CHURN-1")
    assert not found("CHURN-1", "See CHURN-12", ref="CHURN-11")
    assert not found("churn", "", ref="CHURN-1")


def test_only_the_last_word_may_be_a_beginning() -> None:
    assert found("tree boost", "boosting of trees")
    assert not found("boost tr", "boosting of shrubs")
    assert not found("tr boosting", "boosting of trees")


@pytest.mark.parametrize(
    "forms", ["scale scales scaled scaling", "train trains trained training", "query queries"]
)
def test_the_forms_of_a_word_share_their_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("question", ["", "  ", "()&|!:*'\"\\", "%", "🙂", "\x00"])
def test_a_question_without_a_word_asks_nothing(question: str) -> None:
    assert not Asked.read(question)
