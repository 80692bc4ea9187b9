"""Word documents: the text as Word shows it, nothing lost, nothing invented, whatever the file holds."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.pipeline import mine_document
from textmine.read import read_bytes, read_text
from textmine.read.docx import read_docx
from textmine.read.docx import writer as docx_writer
from textmine.read.docx.symbols import symbol
from textmine.schema import Document
from writers.docx import NAMESPACES, STRICT, docx, field, p, run, t, zipped


def read(body: str, **parts: str) -> Document:
    return read_docx(docx(body, **parts), "年报.docx")


def test_paragraphs_are_lines_and_blank_ones_are_none():
    document = read(p("一、总体情况") + "<w:p/>" + p("  ") + p("2019年，", "办结", "364项。") + "<w:sectPr/>")
    assert document.text == "一、总体情况\n2019年，办结364项。\n"
    assert (document.status, document.path, document.encoding) == ("ok", "年报.docx", "utf-8")
    assert document.media_type.endswith("wordprocessingml.document")
    assert len(document.sha256) == 64


def test_the_type_is_told_by_the_content():
    assert read_bytes(docx(p("办结364项。")), "x.txt").text == "办结364项。\n"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run(t("办结") + "<w:br/>" + t("364项")), "办结\n364项"),
        (run(t("办结") + '<w:br w:type="page"/>' + t("364项")), "办结\n364项"),
        (run(t("办结") + "<w:lastRenderedPageBreak/>" + t("364项")), "办结364项"),
        (run("<w:tab/>" + t("县长") + "<w:tab/>" + t("张某")), "县长\t张某"),
        (run(t("3") + "<w:noBreakHyphen/>" + t("5天") + "<w:softHyphen/>"), "3-5天"),
        (run("<w:t> 办结 \n</w:t>") + run("<w:t>364项</w:t>"), "办结364项"),  # white space that Word drops
        (run(t("a\n b")), "a  b"),
        (run(t("公开")) + "<w:ins><w:r>" + t("364项") + "</w:r></w:ins>", "公开364项"),
        (run(t("364项")) + "<w:del><w:r><w:delText>365项</w:delText></w:r></w:del>", "364项"),
        ("<w:moveFrom>" + run(t("旧")) + "</w:moveFrom><w:moveTo>" + run(t("新")) + "</w:moveTo>", "新"),
        ('<w:hyperlink w:anchor="x">' + run(t("县政府网站")) + "</w:hyperlink>", "县政府网站"),
        ("<w:smartTag><w:smartTag>" + run(t("北京")) + "</w:smartTag></w:smartTag>", "北京"),
        (run(t("隐"), "<w:vanish/>") + run(t("显"), '<w:vanish w:val="0"/>'), "显"),
        (run(t("5km")) + run(t("2"), '<w:vertAlign w:val="superscript"/>'), "5km²"),
        (run(t("CO")) + run(t("2"), '<w:vertAlign w:val="subscript"/>'), "CO2"),
        ("<w:ruby><w:rt>" + run(t("gōng")) + "</w:rt><w:rubyBase>" + run(t("公")) + "</w:rubyBase></w:ruby>", "公"),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>", "1/2"),
        (run('<w:sym w:font="Wingdings 2" w:char="F052"/>') + run(t("是")), "☑是"),
        (run(t("&lt;p&gt;&amp;")), "<p>&"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run(t("364")) + "</w:sdtContent></w:sdt>", "364"),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run(t("单击")) + "</w:sdtContent></w:sdt>", ""),
        ('<w:commentRangeStart w:id="1"/>' + run(t("批") + '<w:commentReference w:id="1"/>'), "批"),
        (field("NUMPAGES", run(t("12"))) + run(t("页")), "12页"),
        (field("IF " + "</w:instrText></w:r>" + field("PAGE", run(t("1"))) + "<w:r><w:instrText>", run(t("是"))), "是"),
        ('<w:fldSimple w:instr=" DATE ">' + run(t("2024年3月1日")) + "</w:fldSimple>", "2024年3月1日"),
        ('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(t("文")), "文"),
    ],
)  # fmt: skip
def test_the_text_of_a_paragraph_is_what_word_shows(content: str, text: str):
    assert read(f"<w:p>{content}</w:p>" + p("。")).text == f"{text}\n。\n".lstrip("\n")


def test_a_field_without_an_end_hides_nothing():
    body = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "办结364项。") + p("公开12条。")
    assert read(body).text == "办结364项。\n公开12条。\n"


def test_a_table_of_contents_repeats_the_headings_and_is_left_out():
    entry = field('TOC \\o "1-3"', run(t("一、总体情况") + "<w:tab/>" + t("1")), "</w:p><w:p>", run(t("二、问题")))
    gallery = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    for body in (p(entry), f"{gallery}<w:sdtContent>{p('一、总体情况 1')}</w:sdtContent></w:sdt>"):
        assert read(body + p("一、总体情况")).text == "一、总体情况\n"


def test_a_paragraph_whose_mark_was_deleted_goes_on():
    deleted = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run(t("办结")) + "</w:p>"
    assert read(deleted + p("364项。") + p("完")).text == "办结364项。\n完\n"
    assert read(deleted).text == "办结\n"


def alternatives(first: str) -> str:
    fallback = "<mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
    return f"<mc:AlternateContent><mc:Choice>{first}</mc:Choice>{fallback}</mc:AlternateContent>"


@pytest.mark.parametrize(
    "box",
    [
        "<w:drawing><wsp><w:txbxContent>{0}</w:txbxContent></wsp></w:drawing>",
        "<w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict>",
        alternatives("<w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing>"),
        alternatives(""),
    ],
)
def test_a_text_box_stands_once_after_its_paragraph(box: str):
    inner = p("框内") + p(run("<w:pict><w:txbxContent>" + p("框中框") + "</w:txbxContent></w:pict>"))
    assert read(p("前", run(box.format(inner)), "后") + p("末")).text == "前后\n框内\n框中框\n末\n"


def test_word_art_is_text():
    assert read(p(run('<w:pict><v:shape><v:textpath string="云岭市文件"/></v:shape></w:pict>'))).text == "云岭市文件\n"


def test_notes_follow_the_paragraph_that_calls_them_and_endnotes_the_whole():
    def note(kind: str, number: int, text: str) -> str:
        return f'<w:{kind} w:id="{number}">{p(run("<w:footnoteRef/>"), " " + text)}</w:{kind}>'

    body = (
        p("增长6.1%", run('<w:footnoteReference w:id="1"/>'), "。", run('<w:endnoteReference w:id="1"/>'))
        + p("办结364项", run('<w:footnoteReference w:id="2"/><w:footnoteReference w:id="9"/>'), "。")
        + p("同注", run('<w:footnoteReference w:id="1"/>'))
    )
    circle = note("footnote", 2, "不含乡镇。").replace("不含", '</w:t><w:footnoteReference w:id="2"/><w:t>不含')
    notes = note("footnote", 0, "分隔") + note("footnote", 1, "按可比价。") + circle
    document = read(body, footnotes=notes, endnotes=note("endnote", 1, "来源：统计局。"))
    assert document.text == "增长6.1%。\n按可比价。\n办结364项。\n不含乡镇。\n同注\n来源：统计局。\n"
    assert document.status == "ok"


def test_strict_documents_and_utf16_are_read():
    assert read_docx(docx(p("办结364项。"), STRICT), "").text == "办结364项。\n"
    xml = f'<?xml version="1.0" encoding="UTF-16"?><w:document {NAMESPACES}><w:body>{p("办结364项。")}</w:body></w:document>'
    assert read_docx(zipped({"word/document.xml": xml.encode("utf-16")}), "").text == "办结364项。\n"
    assert read_docx(zipped({"word/document.xml": b"\xef\xbb\xbf" + xml.replace("UTF-16", "utf-8").encode()}), "").text


def test_parts_are_found_by_their_relationships():
    link = '<Relationship Id="{0}" Type="http://x/{0}" Target="{1}"/>'
    root = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{0}</Relationships>'
    parts = {
        "_rels/.rels": root.format(link.format("officeDocument", "/Word/main.xml")),
        "word/_rels/main.xml.rels": root.format(link.format("footnotes", "notes/f.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}>{p('旧稿')}</w:document>",
        "WORD\\main.xml": f"<w:document {NAMESPACES}>{p('正文', run('<w:footnoteReference w:id=' + chr(34) + '7' + chr(34) + '/>'))}</w:document>",
        "word/notes/f.xml": f'<w:footnotes {NAMESPACES}><w:footnote w:id="7">{p("注")}</w:footnote></w:footnotes>',
    }
    assert read_docx(zipped(parts), "").text == "正文\n注\n"


def test_the_main_part_that_word_for_the_web_writes():
    link = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document2.xml"/></Relationships>'
    parts = {"_rels/.rels": link, "word/document2.xml": f"<w:document {NAMESPACES}>{p('办结364项。')}</w:document>"}
    assert read_bytes(zipped(parts), "年报.docx").text == "办结364项。\n"


LAUGHS = '<!DOCTYPE l [<!ENTITY a "' + "a" * 99 + '"><!ENTITY b "' + "&a;" * 99 + '"><!ENTITY c "' + "&b;" * 99 + '">]>'
FILE = '<!DOCTYPE l [<!ENTITY c SYSTEM "file:///etc/passwd">]>'


def attacked(prologue: str, encoding: str = "utf-8") -> bytes:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{prologue}<w:document {NAMESPACES}>{p("&c;")}</w:document>'
    return zipped({"word/document.xml": xml.encode(encoding)})


@pytest.mark.parametrize(
    ("data", "status", "reason"),
    [
        (docx(""), "empty", "blank"),
        (docx(p(run('<w:drawing><a:blip r:embed="x" xmlns:r="r"/></w:drawing>'))), "empty", "needs_ocr"),
        (attacked(LAUGHS), "quarantined", "parse"),
        (attacked(FILE), "quarantined", "parse"),
        (attacked(FILE, "utf-16"), "quarantined", "parse"),
        (attacked(FILE, "utf-7"), "quarantined", "parse"),
        (attacked(""), "quarantined", "parse"),
        (docx(p("产值5亿元") * 100_000), "quarantined", "ratio"),
        (docx("<w:p/>" * 2_000_000 + "".join(map(chr, range(0x4E00, 0x9FA6))) * 3), "quarantined", "too_large"),
        (docx("<w:p>"), "quarantined", "parse"),
        (docx(p("办结364项。"))[:300], "quarantined", "parse"),
        (zipped({"word/media/image1.png": b"x"}), "quarantined", "parse"),
        (b"<html><p>", "quarantined", "parse"),
        (docx("<w:p>" + "<w:smartTag>" * 3000 + "</w:smartTag>" * 3000 + "</w:p>"), "quarantined", "depth"),
        (docx(p("办结364项。") + '<w:altChunk xmlns:r="r" r:id="x"/>'), "partial", "text_lost"),
        (docx(p("办结364项。"), footnotes="<w:footnote>"), "partial", "text_lost"),
    ],
)
def test_what_is_wrong_is_a_status_and_a_reason(data: bytes, status: str, reason: str):
    document = read_docx(data, "a.docx")
    assert (document.status, document.reason) == (status, reason)
    assert document.detail or status == "empty"
    assert "root:" not in document.text
    assert document.text == "" or status == "partial"


def test_elements_within_each_other_are_read_without_recursion():
    for opening, closing in (
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    ):
        assert read(opening * 600 + p("办结364项。") + closing * 600).text == "办结364项。\n"
    assert read("<w:p>" + "<w:ins>" * 1900 + run(t("办结")) + "</w:ins>" * 1900 + "</w:p>").text == "办结\n"


def test_a_text_without_end_is_cut_and_reported(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(docx_writer, "MAX_TEXT", 20)
    document = read(p("办结364项。") * 5)
    assert (document.status, document.reason, document.text) == ("partial", "limit", "办结364项。\n" * 2)


def test_a_crawl_header_is_no_body():
    document = read(p("标题: 年度报告") + p("发布时间: 2024-03-01") + p("===== 正文 =====") + p("办结364项。"))
    assert document.metadata.published == "2024-03-01"
    assert document.text[document.body[0] :] == "办结364项。\n"


@pytest.mark.parametrize(
    ("font", "code", "shown"), [("Wingdings", "FE", "☑"), ("x", "F0FE", "\uf0fe"), ("x", "zz", "")]
)
def test_symbols_have_a_character_where_one_is_known(font: str, code: str, shown: str):
    assert symbol(font, code) == shown


BODY = docx(
    p("一、总体情况")
    + p("办结364项。")
    + "<w:tbl>"
    + ("<w:tr>" + f"<w:tc>{p('1')}</w:tc>" * 2 + "</w:tr>") * 2
    + "</w:tbl>"
)
TAGS = st.sampled_from(
    [
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "sdt",
        "sdtContent",
        "ins",
        "del",
        "txbxContent",
        "fldSimple",
        "fldChar",
        "tcPr",
        "x",
    ]
)


@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(st.integers(0, len(BODY) - 1), st.binary(min_size=1, max_size=3)).map(
            lambda edit: BODY[: edit[0]] + edit[1] + BODY[edit[0] + len(edit[1]) :]
        ),
    )
)
def test_no_bytes_raise(data: bytes):
    document = read_docx(data, "a.docx")
    assert document.status in ("ok", "partial", "quarantined", "empty", "unsupported")
    assert (document.status == "ok") == (document.reason is None)


@given(
    st.recursive(
        st.sampled_from(["", "办结364项。", "Open data"]),
        lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)),
        max_leaves=40,
    )
)
def test_no_tree_of_elements_raises_and_cells_stand_where_they_say(tree):
    def written(node) -> str:
        return node if isinstance(node, str) else f"<w:{node[0]}>{''.join(map(written, node[1]))}</w:{node[0]}>"

    document = read(f"<w:p>{written(tree)}</w:p>{written(tree)}")
    at = 0
    for grid in document.grids:
        assert at <= grid.start < grid.end <= len(document.text)
        at = grid.end
        for cell in grid.cells:
            assert grid.start <= cell.start <= cell.end <= grid.end
            assert not set("\n\t") & set(document.text[cell.start : cell.end])


def test_a_report_gives_the_same_facts_as_its_text():
    lines = [
        "云岭市2019年政府信息公开工作年度报告",
        "一、总体情况",
        "2019年，全市主动公开信息1.2万条，办结申请364件，同比增长5.3%。",
    ]
    document = read("".join(map(p, lines)))
    from_text = mine_document(read_text("\n".join(lines) + "\n"))
    assert [(fact.quote, fact.value, fact.unit) for fact in mine_document(document).facts] == [
        (fact.quote, fact.value, fact.unit) for fact in from_text.facts
    ]
    assert from_text.facts


def test_real_reports_lose_nothing(exam: Path):
    """Every character that a plain look at the XML finds in `w:t` is in the text, in order."""
    etree = pytest.importorskip("lxml.etree")
    files = sorted((exam.parent / "reports").glob("*.docx"))
    if not files:
        pytest.skip("no DOCX among the outside reports")
    for file in files:
        with zipfile.ZipFile(file) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        wanted = "".join(element.text or "" for element in root.iter("{*}t"))
        document = read_bytes(file.read_bytes(), file.name)
        assert "".join(document.text.split()) == "".join(wanted.split()), file.name
        assert document.status == "ok"
