"""Training a model on the labels of the corpus."""
