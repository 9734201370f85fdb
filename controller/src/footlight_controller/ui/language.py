"""The language of the desktop app: the system's where somebody translated it, else English."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).with_name("translations")
"""Has a `footlight_<language>.ts` for translators and, made from it by scripts/translations, what Qt reads: `.qm`."""
ENGLISH = "en"
_NAME = "language"


def speak(app: QCoreApplication, locale: QLocale | None = None, folder: Path = FOLDER) -> str:
    """Have Qt translate from now on, in the place of what it spoke before; the language's code, such as `pt_BR`.

    `locale` None is the system's. Texts that were made before stay as they are. Qt thread.
    """
    for old in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(old)
        old.deleteLater()
    # English has plural forms too, and stands in where a translation has a gap.
    _install(app, QLocale(ENGLISH), "footlight", folder)
    language = _install(app, locale or QLocale.system(), "footlight", folder) or ENGLISH
    # What Qt itself says is in our language: half a window in another would be worse than all of it in English.
    _install(app, QLocale(language), "qtbase", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)))
    return language


def _install(app: QCoreApplication, locale: QLocale, prefix: str, folder: Path) -> str:
    """The language that was found for `locale`; empty for none."""
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    if not translator.load(locale, prefix, "_", str(folder)):
        translator.deleteLater()
        return ""
    app.installTranslator(translator)
    return translator.language()
