"""The report: one file that says what a corpus holds, for people without TextMiner."""
