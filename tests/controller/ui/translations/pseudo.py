"""A language nobody speaks, made of the product's own texts: what is not in it missed its translation."""

import importlib.util
import re
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[4]
CODE = "de"
"""Qt knows plurals only of languages there are; this one has as many as English."""
_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ",
)
_KEPT = re.compile(r"(%L?n|\{\w*\})")


def script():
    """scripts/translations.py as a module."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pseudo(text: str) -> str:
    """Every letter accented, two fifths longer, in brackets."""
    parts = [part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in _KEPT.split(text)]
    return f"[{''.join(parts)}{'~' * round(0.4 * len(text))}]"


def make(folder: Path) -> Path:
    """A folder with everything in it as `footlight_<CODE>.qm`."""
    translations = script()
    path = folder / f"footlight_{CODE}.ts"
    translations.extract(path)
    tree = ET.parse(path)
    for message in tree.getroot().iter("message"):
        source, translation = message.findtext("source"), message.find("translation")
        translation.attrib.pop("type", None)
        forms = list(translation.iter("numerusform"))
        for form in forms or [translation]:
            form.text = pseudo(source)
    tree.write(path, encoding="utf-8", xml_declaration=True)
    translations.release(path, path.with_suffix(".qm"))
    return folder
