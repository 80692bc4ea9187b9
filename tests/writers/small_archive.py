"""A small archive: forms of several years, one with a wrong total, a report of reforms, a hostile one."""

REFORM = """临湖市2019年优化营商环境工作总结
一、总体情况
2019年，全市新登记企业1.2万户，同比增长6.1%。
二、不动产登记
不动产登记办理时限由10个工作日压缩至3个工作日。全年办结登记5400件，其中网上办理2300件。
三、存在问题
窗口人员不足。
"""
HOSTILE_TITLE = "<script>alert('title')</script>"
HOSTILE = f"""{HOSTILE_TITLE}&amp;"乙县"2020年工作报告
一、<img src=x onerror=alert(1)>
2020年，全县公开</script><script>alert('text')</script>信息120条，"onmouseover="alert(2) 办结<b>90</b>件。
二、{{{{7*7}}}} {{% raw %}}
收费3万元，javascript:alert(3)为5%。
"""


def form(year: int, total: int, parts: str) -> str:
    """A report with the table of reviews and lawsuits; ``parts`` are what should add up to ``total``."""
    five = "结果维持 结果纠正 其他结果 尚未审结 总计 "
    head = "行政复议 行政诉讼 " + five + "未经复议直接起诉 复议后起诉 " + five * 2
    title = f"临湖市人民政府{year}年政府信息公开工作年度报告\n一、总体情况\n{year}年，主动公开信息{total * 100}条。\n"
    rows = f"{parts} {total} 0 0 0 0 0 0 1 0 0 1"
    return f"{title}四、政府信息公开行政复议、行政诉讼情况\n{head}\n{rows}\n五、其他\n无。\n"


FILES = {
    "reform.txt": REFORM,
    "hostile.txt": HOSTILE,
    "form-2018.txt": form(2018, 3, "1 2 0 0"),
    "form-2020.txt": form(2020, 7, "7 0 0 0"),
    "form-2021.txt": form(2021, 9, "1 7 0 0"),
    "form-2022.txt": form(2022, 6, "6 0 0 0"),
    "form-2022-again.txt": form(2022, 8, "8 0 0 0"),
    "notes.md": "# 临湖市2021年统计公报\n\n全市森林覆盖率达到35.2%。\n\n| 项目 | 2021年 |\n|---|---|\n| 绿化面积（亩） | 120 |\n",
}

# The lines of a PDF: the figure stands on its last page.
PAPER = ["柳河区2017年工作总结", *["全年各项工作平稳推进，群众办事更加便利。"] * 40, "全区共办结不动产登记364项。"]
