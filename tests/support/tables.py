"""Small readable tables in Markdown: `## name`, a header row, a rule, rows."""

from pathlib import Path

Row = dict[str, str]


def read_tables(text: str) -> dict[str, list[Row]]:
    """The tables of a document by heading; cells are stripped, an empty cell is ""."""
    tables: dict[str, list[Row]] = {}
    name = ""
    header: list[str] = []
    for line in text.splitlines():
        if line.startswith("## "):
            name, header = line[3:].strip(), []
            tables[name] = []
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not header:
                header = cells
            elif set("".join(cells)) - set("-: "):
                tables[name].append(dict(zip(header, cells, strict=True)))
    return tables


def read_table_file(path: Path) -> dict[str, list[Row]]:
    """The tables of a file."""
    return read_tables(path.read_text(encoding="utf-8"))
