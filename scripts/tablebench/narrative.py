"""The sentences of a report that state numbers of its form, and the report around a form whose digits are glued.

What is stated is what the six reports at hand on the forms of 2019 and 2021 state. `totals`: the requests of the year (four of the
six), those handed on to the next year (two), the normative documents issued and in force (one), the reviews and lawsuits (two:
disclosure-pingtan-2023, disclosure-huaian-2024). `parts`: the requests by applicant too (one: disclosure-pingtan-2023), and the
reviews and lawsuits by their results (one: disclosure-huaian-2024, which adds the two ways of lawsuits together). Two of the six state
nothing.
"""

from collections.abc import Mapping, Sequence

from tablebench.fill import Filled
from tablebench.layouts import Damage, glued

STATED = ("totals", "parts")
_APPLICANTS = {
    "natural_person": "自然人",
    "enterprise": "商业企业",
    "research": "科研机构",
    "welfare": "社会公益组织",
    "legal_service": "法律服务机构",
}
_RESULTS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}


def narrative(year: str, tables: Sequence[Filled], stated: str) -> str:
    """One or more sentences on the numbers of a filling; none for the sheet of 2014."""
    number = {
        measure: value
        for table in tables
        for measures, values in zip(table.form.measures, table.values, strict=True)
        for measure, value in zip(measures, values, strict=True)
    }
    if "review.total" not in number:
        return f"{year}年，各项工作平稳。"
    applicants = [f"{name}{number[f'request.received.{part}']}件" for part, name in _APPLICANTS.items()]
    clauses = [
        f"{year}年，收到政府信息公开申请{number['request.received.total']}件",
        *(["涉及" + "、".join(applicants)] if stated == "parts" else []),
        f"结转下年度继续办理{number['request.carried_out.total']}件",
    ]
    if "document.normative.in_force" in number:
        clauses.append(f"制发行政规范性文件{number['document.normative.issued']}件")
        clauses.append(f"现行有效行政规范性文件{number['document.normative.in_force']}件")
    remedies = [
        _told("复议", ["review"], number, stated),
        _told("诉讼", ["litigation.direct", "litigation.after_review"], number, stated),
    ]
    return f"{'，'.join(clauses)}。{'；'.join(remedies)}。"


def _told(kind: str, ways: Sequence[str], number: Mapping[str, int], stated: str) -> str:
    def of(part: str) -> int:
        return sum(number[f"{way}.{part}"] for way in ways)

    results = [f"{name}{of(part)}件" for part, name in _RESULTS.items()] if stated == "parts" else []
    return "，".join([f"政府信息公开行政{kind}{of('total')}件", *results])


def reported(year: str, tables: Sequence[Filled], damage: Damage, stated: str) -> str:
    """A report with its title, its narrative and its form in glued digits."""
    title = f"柳河区{year}年政府信息公开工作年度报告"
    return "\n".join([title, "一、总体情况", narrative(year, tables, stated), glued(tables, damage)])
