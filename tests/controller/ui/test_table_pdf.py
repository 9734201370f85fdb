import subprocess
import sys

import pytest
from PySide6.QtGui import QImage, QPainter

from footlight_controller.core.printed_table import PrintedTable
from footlight_controller.ui.table_pdf import TableSheet, table_pdf


def table(rows=3, name="Clip", **fields):
    return PrintedTable(
        title="Proof of play",
        notes=["2026-11-17 00:00 to 2026-11-23 23:12, 1 player"],
        header=["PLAYER", "ITEM", "PLAYS"],
        rows=[[f"Lobby {number}", f"{name} {number}.mp4", str(number)] for number in range(rows)],
        numbers=[False, False, True],
        total=["Total", "", "7"],
        page="Page {number} of {count}",
        **fields,
    )


@pytest.fixture
def sheet(qapp):
    """Sheets over an image; the painter ends with the test."""
    image = QImage(510, 760, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    yield lambda printed: TableSheet(printed, painter, 510, 760)
    painter.end()


def test_a_table_becomes_a_pdf(qapp):
    data = table_pdf(table())
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")


def test_a_long_table_goes_on_with_its_header_on_the_next_page(sheet):
    pages = sheet(table(200)).pages()
    assert len(pages) > 3
    assert [row for page in pages for row in page] == table(200).rows
    assert table_pdf(table(200)).count(b"/Type /Page\n") == len(pages)


def test_an_empty_table_has_one_page(sheet):
    assert sheet(table(0)).pages() == [[]]


def test_long_names_give_way_and_numbers_do_not(sheet):
    widths = sheet(table(name="A very long name of a clip " * 20))._widths_pt
    assert sum(widths) + 20 <= 510 + 1e-6
    short = sheet(table())._widths_pt
    assert widths[0] == short[0]
    assert widths[2] == short[2]


def test_a_program_without_a_display_can_print():
    program = (
        "from footlight_controller.core.printed_table import PrintedTable\n"
        "from footlight_controller.ui.table_pdf import table_pdf\n"
        "made = table_pdf(PrintedTable(title='T', header=['A'], rows=[['日本語']], numbers=[False]))\n"
        "print(made[:5].decode())"
    )
    environment = {"PATH": "/usr/bin", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == ("%PDF-\n", "", 0)
