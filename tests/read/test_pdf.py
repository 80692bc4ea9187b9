"""PDF files: text in reading order, tables, places, and whatever is wrong with a file."""

import gzip
import os
import pickle
import sys
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.pipeline import mine_document
from textmine.read import pdf, read_bytes
from textmine.read.pdf import read_pdf
from textmine.read.place import box_of
from textmine.schema import Document
from writers.pdf import LEFT, SIZE, bar, paper, prose, ruled, show, spaced, stroke


def read(*pages: bytes, **options) -> Document:
    document = read_pdf(paper(*pages, **options), "report.pdf")
    check(document)
    return document


def check(document: Document) -> None:
    """What holds of every document: grids and lines lie in text order, and what they say is so."""
    text = document.text
    for former, latter in [*pairwise(document.lines), *pairwise(document.grids)]:
        assert former.end <= latter.start
    for line in document.lines:
        assert len(line.edges) == line.end - line.start > 0
        assert "\n" not in text[line.start : line.end]
        assert "\t" not in text[line.start : line.end]
        left, bottom, right, top = line.box
        assert left <= right
        assert bottom <= top
    covered = {at for line in document.lines for at in range(line.start, line.end)}
    assert all(character in " \t\n" for at, character in enumerate(text) if at not in covered)
    for grid in document.grids:
        rows = text[grid.start : grid.end].split("\n")
        assert len(rows) == max(cell.row + cell.rows for cell in grid.cells)
        assert text[grid.end] == "\n"
        assert list(grid.cells) == sorted(grid.cells)
        for cell in grid.cells:
            assert grid.start <= cell.start <= cell.end <= grid.end
            assert text.count("\n", grid.start, cell.start) == cell.row
            assert "\t" not in text[cell.start : cell.end]


def cells(document: Document, grid: int = 0) -> dict[tuple[int, int, int, int], str]:
    return {cell[:4]: document.text[cell.start : cell.end] for cell in document.grids[grid].cells}


FULL = "政府信息公开工作进一步规范有序开展各部门认真落实条例要求"  # 28 characters fill a line
assert len(FULL) == 28


def test_lines_are_joined_to_paragraphs_over_the_end_of_a_page():
    first = prose("\u3000\u3000" + FULL[:26], FULL, "成效明显。", "\u3000\u3000" + FULL[:26], FULL)
    second = prose("到2024年底办结364", "项。", "\u3000\u3000一、总体情况")
    document = read(first, second)
    assert document.text == f"{FULL[:26]}{FULL}成效明显。\n{FULL[:26]}{FULL}到2024年底办结364\n项。\n一、总体情况\n"
    assert (document.status, document.media_type) == ("ok", "application/pdf")


def test_a_full_line_that_ends_a_sentence_goes_on_unless_a_heading_or_an_indent_follows():
    full = FULL[:27] + "。"
    document = read(prose(full, full, "（一）主动公开。", full, "\u3000\u3000" + FULL[:26], "好。"))
    assert document.text == f"{full}{full}\n（一）主动公开。\n{full}\n{FULL[:26]}好。\n"


def test_a_wrapped_line_may_begin_like_a_heading():
    document = read(prose("\u3000\u3000" + FULL[:21] + "第二十条第", "（一）项规定" + FULL[:22], FULL, "1.5亿元。"))
    assert document.text.count("\n") == 1


def test_title_lines_stand_alone():
    document = read(
        show(200, 780, "云岭市人民政府", 22)
        + show(130, 740, "2024年政府信息公开工作年度报告", 22)
        + prose("\u3000\u3000" + FULL[:26], FULL, "好。", top=690),
        info="/Title<FEFF" + "2024年政府信息公开工作年度报告".encode("utf-16-be").hex() + ">",
    )
    assert document.text.splitlines()[:2] == ["云岭市人民政府", "2024年政府信息公开工作年度报告"]
    start = document.metadata.title_start
    assert document.metadata.title == "2024年政府信息公开工作年度报告"
    assert document.text[start:].startswith(document.metadata.title)


