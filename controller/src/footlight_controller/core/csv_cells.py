"""Cells of tables for spreadsheets."""

# A spreadsheet would take a cell that begins so for a formula, and a name may be anything (OWASP, CSV injection).
_DANGEROUS = tuple("=+-@\t\r\n")


def defused(cell: str) -> str:
    """The cell as text, whatever it begins with."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
