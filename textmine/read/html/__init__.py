"""Reads HTML: whole pages of governments and the fragments that crawlers keep of them.

A page is decoded, parsed by libxml2, walked into lines and tables, and what is furniture of the page is dropped. A second
reading that only strips tags counts the characters, so that nothing is lost without a word.
"""

from __future__ import annotations

from itertools import accumulate, takewhile

from lxml import etree

from textmine.errors import ReadError
from textmine.read.furniture import body_range
from textmine.read.header import find_header
from textmine.read.html.blocks import MAX_DEPTH, Page, read_page
from textmine.read.html.loss import MAX_LOST, lost_share
from textmine.read.html.meta import Head, metadata, read_head
from textmine.read.html.page import Article, find_article
from textmine.read.html.source import decode_page, is_cut, mend
from textmine.read.html.text import Block, assemble
from textmine.read.plain import digest, set_aside
from textmine.schema import Document, Reason

MEDIA_TYPE = "text/html"
MAX_TEXT = 50_000_000  # characters of a document's text


def read_html(data: bytes, path: str) -> Document:
    r"""The document in the bytes of an HTML page or a fragment of one.

    Text that no charset fits, or elements too deep within each other, give status ``quarantined``; a page whose text was
    not read as a whole is ``partial`` with a reason.

    >>> read_html("<p>一、总体情况</p><p>2019年，办结\n364项。</p>".encode(), "a.html").text
    '一、总体情况\n2019年，办结364项。\n'
    """
    try:
        decoded = decode_page(data)
        markup = mend(decoded.text)
        root = parse(markup)
        page = read_page(root) if root is not None else Page(blocks=(), containers=(), skipped=0)
    except ReadError as error:
        return set_aside(path, error, sha256=digest(data), media_type=MEDIA_TYPE)
    head = read_head(root) if root is not None else Head(titles=(), values={})
    article = find_article(page, head.titles)
    blocks = _limited(article.blocks)
    text, grids, starts = assemble(blocks)
    places = [*starts, len(text)]
    reason, detail = _reason(
        decoded.reason, decoded.detail, markup, page, article, cut=len(blocks) < len(article.blocks)
    )
    if not text and reason is None:
        reason, detail = Reason.BLANK, "nothing but furniture of the page" if article.dropped else ""
    first, last = (places[min(index, len(blocks))] for index in (article.first, article.last))
    said = metadata(head, article, places)
    if article.header:  # of a crawler, of whose text somebody made a page
        header = find_header(text)
        first, end = body_range(text, header.end)
        last = max(first, min(last, end))
        said = header.metadata
    return Document(
        path=path,
        sha256=digest(data),
        text=text,
        body=(first, last),
        encoding=decoded.encoding,
        media_type=MEDIA_TYPE,
        metadata=said,
        status=reason.status if reason else "ok",
        reason=str(reason) if reason else None,
        detail=detail,
        grids=grids,
    )


def parse(markup: str) -> etree._Element | None:
    """The tree of some markup, ``None`` where there is none; raises `ReadError` with reason ``depth``.

    Nothing is fetched and nothing is resolved but character references. Without ``huge_tree`` libxml2 drops what lies
    more than 256 elements deep and text nodes over 10 MB; with it, what lies more than 2,048 deep, and says so only in
    its log.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, recover=True
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # "Document is empty"
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log.filter_from_fatals()):
        raise ReadError(f"elements lie more than {MAX_DEPTH} deep", reason=str(Reason.DEPTH))
    return root


def _limited(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks whose text is within `MAX_TEXT`."""
    sizes = accumulate(
        len(block.text) + 1 + sum(len(cell.text) + cell.rows for cell in block.cells) for block in blocks
    )
    return blocks[: sum(1 for _ in takewhile(lambda size: size <= MAX_TEXT, sizes))]


def _reason(
    reason: Reason | None, detail: str, markup: str, page: Page, article: Article, *, cut: bool
) -> tuple[Reason | None, str]:
    """What is wrong with the text that was read, the gravest first; the charset's reason where it is nothing else."""
    if cut:
        return Reason.LIMIT, f"the text is longer than {MAX_TEXT} characters"
    if truncated := is_cut(markup):
        markup = markup[: markup.rfind("<")]
    read = page.skipped + sum(block.size for block in (*article.blocks, *article.dropped))
    share = lost_share(markup, read)
    if share > MAX_LOST:
        return Reason.TEXT_LOST, f"{share:.0%} of the characters between the tags were not read"
    if page.limit:
        return Reason.LIMIT, page.limit
    if truncated:
        return Reason.TRUNCATED, "the page ends within a tag"
    return reason, detail
