import re

import pytest

from footlight_controller.ui.theme.fonts import Fonts
from footlight_controller.ui.theme.icons import Icons
from footlight_controller.ui.theme.stylesheet import stylesheet
from footlight_controller.ui.theme.tokens import DARK, LIGHT, Colours, Tokens, Tone, blend, contrast

WCAG_AA = 4.5
WCAG_GRAPHICS = 3.0
THEMES = pytest.mark.parametrize("colours", [DARK, LIGHT], ids=["dark", "light"])


def test_contrast_agrees_with_the_ends_of_the_scale():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


def test_blend_goes_from_one_colour_to_the_other():
    assert [blend("#000000", "#ff8000", share) for share in (0.0, 0.5, 1.0)] == ["#000000", "#804000", "#ff8000"]


@THEMES
@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_can_be_read_on_cards_and_on_its_own_tint(colours: Colours, tone: Tone):
    assert contrast(colours.tone(tone), colours.surface) >= WCAG_AA
    assert contrast(colours.tone(tone), colours.tint(tone)) >= WCAG_AA


@THEMES
@pytest.mark.parametrize("text", ["text", "text_muted", "text_faint"])
@pytest.mark.parametrize("under", ["ground", "surface", "raised"])
def test_every_text_can_be_read_on_every_surface(colours: Colours, text: str, under: str):
    assert contrast(getattr(colours, text), getattr(colours, under)) >= WCAG_AA


@THEMES
def test_the_main_button_can_be_read_also_while_hovered(colours: Colours):
    assert contrast(colours.on_fill, colours.accent_fill) >= WCAG_AA
    assert contrast(colours.on_fill, colours.accent_fill_hover) >= WCAG_AA


@THEMES
@pytest.mark.parametrize("under", ["ground", "surface", "raised", "field"])
def test_what_is_no_text_stands_out_from_every_surface(colours: Colours, under: str):
    ground = getattr(colours, under)
    for role in ("accent", "accent_fill", "edge", "good", "caution", "bad", "quiet", "text_faint"):
        assert contrast(getattr(colours, role), ground) >= WCAG_GRAPHICS, role


@THEMES
@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_can_be_read_also_in_a_chosen_row_and_on_what_lies_over_the_page(colours: Colours, tone: Tone):
    for under in (colours.line, colours.ground, colours.raised):
        assert contrast(colours.tone(tone), under) >= WCAG_AA


@THEMES
def test_texts_can_be_read_in_chosen_rows_fields_and_banners(colours: Colours):
    for text in (colours.text, colours.text_muted, colours.text_faint):
        assert contrast(text, colours.line) >= WCAG_AA
        assert contrast(text, colours.field) >= WCAG_AA
    for tone in Tone:
        assert contrast(colours.text, colours.tint(tone)) >= WCAG_AA
        assert contrast(colours.text_muted, colours.tint(tone)) >= WCAG_AA


@THEMES
def test_the_figure_on_the_bell_can_be_read_and_its_pill_stands_out(colours: Colours):
    assert contrast(colours.surface, colours.bad) >= WCAG_AA
    for under in (colours.surface, colours.raised, colours.ground):
        assert contrast(colours.bad, under) >= WCAG_GRAPHICS


@THEMES
def test_the_dangerous_button_can_be_read_plain_and_hovered_and_shows_the_focus(colours: Colours):
    for under in (colours.surface, colours.ground, colours.raised, colours.tint(Tone.BAD)):
        assert contrast(colours.bad, under) >= WCAG_AA
        assert contrast(colours.accent, under) >= WCAG_GRAPHICS


@THEMES
def test_the_focus_ring_stands_out_from_what_is_inside_it_and_outside(colours: Colours):
    tints = [colours.tint(tone) for tone in Tone]
    for under in (colours.ground, colours.surface, colours.raised, colours.field, colours.line, *tints):
        assert contrast(colours.accent, under) >= WCAG_GRAPHICS
    # The main button is filled with the accent, so its ring is in the colour of text.
    for under in (colours.accent_fill, colours.ground, colours.surface):
        assert contrast(colours.text, under) >= WCAG_GRAPHICS


@THEMES
def test_the_name_of_a_player_that_is_gone_can_be_read(colours: Colours):
    ink = blend(colours.ground, colours.text, 0.72)
    for under in (colours.ground, colours.surface, colours.raised):
        assert contrast(ink, under) >= WCAG_AA


@THEMES
@pytest.mark.parametrize("tone", [Tone.ACCENT, Tone.GOOD, Tone.CAUTION])
def test_how_far_an_item_is_stands_out_from_the_rest_of_its_bar(colours: Colours, tone: Tone):
    assert contrast(colours.tone(tone), colours.line) >= WCAG_GRAPHICS


_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = r":\s*(#[0-9a-f]{6})"


@THEMES
def test_every_rule_of_the_style_sheet_that_sets_text_and_background_can_be_read(qapp, colours: Colours):
    tokens = Tokens(colours=colours)
    looked_at = 0
    for selector, body in _RULE.findall(stylesheet(tokens, Fonts(tokens.scale))):
        text = re.search(rf"(?<![\w-])color{_COLOUR}", body)
        under = re.search(rf"background(?:-color)?{_COLOUR}", body)
        # What cannot be used now need not stand out (WCAG 1.4.3).
        if text and under and ":disabled" not in selector:
            assert contrast(text[1], under[1]) >= WCAG_AA, selector.strip()
            looked_at += 1
    assert looked_at >= 10


def test_an_icon_is_drawn_in_its_colour(qapp):
    image = Icons().pixmap("stop", "#ff0000", 24, 2.0).toImage()
    assert (image.width(), image.height()) == (48, 48)
    assert image.pixelColor(24, 24).name() == "#ff0000"
    assert image.pixelColor(0, 0).alpha() == 0


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(KeyError):
        Icons().pixmap("no-such-icon", "#ff0000", 24)
