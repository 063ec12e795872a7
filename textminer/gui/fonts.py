"""The fonts that ship, and the sizes text is set in."""

from PySide6.QtGui import QFont, QFontDatabase

from textminer.figures.style import EMOJI_FAMILY, FONT_FAMILIES
from textminer.resource_files import resource_path

BODY_PX = 13
READER_PX = 15

_loaded: list[str] = []


def load_fonts() -> list[str]:
    """Register the fonts that ship, once; returns the families that text is set in, first choice first."""
    if not _loaded:
        found: set[str] = set()
        for path in sorted(resource_path("fonts").glob("*.otf")):
            number = QFontDatabase.addApplicationFont(str(path))
            if number >= 0:
                found.update(QFontDatabase.applicationFontFamilies(number))
        _loaded.extend(family for family in FONT_FAMILIES if family in found)
        _loaded.append(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family())
        if not any("emoji" in family.lower() for family in QFontDatabase.families()):
            number = QFontDatabase.addApplicationFont(str(resource_path("fonts", "NotoEmoji-Regular.ttf")))
            _loaded.extend([EMOJI_FAMILY] if number >= 0 else [])
    return _loaded


def font(
    size_px: float = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal, tabular: bool = False
) -> QFont:
    """A font of the product; `tabular` gives all figures one width, for columns of numbers."""
    made = QFont()
    made.setFamilies(load_fonts())
    made.setPixelSize(max(1, round(size_px)))
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("calt"), 0)  # Inter would show "2x4" as "2×4" and "->" as an arrow
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
