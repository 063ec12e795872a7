"""What Fusion and the palette leave to be said: radii, borders, paddings and kinds."""

from string import Template

from textminer.figures.style import Colours, blend
from textminer.resource_files import resource_path

# $name is a colour, $pN a length of N px at the user's scale
_SHEET = Template("""
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: $p4 $p8; }
QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-bottom-color: $edge;
    border-radius: $p12; }
QFrame[kind="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[kind="status"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[kind="rail"] { background: $rail; border: none; border-right: 1px solid $line; }
QFrame[kind="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="message"] { background: $surface; border: 1px solid $line; border-radius: $p10; }
QFrame[kind="popup"] { background: $surface; border: 1px solid $line; border-radius: $p10; }
QFrame[kind="toast"] { background: $surface; border: 1px solid $control; border-radius: $p10; }
QLabel { background: transparent; }
QLabel[kind="product"] { font-size: $p15; font-weight: 600; }
QLabel[kind="title"] { font-size: $p22; font-weight: 600; }
QLabel[kind="heading"] { font-size: $p14; font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="number"] { font-size: $p30; font-weight: 700; }
QLabel[kind="small-positive"] { color: $positive_text; font-size: $p12; }
QLabel[kind="small-negative"] { color: $negative_text; font-size: $p12; }
QLabel[kind="number-positive"] { font-size: $p30; font-weight: 700; color: $positive_text; }
QLabel[kind="number-negative"] { font-size: $p30; font-weight: 700; color: $negative_text; }
QLabel[kind="secondary"] { color: $secondary; }
QLabel[kind="small"] { color: $secondary; font-size: $p12; }
QLabel[kind="caption"] { color: $secondary; font-size: $p11; letter-spacing: 0.5px; }
QLabel[kind="positive"] { color: $positive_text; }
QLabel[kind="negative"] { color: $negative_text; }

QPushButton { background: $surface; color: $text; border: 1px solid $line; border-radius: $p8;
    padding: 0 $p14; min-height: $p30; font-weight: 500; outline: 0; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $accent_ground; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $neutral; background: $ground; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; }
QPushButton[kind="primary"]:focus { border: 2px solid $focus_on_accent; }
QPushButton[kind="primary"]:disabled { background: $track; border-color: $track; color: $secondary; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border-color: $accent; }
QPushButton[kind="toast"] { background: transparent; border-color: transparent; color: $accent;
    font-weight: 600; padding: 0 $p10; }
QPushButton[kind="toast"]:hover { background: $hover; }
QPushButton[kind="toast"]:focus { border-color: $accent; }
QPushButton[kind="icon"] { background: transparent; border-color: transparent; padding: 0;
    min-width: $p30; max-width: $p30; }
QPushButton[kind="icon"]:hover { background: $hover; }
QPushButton[kind="icon"]:focus { border-color: $accent; }
QPushButton[kind="link"] { background: transparent; border: none; border-bottom: 1px solid transparent;
    border-radius: 0; padding: 0; min-height: $p16;
    color: $secondary; font-weight: 400; text-decoration: underline; }
QPushButton[kind="link"]:hover { color: $text; }
QPushButton[kind="link"]:focus { color: $text; border-bottom-color: $accent; }
QPushButton[kind="tile"] { background: $surface; border: 1px solid $line; border-bottom-color: $edge;
    border-radius: $p12; padding: 0; text-align: left; }
QPushButton[kind="tile"]:hover { background: $hover; }
QPushButton[kind="tile"]:pressed { background: $accent_ground; }
QPushButton[kind="tile"]:focus { border-color: $accent; }
QPushButton[kind="pill"] { border-radius: $pill; min-height: $p24; padding: 0 $p10; font-weight: 400; }
QPushButton[kind="pill-on"] { background: $accent_ground; border-color: $accent_ground; color: $accent;
    border-radius: $pill; min-height: $p24; padding: 0 $p10; font-weight: 400; }
QPushButton[kind="pill-on"]:focus { border-color: $accent; }
QPushButton[kind="pill-positive"], QPushButton[kind="pill-negative"] { border-radius: $pill;
    min-height: $p24; padding: 0 $p10; font-weight: 500; background: $surface; }
QPushButton[kind="pill-positive"]:checked { color: $positive_text; border-color: $positive_text;
    background: $surface; }
QPushButton[kind="pill-negative"]:checked { color: $negative_text; border-color: $negative_text;
    background: $surface; }
QPushButton[kind="pill"]:checked { background: $accent_ground; border-color: $accent_ground; color: $accent; }
QPushButton[kind="pill"]:checked:focus, QPushButton[kind="pill-positive"]:checked:focus,
QPushButton[kind="pill-negative"]:checked:focus { border-color: $accent; }
QWidget[kind="count"] { background: $accent_ground; border-radius: $pill; min-height: $p26;
    max-height: $p26; }
QLabel[kind="count-number"] { color: $accent; font-weight: 600; }
QLabel[kind="count-words"] { color: $accent; }
QPushButton[kind="dashed"] { border: 1px dashed $control; border-radius: $pill; min-height: $p24;
    padding: 0 $p10; background: transparent; color: $secondary; font-weight: 400; }
QPushButton[kind="dashed"]:hover { color: $text; }
QPushButton[kind="dashed"]:focus { border: 1px solid $accent; color: $text; }
QPushButton::menu-indicator { width: 0; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit[kind="field"] {
    background: $field; color: $text; border: 1px solid $line; border-radius: $p8;
    padding: 0 $p8; min-height: $p30;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus,
QPlainTextEdit[kind="field"]:focus { border-color: $accent; }
QPlainTextEdit[kind="field"] { padding: $p6 $p8; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $neutral; }
QComboBox { background: $surface; padding-right: $p24; }
QComboBox[kind="small"] { min-height: $p20; padding: 0 $p20 0 $p8; font-size: $p12; color: $secondary;
    border-color: transparent; background: transparent; }
QComboBox[kind="small"]:hover, QComboBox[kind="small"]:focus { border-color: $line; color: $text; }
QComboBox::drop-down { border: none; width: $p22; }
QComboBox::down-arrow { image: url("$chevron"); width: $p12; height: $p12; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; padding: $p4; outline: 0;
    selection-background-color: $accent_ground; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: $p26; }

QAbstractSpinBox { min-height: $spin; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    border: none; background: transparent; width: $p20; subcontrol-origin: border; margin-right: $p2; }
QAbstractSpinBox::up-button { subcontrol-position: top right; height: $p14;
    margin-top: $p2; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; height: $p14;
    margin-bottom: $p2; }
QAbstractSpinBox::up-arrow { image: url("$up"); width: $p10; height: $p10; }
QAbstractSpinBox::down-arrow { image: url("$chevron"); width: $p10; height: $p10; }

QCheckBox, QRadioButton { spacing: $p8; background: transparent; }
QCheckBox::indicator, QListView::indicator,
QRadioButton::indicator { width: $p14; height: $p14; border: 1px solid $control;
    background: $surface; border-radius: $p4; }
QRadioButton::indicator { border-radius: $radio; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QCheckBox::indicator:focus,
QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator:checked, QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$check"); }
QRadioButton::indicator:checked { border: $p4 solid $accent; width: $p8; height: $p8; }
QCheckBox:disabled, QRadioButton:disabled { color: $neutral; }

QMenu { background: $surface; border: 1px solid $line; border-radius: $p8; padding: $p4; }
QMenu::item { padding: $p6 $p24 $p6 $p12; border-radius: $p5; }
QMenu::item:selected { background: $accent_ground; }
QMenu::item:disabled { color: $neutral; }
QMenu::separator { height: 1px; background: $line; margin: $p4 $p8; }
QMenu::indicator { left: $p8; width: $p14; height: $p14; border: 1px solid $control; background: $surface; }
QMenu::indicator:non-exclusive { border-radius: $p4; }
QMenu::indicator:non-exclusive:checked { background: $accent; border-color: $accent; image: url("$check"); }
QMenu::indicator:exclusive { border-radius: $radio; }
QMenu::indicator:exclusive:checked { border: $p4 solid $accent; width: $p8; height: $p8; }
QMenu::right-arrow { image: url("$onward"); width: $p12; height: $p12; right: $p6; }

QScrollArea[kind="scrolled"] { border: 1px solid transparent; border-radius: $p4; }
QScrollArea[kind="scrolled"]:focus { border-color: $accent; }
QFrame[kind="focus-line"] { background: $accent; }
QTableView, QListView, QTreeView { background: transparent; border: none; outline: 0;
    selection-background-color: $accent_ground; selection-color: $text; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: $secondary; border: none;
    border-bottom: 1px solid $line;
    padding: 0 $p12; font-size: $p12; font-weight: 600; }
QHeaderView::section:hover { color: $text; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $line; }
QPlainTextEdit, QTextEdit, QTextBrowser { background: transparent; border: none;
    selection-background-color: $accent; selection-color: $on_accent; }
QTextEdit[kind="edited"] { background: $field; border: 1px solid $accent; border-radius: $p8; }
QScrollArea, QWidget[kind="page"] { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QScrollBar:vertical { background: transparent; width: $p12; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $p12; margin: 0; }
QScrollBar::handle { background: $handle; border-radius: $p4; margin: $p2; }
QScrollBar::handle:vertical { min-height: $p32; }
QScrollBar::handle:horizontal { min-width: $p32; }
QScrollBar::handle:hover { background: $neutral; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $track; border: none; border-radius: $p2; max-height: $p4; min-height: $p4; }
QProgressBar::chunk { background: $accent; border-radius: $p2; }
QSplitter::handle { background: transparent; }
QSlider::groove:horizontal { background: $track; height: $p4; border-radius: $p2; }
QSlider::sub-page:horizontal { background: $accent; border-radius: $p2; }
QSlider::handle:horizontal { background: $accent; border: $p2 solid $surface; width: $p14; height: $p14;
    margin: -$p7 0; border-radius: $knob; }
QSlider::handle:horizontal:focus, QSlider::handle:horizontal:hover { border-color: $accent; }
""")


