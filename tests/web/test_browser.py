"""The page in a real browser: chromium, driven by Playwright. Skipped where there is none; `.ci/run` sees to it that there is."""

import os
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from textmine.web.app import create_app

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on the PATH")
PATIENCE = 20_000  # milliseconds that anything may take on a slow machine


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    """The store, served at a free port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(create_app(store, seconds=60), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator:
    """Opens pages; at the end nothing may have gone wrong in any: no error, no dialog, nothing asked of another host."""
    contexts, wrong = [], []

    def watch(page: Page) -> None:
        page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(f"error {error}"))
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("request", lambda asked: None if own(asked.url) else wrong.append(f"asked for {asked.url}"))

    def own(url: str) -> bool:
        return url.startswith((f"{address}/", "data:", "blob:"))

    def visited(path: str, **options) -> Page:
        context = browser.new_context(base_url=address, **({"locale": "zh-CN"} | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(path)
        return page

    visited.wrong = wrong
    yield visited
    for context in contexts:
        context.close()
    assert wrong == []


def place_of(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url)


def test_search_filter_read(visit):
    page = visit("/")
    page.get_by_role("searchbox", name="查询").fill("主动公开")
    page.get_by_role("button", name="搜索").click()
    marks = page.locator("mark")
    expect(marks.first).to_be_visible()
    before = marks.count()
    page.get_by_role("complementary").get_by_role("link", name=re.compile("^2020 ")).first.click()
    expect(page.get_by_role("searchbox")).to_have_value("主动公开 year:2020")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"找到 {marks.count()} 条事实")
    assert 0 < marks.count() < before
    page.get_by_role("link", name=re.compile("去掉筛选")).click()
    expect(marks).to_have_count(before)


def test_a_result_leads_to_its_figure_in_the_text(visit, ids, fact_ids):
    page = visit("/?q=不动产登记 dimension:time")
    page.get_by_role("link", name="在原文中查看: 3个工作日").click()
    figure = page.locator(f"[id='f-{fact_ids['3个工作日']}']")
    expect(figure).to_be_focused()
    expect(figure).to_be_in_viewport()
    card = page.locator(".card")
    expect(card).to_contain_text("3 个工作日")
    expect(card).to_contain_text("原为 10个工作日")
    assert place_of(page).startswith(f"/report/{ids['reform.txt']}#")


def test_a_figure_is_explained_where_the_mouse_is_and_links_are_followed(visit, ids, fact_ids):
    page = visit(f"/report/{ids['reform.txt']}")
    page.locator(f"[id='f-{fact_ids['3个工作日']}']").hover()
    card = page.locator(".card")
    for told in ("{working_day}", "2019", "办理时限"):
        expect(card).to_contain_text(told)
    other = page.locator(f"[id='f-{fact_ids['10个工作日']}']")
    expect(other).to_have_class(re.compile("linked"))
    card.get_by_role("link", name="10个工作日").click()
    expect(other).to_be_focused()
    expect(page.locator(".card")).to_contain_text("变为 3个工作日")
    assert place_of(page).endswith(f"#f-{fact_ids['10个工作日']}")
    page.mouse.move(2, 2)
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)


def test_with_the_keyboard_alone(visit, fact_ids):
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("不动产登记 unit:{working_day}")
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="在原文中查看: 10个工作日")
    expect(link).to_be_visible()
    for _ in range(60):
        if link.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first = page.locator(f"[id='f-{fact_ids['10个工作日']}']")
    expect(first).to_be_focused()
    expect(page.locator(".card")).to_be_visible()
    page.keyboard.press("Tab")  # into the card
    jump = page.locator(".card").get_by_role("link", name="3个工作日")
    expect(jump).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
    expect(page.locator(".card")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(page.locator(f"[id='f-{fact_ids['3个工作日']}']")).to_be_focused()
    expect(page.locator(".card")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("3个工作日")


def test_a_failed_check_is_seen(visit, ids):
    page = visit(f"/report/{ids['form-2021.txt']}")
    cell = page.locator("td.failed").first
    expect(cell).to_contain_text("✗")
    red, green, blue = map(
        int, re.findall("[0-9]+", cell.locator(".bad").evaluate("node => getComputedStyle(node).color"))[:3]
    )
    assert red > 2 * max(green, blue)
    expect(page.locator(".checks li.bad")).to_be_visible()


def test_the_chart(visit):
    page = visit("/measure/review.total")
    chart = page.locator("#chart[data-drawn]")
    expect(chart).to_be_visible()
    for told in ("2019", "缺", "≠", "临湖市人民政府", "行政复议/总计"):
        expect(chart).to_contain_text(told)
    with page.expect_download() as kept:
        page.get_by_role("button", name="SVG").click()
    assert kept.value.suggested_filename == "review.total.svg"
    drawn = Path(kept.value.path()).read_text("utf-8")
    assert drawn.startswith("<svg")
    assert "临湖市人民政府" in drawn
    with page.expect_download() as kept:
        page.get_by_role("button", name="PNG").click()
    assert Path(kept.value.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as kept:
        page.get_by_role("link", name="CSV").click()
    assert "临湖市人民政府,,,2020,7" in Path(kept.value.path()).read_text("utf-8-sig")


def test_a_value_of_the_chart_is_told_and_bodies_are_chosen(visit):
    page = visit("/measure/review.total")
    expect(page.locator("#chart[data-drawn]")).to_be_visible()
    page.locator("#chart path[aria-label*='2020']").first.hover()
    expect(page.locator(".tip")).to_contain_text("年份: 2020")
    page.get_by_role("checkbox", name="对数刻度").check()
    page.get_by_role("button", name="显示").click()
    expect(page.locator("#chart[data-drawn]")).to_be_visible()
    assert "scale=log" in page.url


def test_measures_are_found_by_name(visit):
    page = visit("/measures")
    page.get_by_label("按名称或编号查找").fill("行政复议/总计")
    expect(page.locator("#measures li:visible")).to_have_count(1)
    page.get_by_role("link", name="行政复议/总计").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("行政复议/总计")


def test_both_languages(visit, ids):
    page = visit("/?q=公开", locale="en-GB")
    expect(page.get_by_role("button", name="Search")).to_be_visible()
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("button", name="搜索")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("公开")
    page.goto(f"/report/{ids['reform.txt']}")  # the choice is kept
    expect(page.get_by_text("发布机构").first).to_be_visible()
    page.get_by_role("link", name="English").click()
    page.locator(".fig").first.hover()
    expect(page.locator(".card")).to_contain_text("Indicator")


def test_a_hostile_report_is_shown_as_text(visit, ids):
    page = visit(f"/report/{ids['hostile.txt']}")
    for told in ("<script>alert('title')</script>", "<img src=x onerror=alert", "{{7*7}}"):
        expect(page.locator("article")).to_contain_text(told)
    for figure in page.locator(".fig").all():
        figure.hover()
        expect(page.locator(".card")).to_be_visible()
    assert page.locator("article script, article img").count() == 0
    page.goto("/?q=body:乙县 OR 公开")
    page.goto("/?q=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    expect(page.get_by_role("searchbox")).to_have_value('"><script>alert(1)</script>')


def test_the_policy_holds(visit):
    """What a hole in the escaping could do: nothing. The complaints of the browser are the proof."""
    page = visit("/")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            const handler = document.createElement("div");
            handler.innerHTML = "<b onclick='window.ran = true'>x</b>";
            document.body.append(handler);
            handler.firstChild.click();
        }"""
    )
    assert page.evaluate("window.ran") is None
    later = "() => new Promise(tell => setTimeout(() => { try { tell(eval('1')); } catch { tell('refused'); } }))"
    assert page.evaluate(later) == "refused"
    assert len(visit.wrong) >= 2
    assert all("Content Security Policy" in each for each in visit.wrong)
    visit.wrong.clear()


