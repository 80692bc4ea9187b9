"""What stands above a table: its caption and its unit."""

import re

UNIT_LINE = re.compile(r"(?<![\u4e00-\u9fff])(?:计量|金额|货币|数量)?单位[:：]")
FILLED_IN_BY = re.compile(r"^(?:编[制报]|填[报表]|公开)?(?:单位|部门)(?:名称)?[:：]|^公开[0-9]{1,3}表$")
_NUMBER = re.compile("公开[0-9]{1,3}表")
DATE = re.compile(
    r"[（(]?(?:19|20)[0-9]{2}年度?(?:[0-9]{1,2}(?:[-—~至][0-9]{1,2})?月|[上下]半年|[一二三四前]{1,2}季度)?[）)]?"
)
_MARKED = re.compile(r"[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[）)]")
_LONGEST = 40  # characters
_LONGEST_BESIDE, _MOST_BESIDE = 80, 3  # characters, and lines
_ABOVE = 240


def caption(text: str, start: int, low: int = 0) -> str | None:
    r"""The caption of a table that begins at ``start`` (code points): the line above, with the unit, time or body between them.

    A line is a caption if it is short, no sentence and no heading, or ends in 表.

    >>> text = "全年平稳。\n2021年人口构成\n单位：万人\n指标\t年末数"
    >>> caption(text, text.index("指标"))
    '2021年人口构成 单位：万人'
    """
    lines = [line.strip() for line in text[max(low, start - _ABOVE) : start].split("\n")]
    lines = [line for line in lines[0 if start - _ABOVE <= low else 1 :] if line]
    beside: list[str] = []
    while lines and len(beside) < _MOST_BESIDE and _stands_beside(lines[-1]):
        line = lines.pop()
        if not _NUMBER.fullmatch(line):
            beside.insert(0, " ".join(line.split()))
    last = lines[-1].rpartition("。")[2] if lines else ""  # a PDF may have joined it to the sentence before
    name = last if _is_caption(last) else None
    return " ".join(filter(None, [name, *beside])) or None


def _stands_beside(line: str) -> bool:
    """Whether a line between a caption and its table gives the unit, the time or the body."""
    if "。" in line or len(line) > _LONGEST_BESIDE:
        return False
    return any(pattern.search(line) for pattern in (UNIT_LINE, FILLED_IN_BY)) or DATE.fullmatch(line) is not None


def _is_caption(line: str) -> bool:
    if line.endswith(("表", "表)", "表）")):
        return 2 < len(line) <= 60
    return 2 < len(line) <= _LONGEST and line[-1] not in "。；：，;:,！？、|｜" and not _MARKED.match(line)
