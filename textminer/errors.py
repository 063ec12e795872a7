"""Every error a user may read.

TextMinerError
├── TableError        a file could not be read as a table
├── ColumnError       a column that was asked for is missing or unfit
├── LabelError        labels that cannot be trained on or compared with
├── ModelFileError    a model file is missing, damaged or of another kind
├── FilterError       documents cannot be filtered as asked
├── PatternError      words cannot be looked for as asked
├── WordListError     a file holds no list of words, or a damaged one
├── ProjectError      a project file is missing, damaged, or its source cannot be found
├── SettingsError     settings that contradict each other or lie outside their range
└── ExportError       a result could not be written
"""


class TextMinerError(Exception):
    """A sentence for the user: what happened, where, and what to do. Never a traceback."""


class TableError(TextMinerError):
    """A file could not be read as a table."""


class ColumnError(TextMinerError):
    """A column that was asked for is missing or unfit for its role."""


class LabelError(TextMinerError):
    """Labels that cannot be trained on or compared with."""


class ModelFileError(TextMinerError):
    """A model file is missing, damaged or not a TextMiner model."""


class FilterError(TextMinerError):
    """Documents cannot be filtered as asked; the filter that was in force still is."""


class PatternError(TextMinerError):
    """Words cannot be looked for as asked."""


class WordListError(TextMinerError):
    """A file is no list of words, or cannot be read."""


class ProjectError(TextMinerError):
    """A project cannot be opened: its file is missing, damaged or hostile, or its source is gone."""


class SettingsError(TextMinerError):
    """Settings that contradict each other or lie outside their range."""


class ExportError(TextMinerError):
    """A result could not be written; what stood there before is untouched."""
