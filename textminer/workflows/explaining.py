"""Why a document has its score."""

from textminer.corpus.markup import mask_markup
from textminer.corpus.tokenizer import tokenizer_named
from textminer.progress import Progress, silent
from textminer.sentiment.classifier import Explanation, SentimentClassifier


def explain_text(text: str, classifier: SentimentClassifier, progress: Progress = silent) -> Explanation:
    """How much each token of one text moved its margin; spans are into `text` as it stands."""
    tokens = tokenizer_named(classifier.tokenizer).tokenize(mask_markup([text]))
    return classifier.explain(tokens, 0, progress)
