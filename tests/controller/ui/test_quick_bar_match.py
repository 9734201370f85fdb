import pytest

from footlight_controller.ui.quick_match import Entry, Matcher, fold


def entry(title, detail="", player_id=""):
    return Entry(title=title, detail=detail, icon="play", player_id=player_id, run=lambda: None)


LOBBY = entry("Lobby", "Foyer", "00aa11bb")
BAR = entry("Bar", "Ground floor", "00aa22cc")
PAUSE_LOBBY = entry("Pause Lobby", "Foyer", "00aa11bb")
ZURICH = entry("Zürich, Straße", "Lobby west")
EVERYBODY = (BAR, PAUSE_LOBBY, ZURICH, LOBBY)


def titles(typed, entries=EVERYBODY, most=10):
    return [found.title for found in Matcher().best(entries, typed, most)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lobby", ["Lobby", "Pause Lobby", "Zürich, Straße"]),
        ("LOB", ["Lobby", "Pause Lobby", "Zürich, Straße"]),
        ("obb", ["Lobby", "Pause Lobby", "Zürich, Straße"]),
        ("pause lobby", ["Pause Lobby"]),
        ("lobby pause", ["Pause Lobby"]),
        ("  pau   lob ", ["Pause Lobby"]),
        ("foyer", ["Lobby", "Pause Lobby"]),
        ("00aa22", ["Bar"]),
        ("00a", []),
        ("aa22", []),
        ("bar 22", []),
        ("zurich", ["Zürich, Straße"]),
        ("strasse", ["Zürich, Straße"]),
        ("ground bar", ["Bar"]),
        ("lobby ground", []),
        ("zzz", []),
    ],
)
def test_every_word_must_be_somewhere_or_begin_the_id_and_what_begins_so_comes_first(typed, found):
    assert titles(typed) == found


def test_the_name_itself_comes_before_longer_names_that_begin_so():
    names = [entry("Bar two"), entry("Barn"), entry("Bar"), entry("The bar")]
    assert titles("bar", names) == ["Bar", "Barn", "Bar two", "The bar"]


def test_nothing_typed_gives_the_first_as_they_come():
    assert titles("", most=2) == ["Bar", "Pause Lobby"]


def test_no_more_than_asked_for_and_those_the_best():
    many = [*(entry(f"the lobby {n}") for n in range(100)), LOBBY]
    assert titles("lobby", many, most=3)[0] == "Lobby"
    assert len(titles("lobby", many, most=3)) == 3


def test_equals_stay_in_their_order():
    assert titles("a", [entry("a2"), entry("a1")]) == ["a2", "a1"]


@pytest.mark.parametrize("typed", ["\x00", "((", "\\", "🎬", "\u202e", "x" * 5000, "שלום", "\n"])
def test_nothing_that_can_be_typed_breaks_it(typed):
    names = [entry("Lobby 🎬"), entry("שלום עולם"), entry(""), entry("x" * 200)]
    assert isinstance(titles(typed, names), list)


def test_hebrew_and_emoji_are_found():
    names = [entry("Lobby 🎬"), entry("שלום עולם")]
    assert titles("🎬", names) == ["Lobby 🎬"]
    assert titles("עולם", names) == ["שלום עולם"]


def test_case_accents_and_blanks_do_not_count():
    assert fold("  ÀÉ\n\tStraße ") == "ae strasse"
