"""HTML pages: a plain one, and one as the portals of governments serve them."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from writers.blocks import Block, Cell

SHELL = '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">\n<title>{title}</title>{head}</head>\n<body>{body}</body></html>\n'


def plain_page(lines: Iterable[str]) -> bytes:
    """A page with a paragraph for every line."""
    return SHELL.format(title="", head="", body="".join(f"<p>{escape(line)}</p>\n" for line in lines)).encode()


def table_of(cells: Sequence[Cell]) -> str:
    rows = ("".join(map(_cell, row)) for _, row in groupby(cells, lambda cell: cell.row))
    return f'<table border="1" cellspacing="0"><tbody>\n{"".join(f"<tr>{row}</tr>{chr(10)}" for row in rows)}</tbody></table>\n'


def _cell(cell: Cell) -> str:
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
    return f'<td{spans}><p align="center"><span>{escape(cell.text) or "&nbsp;"}</span></p></td>\n'


def portal_page(title: str, blocks: Iterable[Block], *, issuer: str, published: str) -> bytes:
    """The page of a government portal: what stands around the report is what such pages have."""
    content = "".join(
        f'<p style="text-indent:2em"><span>{escape(block)}</span></p>\n' if isinstance(block, str) else table_of(block)
        for block in blocks
    )
    head = (
        f'<meta name="ArticleTitle" content="{escape(title)}"><meta name="PubDate" content="{published} 10:05">'
        f'<meta name="ContentSource" content="{escape(issuer)}"><style>p{{margin:0}}</style><script>var hits = "88亿元";</script>'
    )
    return SHELL.format(
        title=f"{title}_政府网",
        head=head,
        body=BEFORE.format(title=title, issuer=issuer, published=published) + content + AFTER,
    ).encode()


BEFORE = """
<div class="top"><a href="/wza">无障碍浏览</a> <a href="/mail">邮箱</a> <form action="/s"><input name="q"><button>搜索</button></form></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li><li><a href="/hd">政民互动</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/nb">政府信息公开年报</a></div>
<div class="article"><h1>{title}</h1>
<div class="info"><span>发布时间：{published} 10:05</span> <span>来源：{issuer}</span> <span>浏览次数：1528次</span>
<span>字号：[<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>]</span> <a href="javascript:print()">打印</a></div>
<div class="bdsharebuttonbox">分享到：<a href="#w">微信</a><a href="#b">微博</a></div>
<div class="TRS_Editor" id="zoom">
"""
AFTER = """</div>
<div class="files">附件：<a href="/nb/2.pdf">报告全文（图片版）.pdf</a></div>
<p>上一篇：<a href="/nb/1.html">上一年度报告</a></p><p>【打印本页】 【关闭窗口】</p></div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="/r1">一图读懂报告</a></li><li><a href="/r2">报告解读：全年公开信息增长7.8%</a></li></ul></div>
<div class="footer"><p>主办：人民政府办公室　承办：大数据中心</p>
<p>网站标识码：9900000000　备案序号：云ICP备00000000号　您是第 1234567 位访客</p></div>
"""
