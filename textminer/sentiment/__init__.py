"""What is learnt: predictions, settings and evaluation, without torch."""