def test_the_lines_of_a_title_that_was_too_long_for_one_are_joined():
    title = "云岭市水务局2024年政府信息公开工作年度报"  # 440 points of 448
    document = read(
        show(76, 780, title, 22) + show(285, 746, "告", 22) + prose("　　" + FULL[:26], FULL, "好。", top=690)
    )
    assert document.text == f"{title}告\n{FULL[:26]}{FULL}好。\n"


@pytest.mark.parametrize("title", ["Microsoft Word - 1.doc", "untitled", "年报.docx", "文档1", "a\\年报"])
def test_a_title_that_is_no_title_is_not_believed(title: str):
    document = read(prose(FULL), info=f"/Title<FEFF{title.encode('utf-16-be').hex()}>")
    assert document.metadata.title is None


def test_spaces_that_only_a_producer_sees_are_dropped():
    shown = spaced(LEFT, 700, "政府信息", 17.5) + show(LEFT, 660, "办结") + show(LEFT + 36, 660, "364")
    visible = show(LEFT, 620, "规章") + show(LEFT + 48, 620, "制发") + show(LEFT, 580, "open data 2.0")
    assert read(shown + visible).text.splitlines() == ["政府信息", "办结364", "规章 制发", "open data 2.0"]


def test_bold_letters_that_are_drawn_twice_are_read_once():
    assert read(show(72, 700, "总体情况") + show(72.4, 700, "总体情况") + show(72, 660, "办结11件")).text == (
        "总体情况\n办结11件\n"
    )


@pytest.mark.parametrize("mark", ["- {} -", "—{}—", "第{}页", "第 {} 页 共 4 页", "{}", "{}/4", "·{}·"])
def test_page_numbers_and_running_heads_are_dropped(mark: str):
    pages = [
        show(200, 800, "云岭市人民政府公报", 10)
        + prose(f"第{number}段{FULL[:25]}", "好。")
        + show(290, 30, mark.format(number), 10)
        for number in (1, 2, 3, 4)
    ]
    document = read(*pages)
    assert document.text == "".join(f"第{number}段{FULL[:25]}好。\n" for number in (1, 2, 3, 4))


def test_what_stands_once_is_no_furniture():
    document = read(prose(FULL, "2024", "共计12件。"), prose("其中3件", "99"))
    assert document.text == f"{FULL}2024\n共计12件。\n其中3件\n99\n"


def test_what_every_page_says_is_kept_where_nothing_else_stands():
    assert read(*[show(72, 800, "此页无正文")] * 3).text == "此页无正文\n此页无正文\n此页无正文\n"


def test_columns_are_read_one_after_the_other():
    left = [FULL[:14]] * 5 + ["左栏到此"]
    right = ["为止。", *[FULL[14:]] * 4]
    page = (
        show(200, 790, "云岭市2024年工作要点", 22) + prose(*left, top=740, left=60) + prose(*right, top=740, left=310)
    )
    assert read(page).text == (f"云岭市2024年工作要点\n{FULL[:14] * 5}左栏到此\n为止。\n{FULL[14:] * 4}\n")


TABLE = (
    (
        (60, 700, 400, 700), (120, 670, 400, 670), (120, 640, 400, 640), (60, 610, 400, 610),
        (60, 610, 60, 700), (120, 610, 120, 700), (260, 610, 260, 670), (400, 610, 400, 700),
    ),
    (
        (84, 674, "年"), (84, 658, "度"), (84, 642, "数"), (180, 680, "受理情况"),
        (130, 655, "新收申"), (130, 642, "请"), (300, 650, "3119"), (130, 620, "结转"), (300, 620, "34"),
    ),
)  # fmt: skip
TABLE_CELLS = {
    (0, 0, 3, 1): "年度数",
    (0, 1, 1, 2): "受理情况",
    (1, 1, 1, 1): "新收申请",
    (1, 2, 1, 1): "3119",
    (2, 1, 1, 1): "结转",
    (2, 2, 1, 1): "34",
}


def table(draw=stroke, shift: float = 0) -> bytes:
    lines, words = TABLE
    drawn = b"".join(draw(x0, y0 + shift, x1, y1 + shift) for x0, y0, x1, y1 in lines)
    return drawn + b"".join(show(x, y + shift, text, 10) for x, y, text in words)


