"""Brings the desktop app's translations up to date: reads its texts into .ts files, checks those, makes .qm of them.

    scripts/translations.py            every language that is there
    scripts/translations.py de pt_BR   these too, begun where they are new
    scripts/translations.py --check    change nothing; exit code 1 and what is wrong when something is not up to date

Translate the .ts with Qt Linguist (.venv/bin/pyside6-linguist) or any editor, then run this again.
"""

import argparse
import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

PACKAGE = Path(__file__).parents[1] / "controller" / "src" / "footlight_controller"
FOLDER = PACKAGE / "ui" / "translations"
PROGRAMS = Path(sys.executable).parent
# English stands in the source; only what has a singular and a plural is written down again.
ENGLISH = "footlight_en.ts"
# Counted says its texts the way translate does.
ALIASES = "translate+=Counted"
_MARKERS = {"tr": 0, "translate": 1, "Counted": 1, "QT_TRANSLATE_NOOP": 1}
"""Which argument is the text."""
_PLACE = re.compile(r"%L?n|\{\w*\}")
_CODE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")


class Wrong(Exception):
    """What a person has to put right, in words."""


def run(program: str, *arguments: str) -> None:
    """Run one of Qt's programs. Raises Wrong with what it said."""
    try:
        done = subprocess.run([str(PROGRAMS / program), *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError as err:
        msg = f"{PROGRAMS / program} is not there. Run `make setup`."
        raise Wrong(msg) from err
    if done.returncode or "warning" in done.stderr.lower():
        msg = f"{program} failed: {(done.stderr or done.stdout).strip()}"
        raise Wrong(msg)


def extract(target: Path) -> None:
    """Bring `target` (footlight_<language>.ts) in line with the source."""
    language = target.stem.partition("_")[2]
    sources = sorted(str(path) for path in PACKAGE.rglob("*.py") if path.name != "gallery.py")
    options = ["-locations", "none", "-no-obsolete", "-tr-function-alias", ALIASES, "-source-language", "en"]
    if target.name == ENGLISH:
        options.append("-pluralonly")
    run("pyside6-lupdate", *sources, *options, "-target-language", language, "-ts", str(target))


def release(source: Path, target: Path) -> None:
    """Make the .qm of a .ts; what is not translated yet is left out and shows in English."""
    run("pyside6-lrelease", "-silent", "-nounfinished", str(source), "-qm", str(target))


def messages(path: Path) -> Iterator[tuple[str, ET.Element]]:
    """Context and element of each text in a .ts."""
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name", ""), message


def faults(path: Path) -> Iterator[str]:
    """Translations that would break when their places are filled, in words."""
    for context, message in messages(path):
        source, translation = message.findtext("source", ""), message.find("translation")
        counted = message.get("numerus") == "yes"
        if "%n" in source.replace("%Ln", "%n") and not counted:
            yield f"{context}: “{source}” has a number, and no plural forms: see counted.py"
        if translation is None or translation.get("type") == "unfinished":
            if path.name == ENGLISH:
                yield f"{context}: “{source}” has no singular and plural yet in {path.name}"
            continue
        forms = [form.text or "" for form in translation.iter("numerusform")] if counted else [translation.text or ""]
        for form in forms:
            # A singular may say its number in a word.
            places = set(_PLACE.findall(form)) | (set(_PLACE.findall(source)) & {"%n", "%Ln"})
            if _named(places) != _named(set(_PLACE.findall(source))):
                yield f"{context}: “{form}” has other places to fill than “{source}”"


def _named(places: set[str]) -> set[str]:
    """A translation may put `{}` in another order by numbers."""
    return {"{}" if re.fullmatch(r"\{\d*\}", place) else place for place in places}


def unseen(path: Path) -> Iterator[str]:
    """Texts that are marked for translation in the source, and that a full .ts does not have."""
    known = {message.findtext("source", "") for _, message in messages(path)}
    for file in PACKAGE.rglob("*.py"):
        if file.name == "gallery.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = _MARKERS.get(name)
            if place is None or len(node.args) <= place:
                continue
            text = node.args[place]
            if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value not in known:
                yield f"{file.name}:{node.lineno}: lupdate does not see “{text.value}”"


def check(folder: Path = FOLDER) -> list[str]:
    """What is not up to date or would break, in words."""
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        everything = Path(scratch) / "footlight_qps.ts"
        extract(everything)
        found += unseen(everything)
        for path in sorted(folder.glob("*.ts")):
            again, compiled = Path(scratch) / path.name, Path(scratch) / f"{path.stem}.qm"
            shutil.copy(path, again)
            extract(again)
            if again.read_bytes() != path.read_bytes():
                found.append(f"{path.name} is older than the source. Run `make translations`.")
            release(path, compiled)
            kept = path.with_suffix(".qm")
            if not kept.exists() or kept.read_bytes() != compiled.read_bytes():
                found.append(f"{kept.name} is not made from {path.name}. Run `make translations`.")
            found += faults(path)
    return found


def update(languages: list[str], folder: Path = FOLDER) -> list[str]:
    """Bring all up to date, and `languages`, new ones too; what is left for a person to do."""
    folder.mkdir(exist_ok=True)
    paths = {folder / ENGLISH, *folder.glob("*.ts"), *(folder / f"footlight_{code}.ts" for code in languages)}
    found = []
    for path in sorted(paths):
        extract(path)
        release(path, path.with_suffix(".qm"))
        found += faults(path)
        texts = [message.find("translation") for _, message in messages(path)]
        done = sum(text is not None and text.get("type") != "unfinished" for text in texts)
        print(f"{path.name}: {done} of {len(texts)} texts are translated")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="a code such as de or pt_BR")
    parser.add_argument("--check", action="store_true", help="change nothing, say what is not up to date")
    options = parser.parse_args()
    odd = [code for code in options.languages if not _CODE.fullmatch(code)]
    if odd:
        parser.error(f"{odd[0]} is no code of a language. Codes look like de or pt_BR.")
    try:
        found = check() if options.check else update(options.languages)
    except Wrong as err:
        found = [str(err)]
    for line in found:
        sys.stderr.write(f"translations: {line}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
