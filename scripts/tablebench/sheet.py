"""The statistics sheet of 2014 as a form: its rows, their units, and what must add up."""

import tomllib
from functools import cache
from pathlib import Path

from textmine.lexicon.forms import Equation, FormTable, RowLaw

ID, TITLE = "sheet-2014", "政府信息公开情况统计表"
HEADER = ("统计指标", "单位", "统计数")
NOT_COUNTED = "——"


@cache
def printed() -> list[tuple[int, str, str]]:
    """Each row as it is printed: how deep it stands, its label, its unit."""
    data = tomllib.loads((Path(__file__).parent / "sheet2014.toml").read_text("utf-8"))
    return [(level, label, unit) for level, label, unit in data["rows"]]


@cache
def paths() -> list[tuple[str, ...]]:
    """The labels of each row from the top."""
    stack: list[tuple[int, str]] = []
    found = []
    for level, label, _ in printed():
        while stack and stack[-1][0] >= level:
            stack.pop()
        stack.append((level, label.removeprefix("其中:")))
        found.append(tuple(name for _, name in stack))
    return found


@cache
def sheet_form() -> FormTable:
    """The rows of the sheet that have a number."""
    counted = [path for path, (_, _, unit) in zip(paths(), printed(), strict=True) if unit != NOT_COUNTED]
    level = dict(zip(paths(), (level for level, _, _ in printed()), strict=True))
    equations = []
    for at, path in enumerate(counted):
        below = [number for number, other in enumerate(counted) if other[:-1] == path]
        parts = [number for number in below if level[counted[number]] in (2, 3)]
        if len(parts) > 1 or (below and "其他" in counted[below[-1]][-1]):
            equations.append(Equation(name=path[-1], left=tuple(parts or below), right=(at,)))
    return FormTable(
        id=ID,
        title=TITLE,
        source="",
        note="",
        anchor=HEADER[0],
        columns=((HEADER[2],),),
        rows=tuple(counted),
        law=RowLaw(kinds=("count",)),
        equations=tuple(equations),
        measures=tuple((f"row {at}",) for at in range(len(counted))),
    )
