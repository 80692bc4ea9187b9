"""The layouts in which tables of the forms reach an archive as text, made from a filling, with or without damaged labels."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import chain
from random import Random

from tablebench.fill import Filled
from tablebench.sheet import HEADER, ID, paths, printed

Damage = Callable[[str], str]
Layout = Callable[[Sequence[Filled], Damage], str]

_HEADINGS = {"applications": "三、收到和处理政府信息公开申请情况", "remedies": "四、政府信息公开行政复议、行政诉讼情况"}
START = "二、主动公开政府信息情况"
END = "五、存在的主要问题及改进情况\n一年来，公开工作总体平稳。\n"


def intact(label: str) -> str:
    """A label as the form prints it."""
    return label


def damaging(random: Random) -> Damage:
    """Labels as they are found: broken by spaces and line ends, brackets of the other width, synonyms, a character lost."""

    def damage(label: str) -> str:
        kind = random.random()
        if kind < 0.25 and len(label) > 3:
            at = random.randrange(1, len(label))
            return label[:at] + random.choice([" ", "\n", "　"]) + label[at:]
        if kind < 0.45:
            return label.replace("(", "（").replace(")", "）").replace(",", "，").replace(":", "：")
        if kind < 0.55:
            return label.replace("总计", "合计").replace("“", '"').replace("”", '"')
        if kind < 0.65:
            return re.sub(r"\(区分处理.*\)$", "", label).replace("法律行政法规", "法律法规")
        if kind < 0.75 and len(label) > 8:
            at = random.randrange(4, len(label))
            return label[:at] + label[at + 1 :]
        return label

    return damage


def heading_of(table: Filled) -> list[str]:
    """The heading of the part of the report that a table begins, if it begins one."""
    return [heading for key, heading in _HEADINGS.items() if table.form.id.startswith(key)]


def _header(table: Filled) -> list[list[str]]:
    """The rows of the header, each merged label in the first row and column that it covers."""
    form = table.form
    if form.id == ID:
        return [[form.title], [*HEADER]]
    rows: list[list[str]] = []
    for level in range(max(map(len, form.columns))):
        before: tuple[str, ...] = ()
        rows.append([])
        for path in form.columns:
            if len(path) > level and path[: level + 1] != before:
                rows[-1].append(path[level])
                before = path[: level + 1]
    if form.note:
        return [[form.note, form.anchor], *rows]
    if form.rows == ((),):
        return rows
    return [[form.title], ["信息内容", *rows[0]], *rows[1:]]


def _rows(table: Filled) -> list[list[str]]:
    """Each row: the labels that are printed in it (a merged one only in its first row) and its values."""
    if table.form.id == ID:
        return sheet_rows(table)
    rows = []
    before: tuple[str, ...] = ()
    for path, values in zip(table.form.rows, table.texts(), strict=True):
        shared = next(
            (i for i, (a, b) in enumerate(zip(path, before, strict=False)) if a != b), min(len(path), len(before))
        )
        rows.append([*path[shared:], *values])
        before = path
    return rows


def sheet_rows(table: Filled) -> list[list[str]]:
    """The rows of a sheet: label, unit, number."""
    texts = dict(zip(table.form.rows, table.texts(), strict=True))
    return [[label, unit, *texts.get(path, [""])] for path, (_, label, unit) in zip(paths(), printed(), strict=True)]


def table_rows(table: Filled, damage: Damage) -> tuple[list[list[str]], list[list[str]]]:
    """The rows of the header and those below it, their labels damaged but for the captions by which the table is known."""
    kept = (table.form.title, table.form.note, table.form.anchor, *HEADER)
    header = [[label if label in kept else damage(label) for label in row] for row in _header(table)]
    width = len(table.form.columns)
    if table.form.id == ID:
        damage = spaced_out(damage)
        width = 2  # the unit is kept too
    return header, [[*map(damage, row[:-width]), *row[-width:]] for row in _rows(table)]


def _table(table: Filled, damage: Damage) -> list[list[str]]:
    """All rows of a table."""
    header, rows = table_rows(table, damage)
    return [*header, *rows]


def spaced_out(damage: Damage) -> Damage:
    """The damage that a label without a form to know it by can bear: white space and the other width of its brackets."""

    def only(label: str) -> str:
        damaged = damage(label)
        same = "".join(unicodedata.normalize("NFKC", damaged).split()) == "".join(label.split())
        return damaged if same else label

    return only


def width_of(table: Filled) -> int:
    """How many cells a row has, its labels counted."""
    return len(HEADER) if table.form.id == ID else max(map(len, table.form.rows)) + len(table.form.columns)


def _text(tables: Sequence[Filled], rendered: Callable[[Filled], Sequence[str]]) -> str:
    return "\n".join([START, *chain.from_iterable([*heading_of(table), *rendered(table)] for table in tables), END])


def pipes(tables: Sequence[Filled], damage: Damage) -> str:
    """One cell a line, a pipe at its end, rows closed by a line of pipes: what a common web extractor writes."""

    def rendered(table: Filled) -> list[str]:
        lines = []
        for row in _table(table, damage):
            lines += [f"{cell} |" if cell else "|" for cell in row]
            lines.append("|" * (width_of(table) - len(row) + 1))
        return lines

    return _text(tables, rendered)


def pipes_behind(tables: Sequence[Filled], damage: Damage) -> str:
    """One cell a line, a pipe at its end; the pipes that a short row lacks stand behind its last cell."""

    def rendered(table: Filled) -> list[str]:
        lines = []
        for row in _table(table, damage):
            lines += [f"{cell} |" if cell else "|" for cell in row]
            if len(row) < width_of(table):
                lines[-1] += " " + "|" * (width_of(table) - len(row))
        return lines

    return _text(tables, rendered)


def pipe_rows(tables: Sequence[Filled], damage: Damage) -> str:
    """A row a line, a pipe behind each cell, those that it lacks at its end."""

    def rendered(table: Filled) -> list[str]:
        return [
            " ".join(f"{cell} |".lstrip() for cell in one_line(row)) + " " + "|" * (width_of(table) - len(row))
            for row in _table(table, damage)
        ]

    return _text(tables, rendered)


def markdown(tables: Sequence[Filled], damage: Damage) -> str:
    """Rows of a Markdown table; merged labels leave blanks at the end of their row."""

    def rendered(table: Filled) -> list[str]:
        width = width_of(table)
        rows = [[*one_line(row), *[""] * (width - len(row))] for row in _table(table, damage)]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return ["", lines[0], "|" + " --- |" * width, *lines[1:], ""]

    return _text(tables, rendered)


def tabs(tables: Sequence[Filled], damage: Damage) -> str:
    """A row a line, tabs between its cells, as a spreadsheet or a word processor copies it."""

    def rendered(table: Filled) -> list[str]:
        return ["\t".join(one_line(row)) for row in _table(table, damage)]

    return _text(tables, rendered)


def one_line(row: Sequence[str]) -> list[str]:
    """The cells of a row without line breaks in them."""
    return [cell.replace("\n", "") for cell in row]


def spaced(tables: Sequence[Filled], damage: Damage) -> str:
    """Cells set apart by spaces, a row a line."""
    return _text(tables, lambda table: [" ".join(row) for row in _table(table, damage)])


def lines(tables: Sequence[Filled], damage: Damage) -> str:
    """Every cell on a line of its own."""
    return spaced(tables, damage).replace(" ", "\n")


def paragraphs(tables: Sequence[Filled], damage: Damage) -> str:
    """Every cell a paragraph, indented and with blanks behind it."""
    return _text(tables, lambda table: [f"  {cell} \n" for row in _table(table, damage) for cell in row])


def glued(tables: Sequence[Filled], damage: Damage) -> str:
    """Labels and digits without anything between: what is left of a crawled page whose markup was stripped."""
    return "".join(_text(tables, lambda table: ["".join(row) for row in _table(table, damage)]).split("\n"))


LAYOUTS: dict[str, Layout] = {
    "pipes": pipes,
    "behind": pipes_behind,
    "rows": pipe_rows,
    "markdown": markdown,
    "tabs": tabs,
    "spaced": spaced,
    "lines": lines,
    "paras": paragraphs,
    "glued": glued,
}
SHOW_BLANKS = ("pipes", "behind", "rows", "markdown", "tabs", "html", "docx")  # layouts in which a blank cell is seen