@pytest.mark.parametrize("draw", [stroke, bar])
def test_a_ruled_table_keeps_its_merged_cells(draw):
    document = read(prose("二、情况", top=760) + table(draw) + prose(FULL, "好。", top=560))
    assert document.text == f"二、情况\n年度数\t受理情况\n\t新收申请\t3119\n\t结转\t34\n{FULL}好。\n"
    assert cells(document) == TABLE_CELLS


def test_cells_that_are_drawn_as_frames_make_a_table():
    frames = b"".join(f"{60 + 100 * i} {600 + 30 * j} 100 30 re S\n".encode() for i in range(3) for j in range(2))
    words = b"".join(show(70 + 100 * i, 610 + 30 * j, f"{i}{j}", 10) for i in range(3) for j in range(2))
    assert read(frames + words).text == "01\t11\t21\n00\t10\t20\n"


def test_a_table_with_open_sides_has_its_outer_columns():
    rules = b"".join(stroke(60, y, 360, y) for y in (600, 630, 660)) + b"".join(
        stroke(x, 600, x, 660) for x in (160, 260)
    )
    words = b"".join(show(70 + 100 * i, 610 + 30 * j, f"{i}{j}", 10) for i in range(3) for j in range(2))
    assert read(rules + words).text == "01\t11\t21\n00\t10\t20\n"


@pytest.mark.parametrize(("edge", "text"), [(202, "1,234.56"), (300, "1,234.5 6")], ids=["narrow", "wide"])
def test_lines_that_fill_their_cell_are_one_number(edge: int, text: str):
    rows = [["项目", "金额"], ["收入", ""], ["支出", "12"]]
    lines = show(166, 756, "1,234.5", 10) + show(166, 744, "6", 10)
    document = read(ruled(rows, 800, xs=(60, 160, edge)) + lines)
    (grid,) = document.grids
    assert document.text[slice(*grid.cells[3][4:])] == text


def test_a_table_goes_on_over_the_end_of_a_page_and_its_head_is_told_once():
    head = ["项目", "2023年", "2024年"]
    first = ruled([head, ["申请", "12", "13"]], 200) + show(290, 30, "- 1 -", 10)
    second = ruled([head, ["答复", "9", "10"]], 780) + show(290, 30, "- 2 -", 10)
    document = read(first, second, ruled([head, ["诉讼", "0", "1"]], 780) + prose("三、其他", top=600))
    assert document.text == "项目\t2023年\t2024年\n申请\t12\t13\n答复\t9\t10\n诉讼\t0\t1\n三、其他\n"
    assert len(document.grids) == 1
    assert [box_of(document, at, at + 1)[0] for at in map(document.text.index, ("12", "9", "诉"))] == [1, 2, 3]


def test_tables_with_a_caption_between_or_other_columns_stay_apart():
    rows = [["项目", "数量", "元"], ["申请", "12", "3"]]
    apart = read(ruled(rows, 200), show(60, 790, "表二", 10) + ruled(rows, 780))
    other = read(ruled(rows, 200), ruled(rows, 780, xs=(60, 200, 300, 400)))
    assert (len(apart.grids), len(other.grids)) == (2, 2)


def test_a_row_that_the_end_of_a_page_tears_apart_is_whole_again():
    first = ruled([["项目", "数量", "元"], ["要求行政机关确认或", "12", "3"]], 200)
    second = ruled([["重新出具信息", "", ""], ["其他", "1", "0"]], 780)
    assert read(first, second).text == "项目\t数量\t元\n要求行政机关确认或重新出具信息\t12\t3\n其他\t1\t0\n"


def test_a_table_that_lays_out_a_page_is_read_as_blocks():
    rules = b"".join(stroke(40, y, 560, y) for y in (500, 790)) + b"".join(stroke(x, 500, x, 790) for x in (40, 560))
    document = read(rules + prose("\u3000\u3000" + FULL[:26], FULL, "好。"))
    assert (document.text, document.grids) == (f"{FULL[:26]}{FULL}好。\n", ())


