"""The one style sheet, made from the tokens. Widgets say what they are by object name or the property `kind`."""

import math
import re

from PySide6.QtGui import QFont, QFontMetricsF

from footlight_controller.ui.theme.fonts import Fonts
from footlight_controller.ui.theme.tokens import Tokens, Tone, blend

_STATES = re.compile(r'(QPushButton(?:\[kind="\w+"\])?):(hover|focus|pressed) \{')


def stylesheet(tokens: Tokens, fonts: Fonts) -> str:
    """QSS for the whole application."""
    parts = (
        _text(tokens, fonts),
        _surfaces(tokens),
        _controls(tokens, fonts),
        _chips(tokens, fonts),
        _menus(tokens),
        _tables(tokens, fonts),
        _tabs(tokens),
        _scroll_bars(tokens),
    )
    # The gallery shows the states that nobody can be in for long.
    return _STATES.sub(r'\1:\2, \1[shown="\2"] {', "\n".join(parts))


def line_height(font: QFont) -> int:
    """In device independent pixels."""
    return math.ceil(QFontMetricsF(font).height())


def _text(tokens: Tokens, fonts: Fonts) -> str:
    colours = tokens.colours
    roles = {
        "title": (fonts.title, colours.text),
        "heading": (fonts.heading, colours.text),
        "figure": (fonts.figure, colours.text),
        "code": (fonts.code, colours.text),
        "strong": (fonts.body_strong, colours.text),
        "muted": (fonts.body, colours.text_muted),
        "small": (fonts.small, colours.text_muted),
        "caption": (fonts.small_strong, colours.text_muted),
        "error": (fonts.small, colours.bad),
    }
    rules = [f"QLabel {{ color: {colours.text}; background: transparent; }}"]
    rules += [
        f'QLabel[kind="{kind}"] {{ color: {colour}; font-size: {font.pointSizeF():.2f}pt;'
        f" font-weight: {font.weight()}; }}"
        for kind, (font, colour) in roles.items()
    ]
    return "\n".join(rules)


def _surfaces(tokens: Tokens) -> str:
    colours, radius = tokens.colours, tokens.radius
    return f"""
QMainWindow, QWidget#page {{ background: {colours.ground}; }}
QDialog {{ background: {colours.surface}; }}
QFrame#header {{ background: {colours.surface}; border: none; border-bottom: 1px solid {colours.line}; }}
QFrame[kind="card"] {{
    background: {colours.surface}; border: 1px solid {colours.line}; border-radius: {radius.large}px;
}}
QFrame[kind="card"][tone="bad"] {{ border-color: {colours.bad}; }}
QFrame[kind="line"] {{ background: {colours.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame#sidebar {{ background: {colours.surface}; border: none; border-right: 1px solid {colours.line}; }}
QFrame#panel {{ background: {colours.surface}; border: none; border-left: 1px solid {colours.line_strong}; }}
QScrollArea {{ background: transparent; border: none; }}
QListView#notes {{ background: transparent; border: none; outline: none; }}
QFrame[kind="toast"] {{
    background: {colours.raised}; border: 1px solid {colours.line_strong}; border-radius: {radius.large}px;
}}
QFrame#strip {{ background: {colours.surface}; border: none; border-top: 1px solid {colours.line}; }}
QFrame#banner {{
    background: {colours.tint(Tone.CAUTION)}; border: none; border-bottom: 1px solid {colours.line};
}}
QFrame#banner[inset="true"] {{ border: 1px solid {colours.line}; border-radius: {radius.large}px; }}
QFrame#alert-strip {{
    background: {colours.tint(Tone.CAUTION)}; border: none; border-bottom: 1px solid {colours.line};
}}
QFrame#alert-strip[tone="bad"] {{ background: {colours.tint(Tone.BAD)}; }}
QFrame#alert-strip[tone="quiet"] {{ background: {colours.surface}; }}
QFrame#alert-strip[inset="true"] {{ border: 1px solid {colours.line}; border-radius: {radius.medium}px; }}
QToolTip {{
    background: {colours.raised}; color: {colours.text}; border: 1px solid {colours.line_strong}; padding: 6px;
}}"""


def _tabs(tokens: Tokens) -> str:
    colours, radius, space = tokens.colours, tokens.radius, tokens.space
    return f"""
QTabBar {{ background: transparent; border: none; }}
QTabBar::tab {{
    color: {colours.text_muted}; background: transparent; border: 2px solid transparent;
    border-top-left-radius: {radius.small}px; border-top-right-radius: {radius.small}px;
    padding: {space.half}px {space.two}px {space.one}px {space.two}px;
}}
QTabBar::tab:hover {{ color: {colours.text}; }}
QTabBar::tab:selected {{ color: {colours.accent}; border-bottom-color: {colours.accent}; font-weight: 600; }}
QTabBar::tab:focus {{ border-color: {colours.accent}; }}"""


