import pytest

from footlight_controller.ui.finding import fits


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), True),
        (("lob",), True),
        (("by", "oye"), True),
        (("ab12",), True),
        (("ab12c", "lobby"), True),
        (("ab1",), False),
        (("b12c",), False),
        (("12",), False),
        (("lobby", "bar"), False),
    ],
)
def test_a_word_is_anywhere_in_the_text_or_at_least_four_letters_of_the_start_of_the_id(words, found):
    assert fits(words, "lobby\nfoyer", "ab12cd34ef56ab78") is found
