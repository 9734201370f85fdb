import pytest

from footlight_controller.ui.theme.icons import Icons
from footlight_controller.ui.theme.tokens import DARK, LIGHT, Colours, Tone, blend, contrast

WCAG_AA = 4.5
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


def test_an_icon_is_drawn_in_its_colour(qapp):
    image = Icons().pixmap("stop", "#ff0000", 24, 2.0).toImage()
    assert (image.width(), image.height()) == (48, 48)
    assert image.pixelColor(24, 24).name() == "#ff0000"
    assert image.pixelColor(0, 0).alpha() == 0


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(KeyError):
        Icons().pixmap("no-such-icon", "#ff0000", 24)
