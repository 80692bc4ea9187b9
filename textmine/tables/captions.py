"""What stands above a table: its caption and its unit."""

import re

_UNIT = re.compile(r"[（(]?(?:计量|金额|货币|数量)?单位[:：][^。\n]{1,24}[）)]?")
_MARKED = re.compile(r"[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[）)]")
_LONGEST = 40  # characters
_ABOVE = 160


def caption(text: str, start: int, low: int = 0) -> str | None:
    r"""The caption of a table that begins at ``start`` (code points): the line above, with a unit between them if there is one.

    A line is a caption if it is short, no sentence and no heading, or ends in 表.

    >>> text = "全年平稳。\n2021年人口构成\n单位：万人\n指标\t年末数"
    >>> caption(text, text.index("指标"))
    '2021年人口构成 单位：万人'
    """
    lines = [line.strip() for line in text[max(low, start - _ABOVE) : start].split("\n")]
    lines = [line for line in lines[0 if start - _ABOVE <= low else 1 :] if line]
    unit = lines.pop() if lines and _UNIT.fullmatch(lines[-1]) else None
    last = lines[-1].rpartition("。")[2] if lines else ""  # a PDF may have joined it to the sentence before
    name = last if _is_caption(last) else None
    return " ".join(filter(None, [name, unit])) or None


def _is_caption(line: str) -> bool:
    if line.endswith(("表", "表)", "表）")):
        return 2 < len(line) <= 60
    return 2 < len(line) <= _LONGEST and line[-1] not in "。；：，;:,！？、|｜" and not _MARKED.match(line)
