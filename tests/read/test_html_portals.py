"""Pages as the portal systems of governments write them: what is kept, what is told of them, what is left out."""

from pathlib import Path

import pytest

from textmine.pipeline import mine_document
from textmine.read import read_bytes

PAGES = Path(__file__).parent / "pages"

# A page by elements of known names and meta elements; one laid out by tables, its text pasted from Word.
CASES = {
    "portal-meta.html": {
        "title": "石湾县水利局2022年政府信息公开工作年度报告",
        "issuer": "石湾县水利局",
        "published": "2023-01-18",
        "number": "石水〔2023〕3号",
        "quotes": ["156条", "12条", "4件", "5个工作日以内"],
        "left_out": [
            "搜索",
            "新闻中心",
            "浏览次数",
            "微信",
            "扫一扫",
            "2021年政府信息公开",
            "3.2亿元",
            "ICP",
            "访问者",
            "9999项",
        ],
    },
    "word.html": {
        "title": "青禾市民政局2021年工作总结",
        "issuer": "青禾市民政局",
        "published": "2022-02-11",
        "number": None,
        "quotes": ["1.2亿元", "3.4万人", "6个", "10个工作日", "3个工作日"],
        "left_out": ["网站首页", "工作动态", "点击数", "字号", "上一篇", "打印", "版权", "12345678", "777项"],
    },
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_of_a_portal(name: str, charset: str):
    page = (PAGES / name).read_text("utf-8").replace("charset=utf-8", f"charset={charset}")
    page = page.replace('charset="utf-8"', f'charset="{charset}"')
    report = mine_document(read_bytes(page.encode(charset), name))
    wanted = CASES[name]
    assert (report.status, report.title, report.issuer) == ("ok", wanted["title"], wanted["issuer"])
    assert (report.metadata.published, report.metadata.document_number) == (wanted["published"], wanted["number"])
    assert [fact.quote for fact in report.facts] == wanted["quotes"]
    assert not [words for words in wanted["left_out"] if words in report.text]