def _controls(tokens: Tokens, fonts: Fonts) -> str:
    colours, radius, space = tokens.colours, tokens.radius, tokens.space
    # A layout that is short of room would cut the letters.
    line = line_height(fonts.body)
    # QLineEdit keeps a pixel free above and below them.
    written = line + 2
    hovered, pressed = (blend(colours.surface, colours.text, share) for share in (0.06, 0.14))
    return f"""
QPushButton {{
    background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.line_strong};
    border-radius: {radius.medium}px; padding: 7px {space.two}px; min-height: {max(18, line)}px;
}}
QPushButton:hover {{ background: {hovered}; border-color: {colours.text_faint}; }}
QPushButton:pressed {{ background: {pressed}; border-color: {colours.text_muted}; }}
QPushButton:focus {{ border: 2px solid {colours.accent}; padding: 6px {space.two - 1}px; }}
QPushButton:disabled {{ color: {colours.text_faint}; border-color: {colours.line}; }}
QPushButton[kind="primary"] {{
    background: {colours.accent_fill}; color: {colours.on_fill}; border: 1px solid {colours.accent_fill};
    font-weight: 600;
}}
QPushButton[kind="primary"]:hover {{
    background: {colours.accent_fill_hover}; border-color: {colours.accent_fill_hover};
}}
QPushButton[kind="primary"]:pressed {{
    background: {blend(colours.accent_fill_hover, "#000000", 0.2)};
    border-color: {blend(colours.accent_fill_hover, "#000000", 0.2)};
}}
QPushButton[kind="primary"]:focus {{ border: 2px solid {colours.text}; padding: 6px {space.two - 1}px; }}
QPushButton[kind="primary"]:disabled {{
    background: {colours.line}; color: {colours.text_faint}; border-color: {colours.line};
}}
QPushButton[kind="plain"] {{ background: transparent; border-color: transparent; color: {colours.accent}; }}
QPushButton[kind="plain"]:hover {{ background: {colours.tint(Tone.ACCENT)}; border-color: transparent; }}
QPushButton[kind="plain"]:pressed {{ background: {blend(colours.surface, colours.accent, 0.26)}; }}
QPushButton[kind="plain"]:focus {{ border-color: {colours.accent}; }}
QPushButton[kind="plain"]:disabled {{ color: {colours.text_faint}; }}
QPushButton[kind="pick"] {{ text-align: left; }}
QPushButton[kind="choice"] {{
    background: {colours.surface}; border: 1px solid {colours.line}; border-radius: {radius.large}px; padding: 0;
}}
QPushButton[kind="choice"]:hover {{ background: {hovered}; border-color: {colours.line_strong}; }}
QPushButton[kind="choice"]:pressed {{ background: {pressed}; }}
QPushButton[kind="choice"]:focus {{ border: 2px solid {colours.accent}; padding: 0; }}
QPushButton[kind="fold"] {{
    background: transparent; border-color: transparent; color: {colours.accent}; padding: 7px {space.one}px 7px 1px;
}}
QPushButton[kind="fold"]:hover {{ color: {colours.text}; }}
QPushButton[kind="fold"]:focus {{ border: 2px solid {colours.accent}; padding: 6px {space.one - 1}px 6px 0px; }}
QPushButton[kind="danger"] {{ color: {colours.bad}; border-color: {colours.bad}; }}
QPushButton[kind="danger"]:hover {{ background: {colours.tint(Tone.BAD)}; border-color: {colours.bad}; }}
QPushButton[kind="danger"]:pressed {{ background: {blend(colours.surface, colours.bad, 0.26)}; }}
QPushButton[kind="danger"]:focus {{ border-color: {colours.accent}; }}
QPushButton[kind="danger"]:disabled {{ color: {colours.text_faint}; border-color: {colours.line}; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {radius.small}px; padding: 3px; }}
QToolButton:hover {{ background: {colours.line}; }}
QToolButton:pressed {{ background: {colours.line_strong}; }}
QToolButton:focus {{ border: 2px solid {colours.accent}; padding: 2px; }}
QToolButton[kind="menu"]::menu-indicator {{ image: none; }}
QLineEdit {{
    background: {colours.field}; color: {colours.text}; border: 1px solid {colours.edge};
    border-radius: {radius.medium}px; padding: 7px {space.one_half}px; min-height: {max(20, written)}px;
    selection-background-color: {colours.accent_fill}; selection-color: {colours.on_fill};
}}
QLineEdit:focus {{ border: 2px solid {colours.accent}; padding: 6px {space.one_half - 1}px; }}
QLineEdit:disabled {{ color: {colours.text_faint}; border-color: {colours.line}; }}
QLineEdit[kind="bar"], QLineEdit[kind="bar"]:focus {{
    border: none; background: transparent; min-height: {max(20, line_height(fonts.heading))}px;
    font-size: {fonts.heading.pointSizeF():.2f}pt;
}}
QRadioButton {{
    color: {colours.text}; spacing: {space.one}px; padding: 2px; border: 2px solid transparent;
    border-radius: {radius.small}px;
}}
QRadioButton:focus {{ border-color: {colours.accent}; }}
QRadioButton::indicator {{
    width: 16px; height: 16px; border: 1px solid {colours.edge}; border-radius: 9px; background: {colours.field};
}}
QRadioButton::indicator:hover {{ border-color: {colours.text_muted}; }}
QRadioButton::indicator:checked {{
    width: 8px; height: 8px; border: 5px solid {colours.accent_fill}; background: {colours.on_fill};
}}
QProgressBar {{ background: {colours.line}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
QProgressBar::chunk {{ background: {colours.accent}; border-radius: 2px; }}"""


