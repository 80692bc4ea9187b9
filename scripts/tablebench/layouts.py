"""The layouts in which tables of the forms reach an archive as text, made from a filling, with or without damaged labels."""

import re
from collections.abc import Callable, Sequence
from random import Random

from tablebench.fill import Filled, texts

Damage = Callable[[str], str]
Layout = Callable[[Sequence[Filled], Damage], str]

_HEADINGS = {"applications": "三、收到和处理政府信息公开申请情况", "remedies": "四、政府信息公开行政复议、行政诉讼情况"}
_END = "五、存在的主要问题及改进情况\n一年来，公开工作总体平稳。\n"


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


def _headed(table: Filled) -> str:
    return next((heading + "\n" for key, heading in _HEADINGS.items() if table.form.id.startswith(key)), "")


def _note(table: Filled) -> str:
    return table.form.note


def _labels(table: Filled) -> list[str]:
    """The column labels as a reader meets them, line by line of the header, each merged label once."""
    depth = max(map(len, table.form.columns))
    found = []
    for level in range(depth):
        before: tuple[str, ...] = ()
        for path in table.form.columns:
            if len(path) > level and path[: level + 1] != before:
                found.append(path[level])
                before = path[: level + 1]
    return found


def _rows(table: Filled) -> list[tuple[list[str], list[str]]]:
    """Each row as the labels that are printed in it (a merged one only in its first row) and its values."""
    rows = []
    before: tuple[str, ...] = ()
    for path, values in zip(table.form.rows, texts(table.values), strict=True):
        shared = next(
            (i for i, (a, b) in enumerate(zip(path, before, strict=False)) if a != b), min(len(path), len(before))
        )
        rows.append((list(path[shared:]), values))
        before = path
    return rows


def _corner(table: Filled) -> list[str]:
    """What stands over the row labels."""
    if table.form.rows == ((),):
        return []
    return [table.form.anchor] if table.form.note else ["信息内容"]


def _caption(table: Filled) -> str:
    return "" if table.form.note or table.form.rows == ((),) else table.form.title


def pipes(tables: Sequence[Filled], damage: Damage) -> str:
    """One cell a line, a pipe at its end, rows closed by a line of pipes: what a common web extractor writes."""
    out = ["二、主动公开政府信息情况"]
    for table in tables:
        out += [line for line in (_headed(table).strip(),) if line]
        width = max(len(path) for path in table.form.rows) + len(table.form.columns)
        head = [label for label in (_note(table), _caption(table)) if label]
        corner = _corner(table)
        lines = [head] if head else []
        lines.append(list(map(damage, [*corner, *_labels(table)])))
        lines += [[*map(damage, labels), *values] for labels, values in _rows(table)]
        for cells in lines:
            out += [f"{cell} |" for cell in cells]
            out.append("|" * max(1, width - len(cells) + 1))
    return "\n".join([*out, _END])


def glued(tables: Sequence[Filled], damage: Damage) -> str:
    """Labels and digits without anything between: what is left of a crawled page whose markup was stripped."""
    out = ["二、主动公开政府信息情况"]
    for table in tables:
        head = map(damage, [*_corner(table), *_labels(table)])
        out.append("".join([_headed(table).strip(), _note(table), _caption(table), *head]))
        out += ["".join(map(damage, labels)) + "".join(values) for labels, values in _rows(table)]
    return "".join([*out, _END])


def spaced(tables: Sequence[Filled], damage: Damage) -> str:
    """Cells set apart by spaces, a row a line."""
    out = ["二、主动公开政府信息情况"]
    for table in tables:
        corner = _corner(table)
        out += [line for line in (_headed(table).strip(), _note(table), _caption(table)) if line]
        out.append(" ".join([*corner, *map(damage, _labels(table))]))
        out += [" ".join([*map(damage, labels), *values]) for labels, values in _rows(table)]
    return "\n".join([*out, _END])


def broken_lines(tables: Sequence[Filled], damage: Damage) -> str:
    """Every cell on a line of its own."""
    return spaced(tables, damage).replace(" ", "\n")


LAYOUTS: dict[str, Layout] = {"pipes": pipes, "spaced": spaced, "lines": broken_lines, "glued": glued}