def style_sheet(colours: Colours, scale: float) -> str:
    """The sheet for a set of colours and a scale."""
    side = "dark" if colours.is_dark else "light"
    lengths = {f"p{n}": f"{max(1, round(n * scale))}px" for n in range(1, 41)}
    white = "#ffffff"
    return _SHEET.substitute(
        lengths,
        **{name: value for name, value in vars(colours).items() if isinstance(value, str)},
        pill=_half_of(24, scale),
        radio=_half_of(14, scale),
        spin=f"{round(30 * scale) - 3}px",  # the style adds 3, or it would be higher than the boxes beside it
        knob=_half_of_knob(scale),
        edge=blend(colours.secondary, colours.line, 0.12 if not colours.is_dark else 0.0),
        field=colours.ground,
        handle=blend(colours.neutral, colours.surface, 0.45),
        accent_hover=blend(white if colours.is_dark else "#000000", colours.accent, 0.1),
        accent_pressed=blend(white if colours.is_dark else "#000000", colours.accent, 0.2),
        focus_on_accent=blend(colours.text, colours.accent, 0.6),
        control=blend(colours.neutral, colours.surface, 0.8),
        chevron=resource_path("icons", f"chevron-down-{side}.svg").as_posix(),
        onward=resource_path("icons", f"chevron-right-{side}.svg").as_posix(),
        up=resource_path("icons", f"chevron-up-{side}.svg").as_posix(),
        check=resource_path("icons", f"check-{side}.svg").as_posix(),
    )


def _half_of(height: int, scale: float) -> str:
    """The radius of a round end; Qt draws corners square above half the height, edges of 1 px included."""
    return f"{(max(1, round(height * scale)) + 2) // 2}px"


def _half_of_knob(scale: float) -> str:
    """The same for the handle of a slider, as wide and high as its lengths are, each rounded by itself."""
    groove, edge, over, width = (max(1, round(n * scale)) for n in (4, 2, 7, 14))
    return f"{min(width + 2 * edge, groove + 2 * over) // 2}px"
