"""TextMiner: sentiment and words of a corpus, on your own machine."""

__version__ = "0.1.0"