@pytest.mark.parametrize(
    ("scheme", "width", "locale"),
    [("light", 1400, "zh-CN"), ("dark", 1400, "en-GB"), ("light", 390, "en-GB"), ("dark", 390, "zh-CN")],
)
def test_axe_finds_nothing_serious(visit, ids, fact_ids, scheme: str, width: int, locale: str):
    page = visit("/", color_scheme=scheme, locale=locale, viewport={"width": width, "height": 900})
    paths = ["/", "/?q=公开", "/?q=没有这样的话", "/reports", "/measures", "/measure/review.total"]
    paths += [f"/report/{ids[name]}" for name in ("reform.txt", "form-2021.txt", "notes.md")]
    paths += [f"/fact/{fact_ids['3个工作日']}"]
    for path in paths:
        page.goto(path)
        if path.startswith("/measure/"):
            expect(page.locator("#chart[data-drawn]")).to_be_visible()
        if path.startswith("/report/") and page.locator(".fig").count():
            page.locator(".fig").first.focus()
            expect(page.locator(".card")).to_be_visible()
        found = Axe().run(page)
        serious = [
            (each["id"], [node["html"][:200] for node in each["nodes"]])
            for each in found.response["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        assert serious == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_with_a_finger(visit, ids, fact_ids):
    page = visit(f"/report/{ids['reform.txt']}", has_touch=True, viewport={"width": 390, "height": 844})
    figure = page.locator(f"[id='f-{fact_ids['5400件']}']")
    figure.tap()
    card = page.locator(".card")
    expect(card).to_contain_text("5,400 件")
    box = card.bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
    assert place_of(page) == f"/report/{ids['reform.txt']}"
    figure.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("5400件")


def test_without_scripts(visit, ids, fact_ids):
    page = visit(f"/report/{ids['reform.txt']}", java_script_enabled=False)
    page.locator(f"[id='f-{fact_ids['5400件']}']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("5400件")
    page.get_by_role("link", name="在原文中查看").click()
    assert place_of(page) == f"/report/{ids['reform.txt']}#f-{fact_ids['5400件']}"