def _chips(tokens: Tokens, fonts: Fonts) -> str:
    colours, space = tokens.colours, tokens.space
    # Half of the smallest height a chip can have; larger text leaves straight pieces at its ends.
    radius = 13
    small = f"font-size: {fonts.small.pointSizeF():.2f}pt; font-weight: {fonts.small_strong.weight()};"
    tags = "\n".join(
        f'QLabel[kind="tag"][tone="{tone.value}"] {{ background: {colours.tint(tone)}; color: {colours.tone(tone)}; }}'
        for tone in Tone
    )
    return f"""
QPushButton[kind="chip"] {{
    background: transparent; color: {colours.text_muted}; border: 1px solid {colours.line_strong};
    border-radius: {radius}px; padding: 4px {space.one_half}px;
    min-height: {max(17, line_height(fonts.small_strong))}px; {small}
}}
QPushButton[kind="chip"]:hover {{ background: {colours.raised}; color: {colours.text}; }}
QPushButton[kind="chip"]:checked {{
    background: {colours.tint(Tone.ACCENT)}; color: {colours.accent}; border-color: {colours.accent};
}}
QPushButton[kind="chip"]:focus {{ border: 2px solid {colours.accent}; padding: 3px {space.one_half - 1}px; }}
QPushButton[kind="chip"]:disabled {{ color: {colours.text_faint}; border-color: {colours.line}; }}
QLabel[kind="tag"] {{ border-radius: 6px; padding: 2px {space.one}px; {small} }}
{tags}
QLabel[kind="badge"] {{
    background: {colours.accent_fill}; color: {colours.on_fill}; border-radius: 8px; padding: 1px 6px; {small}
}}"""


def _menus(tokens: Tokens) -> str:
    colours, radius, space = tokens.colours, tokens.radius, tokens.space
    return f"""
QMenu {{
    background: {colours.raised}; color: {colours.text}; border: 1px solid {colours.line_strong};
    border-radius: {radius.medium}px; padding: {space.half + 2}px;
}}
QMenu::item {{
    padding: 7px {space.three}px 7px {space.one_half}px; border-radius: {radius.small}px; min-width: 160px;
}}
QMenu::item:selected {{ background: {colours.accent_fill}; color: {colours.on_fill}; }}
QMenu::item:disabled {{ color: {colours.text_faint}; background: transparent; }}
QListView#choices {{
    background: {colours.raised}; color: {colours.text}; border: 1px solid {colours.line_strong}; outline: none;
    padding: {space.half}px;
}}
QListView#choices::item {{ padding: {space.half + 2}px {space.one}px; border-radius: {radius.small}px; }}
QListView#choices::item:hover {{ background: {colours.line}; }}
QListView#choices::item:selected {{ background: {colours.accent_fill}; color: {colours.on_fill}; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {colours.raised}; }}
QCalendarWidget QToolButton {{ color: {colours.text}; padding: {space.half}px {space.one}px; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QMenu::icon {{ padding-left: {space.one_half}px; }}
QMenu::separator {{ height: 1px; background: {colours.line}; margin: {space.half + 2}px {space.one}px; }}"""


def _tables(tokens: Tokens, fonts: Fonts) -> str:
    colours, space, font = tokens.colours, tokens.space, fonts.small_strong
    return f"""
QHeaderView {{ background: {colours.ground}; border: none; }}
QHeaderView::section {{
    background: {colours.ground}; color: {colours.text_muted}; border: none;
    border-bottom: 1px solid {colours.line_strong}; padding: {space.half}px {space.one}px;
    font-size: {font.pointSizeF():.2f}pt; font-weight: {font.weight()};
}}"""


def _scroll_bars(tokens: Tokens) -> str:
    colours = tokens.colours
    return f"""
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; border: none; }}
QScrollBar::handle:vertical {{
    background: {colours.line_strong}; border-radius: 4px; min-height: 40px; margin: 0 2px;
}}
QScrollBar::handle:vertical:hover {{ background: {colours.text_faint}; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; border: none; }}
QScrollBar::handle:horizontal {{
    background: {colours.line_strong}; border-radius: 4px; min-width: 40px; margin: 2px 0;
}}
QScrollBar::handle:horizontal:hover {{ background: {colours.text_faint}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}"""