def test_a_table_without_rules_is_read_by_its_columns():
    rows = [
        ("指标", "2023年", "2024年"),
        ("生产总值", "990.8", "1051.2"),
        ("财政收入", "88", "—"),
        ("人口", "51", "52"),
    ]
    shown = b"".join(
        show(72 + 150 * at, 700 - 28 * i, text) for i, row in enumerate(rows) for at, text in enumerate(row)
    )
    document = read(prose(FULL) + shown)
    assert document.text == FULL + "\n" + "".join("\t".join(row) + "\n" for row in rows)
    assert cells(document)[1, 2, 1, 1] == "1051.2"


def test_lines_with_gaps_that_are_no_table_stay_lines():
    document = read(show(72, 700, "云岭市人民政府") + show(400, 700, "2025年1月20日") + prose("特此报告", top=650))
    assert (document.text, document.grids) == ("云岭市人民政府 2025年1月20日\n特此报告\n", ())


@pytest.mark.parametrize(
    ("matrix", "rotate", "place"),
    [
        ("1 0 0 1", 0, (72, 700)),
        ("0 1 -1 0", 90, (400, 72)),
        ("0 1 -1 0", 0, (400, 72)),
        ("-1 0 0 -1", 180, (500, 200)),
    ],
)
def test_turned_pages_are_read_upright(matrix: str, rotate: int, place: tuple[int, int]):
    x, y = place
    dx, dy = {"1 0 0 1": (0, -28), "0 1 -1 0": (28, 0), "-1 0 0 -1": (0, 28)}[matrix]
    page = show(x, y, "第一行，", 16, matrix) + show(x + dx, y + dy, "第二行。", 16, matrix)
    assert read(page, rotate=rotate).text == "第一行，\n第二行。\n"


def test_a_watermark_across_the_page_is_left_out():
    assert read(prose(FULL, "好。") + show(150, 300, "内部资料", 60, "0.7 0.7 -0.7 0.7")).text == f"{FULL}好。\n"


def test_every_fact_has_its_page_and_box():
    document = read(
        prose("\u3000\u30002024年，办结申请364项，", top=700), prose("收费3940元。", top=500), media="10 20 605 862"
    )
    facts = {fact.quote: box_of(document, fact.start, fact.end) for fact in mine_document(document).facts}
    page, (left, bottom, right, top), _ = facts["364项"]
    assert page == 1
    assert left == pytest.approx(LEFT - 10 + 2 * SIZE + 4 * 8 + 6 * SIZE, abs=12)
    assert (bottom, top) == (pytest.approx(678, abs=3), pytest.approx(694, abs=3))
    assert 30 < right - left < 50
    assert facts["3940元"][0] == 2
    assert box_of(document, 3, 3) is None


def test_pages_that_are_pictures_need_recognition(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "rapidocr", None)  # the extra is not there
    scan = read(b"", b"", image=True)
    assert (scan.status, scan.reason, scan.text) == ("empty", "needs_ocr", "")
    partly = read(prose(FULL), b"", image=True)
    assert (partly.status, partly.reason, partly.detail) == ("partial", "text_lost", "pages that are pictures: 2")
    numbered = [b"q 500 0 0 700 40 40 cm /I Do Q " + show(290, 30, f"- {number} -", 10) for number in (1, 2)]
    assert read(*numbered).reason == "needs_ocr"
    assert read(b"0 0 m 100 100 l S").reason == "needs_ocr"
    assert read(b"").reason == "blank"


def test_what_cannot_be_opened_is_quarantined():
    sound = paper(prose(FULL))
    locked = paper(
        prose(FULL), encrypt=f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O({'o' * 32})/U({'u' * 32})>>"
    )
    for data, reason in ((sound[:200], "parse"), (b"%PDF-1.7\n", "parse"), (b"", "parse"), (locked, "encrypted")):
        document = read_pdf(data, "a.pdf")
        assert (document.status, document.reason, document.text) == ("quarantined", reason, "")
        assert document.detail
    assert read_pdf(sound[: sound.index(b"startxref")], "a.pdf").reason == "truncated"


