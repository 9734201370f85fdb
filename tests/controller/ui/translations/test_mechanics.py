import re

from controller.ui.translations import pseudo
from controller.ui.translations.untranslated import untranslated
from PySide6.QtCore import QCoreApplication, QLocale

from footlight_controller.ui.counted import Counted
from footlight_controller.ui.language import FOLDER, speak


def test_translations_are_up_to_date_and_would_not_break():
    assert pseudo.script().check() == []


def word(context, text):
    return QCoreApplication.translate(context, text)


def test_a_language_nobody_translated_is_english_without_noise(qapp, english_again):
    assert speak(qapp, QLocale("eu")) == "en"
    assert word("Status", "Offline") == "Offline"
    assert [Counted("Words", "%n day(s) ago").of(count) for count in (1, 2)] == ["1 day ago", "2 days ago"]


def test_without_any_translation_the_texts_are_those_of_the_source(qapp, english_again, tmp_path):
    assert speak(qapp, QLocale("de"), tmp_path) == "en"
    assert word("Status", "Offline") == "Offline"


def test_the_system_s_language_is_spoken_and_qt_speaks_it_too(qapp, pseudo_spoken):
    assert word("Status", "Offline") == "[Öƒƒļîñé~~~]"
    assert word("QPlatformTheme", "Cancel") == "Abbrechen"


def test_english_has_a_singular_for_everything_it_counts(qapp):
    script = pseudo.script()
    odd = []
    for context, message in script.messages(FOLDER / script.ENGLISH):
        text = Counted(context, message.findtext("source")).of(1)
        odd += [text] if "(s)" in text or "(es)" in text or re.search(r"\b1 players", text) else []
    assert odd == []
    assert Counted("GroupMenu", "%n player(s)").of(1) == "1 player"


def test_the_search_for_untranslated_texts_finds_them(pseudo_spoken):
    assert untranslated("Offline") == "Offline"
    assert untranslated(f"ΨΩΔ: {word('Status', 'Offline')}") == ""
    assert untranslated(f"<b>ΨΩΔ</b> {pseudo.pseudo('Add {}').format('ΨΩΔ')} again") != ""