@pytest.mark.parametrize(("size", "reason"), [(9 * 2**20, "memory"), (3 * 2**20, "ratio"), (2**20, "blank")])
def test_what_unpacks_to_far_too_much_is_not_unpacked(size: int, reason: str):
    packed = zlib.compress(b"0 0 Td " * (size // 7))
    sound = paper(b"")
    bomb = sound.replace(
        b"<</Length 0>>stream\n", b"<</Length %d/Filter/FlateDecode>>stream\n%s" % (len(packed), packed)
    )
    assert bomb != sound
    assert read_pdf(bomb, "a.pdf").reason == reason


def lied(sound: bytes, said: bytes, lie: bytes) -> bytes:
    """The file with one thing said otherwise, its objects where they were."""
    assert sound.count(said) == 1
    return sound.replace(said, lie.ljust(len(said)))


def test_a_file_with_fewer_pages_than_it_says():
    sound = paper(prose("办结364项。"))
    document = read_pdf(sound.replace(b"/Count 1", b"/Count 2000000000"), "a.pdf")
    assert (document.status, document.text) in (("ok", "办结364项。\n"), ("quarantined", ""))


def test_a_page_that_is_its_own_content():
    sound = paper(prose("办结364项。"))
    document = read_pdf(lied(sound, b"/Contents 1001 0 R", b"/Contents 1000 0 R"), "a.pdf")
    assert (document.status, document.reason) in (("empty", "blank"), ("quarantined", "parse"))


def test_a_font_whose_encoding_is_the_path_of_a_file_runs_nothing(tmp_path: Path):
    """CVE-2025-64512: pdfminer unpickled the file that a PDF named as the CMap of a font."""
    ran = tmp_path / "ran"
    evil = f"cposix\nmkdir\n(S'{ran}'\ntR.".encode()
    (tmp_path / "cmap.pickle.gz").write_bytes(gzip.compress(evil))
    path = str(tmp_path / "cmap").replace("/", "#2F").encode()
    body = b"BT /F1 12 Tf 20 700 Td (5) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type0"
        b"/BaseFont/X/Encoding/" + path + b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>>>]>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(body), body),
    ]
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    document = read_pdf(b"%PDF-1.4\n" + objects + b"trailer<</Size 5/Root 1 0 R>>\n%%EOF", "a.pdf")
    assert document.status in ("ok", "partial", "empty", "quarantined")
    assert not ran.exists()
    pickle.loads(evil)  # noqa: S301  # what was planted does run where somebody unpickles it
    assert ran.exists()


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    pages = [prose(f"第{number}件。") for number in range(3)]
    document = read(*pages)
    assert (document.status, document.reason, document.detail) == ("partial", "limit", "after page 2 of 3")
    assert document.text == "第0件。\n第1件。\n"
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 3)
    assert read(*pages).detail == "after page 1 of 3: 4 characters"


def test_a_pdf_is_read_by_its_content():
    document = read_bytes(paper(prose("办结364项。")), "a.txt")
    assert (document.text, document.path, len(document.sha256)) == ("办结364项。\n", "a.txt", 64)


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes):
    assert read_pdf(b"%PDF-1.4\n" + data, "").status in ("empty", "quarantined")


SAMPLE = paper(table() + prose(FULL, top=560), prose("好。"))


@settings(max_examples=60)
@given(st.integers(0, len(SAMPLE) - 1), st.binary(min_size=1, max_size=8))
def test_no_damage_raises(at: int, damage: bytes):
    check(read_pdf(SAMPLE[:at] + damage + SAMPLE[at + len(damage) :], ""))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.sampled_from("一二公开信息，。（）1234567890 aAbB《》％"), max_size=30), max_size=12))
def test_no_character_is_lost_or_invented(lines: list[str]):
    document = read(prose("一二", *lines, left=30, size=10, top=700))
    assert sorted("".join(document.text.split())) == sorted("".join(["一二", *lines]).replace(" ", ""))


def test_the_gold_report_is_read_whole():
    exam = os.environ.get("TEXTMINE_EXAM")
    if not exam:
        pytest.skip("TEXTMINE_EXAM names no exam")
    path = Path(exam).parent / "reports" / "disclosure-huaian-2024.pdf"
    document = read_bytes(path.read_bytes(), path.name)
    check(document)
    assert (document.status, len(document.grids)) == ("ok", 3)
    tables = mine_document(document).tables
    assert sum(len(found.cells) for found in tables) == 200
    assert all(result.ok for found in tables for result in found.checks)
