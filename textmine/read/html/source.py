"""From the bytes of a page to its markup: the charset it is really in, and damage that crawlers did mended."""

from __future__ import annotations

import re

from textmine.errors import UndecodableText
from textmine.read.charset import Decoded, common_share, decode
from textmine.schema import Reason

_HEAD = 4096  # bytes in which a charset is declared (HTML Living Standard: 1,024; old pages put scripts before it)
_DECLARED = re.compile(
    rb"""(?:<meta\s[^>]{0,400}?charset|<\?xml\s[^>]{0,200}?encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_CODECS = {  # labels of the WHATWG Encoding Standard and what decodes them here
    "utf-8": ("utf-8",),
    "utf8": ("utf-8",),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030", "chinese"), ("gb18030",)),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), ("cp950", "big5hkscs")),
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "windows-1252", "cp1252"), ("cp1252",)),
    "euc-kr": ("cp949",),
    "shift_jis": ("cp932",),
    "euc-jp": ("euc-jp",),
}
_DOUBTFUL = (Reason.UNCERTAIN, Reason.DAMAGED, Reason.MIXED)

_ESCAPE = re.compile(r'\\(?:(["\\/])|([bfnrt])|u([0-9a-fA-F]{4}))')
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ESCAPED = re.compile(r'<\\/|\\u003[cC]|=\\"')
_GLUED = re.compile(
    r"<(div|span|table|tr|td|th|h[1-6]|ul|ol|li|font|img|strong|section|p|a)"
    r"(?=(?:class|id|style|align|valign|href|src|name|title|width|height|border|colspan|rowspan|bgcolor|color|face|size)=)",
    re.IGNORECASE,
)
_LONG_TAG = re.compile(r"<([a-zA-Z][^\s<>/]{0,40}+)[^<>]{512,}+>?")  # libxml2 takes n² steps for n attributes
_ATTRIBUTE = re.compile(
    r"""\s(?:class|id|style|role|hidden|align|href|colspan|rowspan|name|property|content|rel)"""
    r"""\s{0,9}=\s{0,9}(?:"[^"]{0,2000}"|'[^']{0,2000}'|[^\s"'>]{1,200})""",
    re.IGNORECASE,
)
_MOST_ATTRIBUTES = 16


def decode_page(data: bytes) -> Decoded:
    """The text of a page in its charset; a declaration counts only where the bytes themselves leave a doubt.

    Raises `UndecodableText` as `decode` does.

    >>> decode_page("<meta charset=utf-8><p>全区地区生产总值990.8亿元，比上年增长6.1%。".encode("gb18030")).encoding
    'gb18030'
    """
    declared = _as_declared(data)
    try:
        found = decode(data)
    except UndecodableText:
        if declared is None:
            raise
        return declared
    if declared is None or declared.encoding == found.encoding:
        certain = declared is not None and found.reason is Reason.UNCERTAIN
        return declared if declared is not None and certain else found
    if found.reason in _DOUBTFUL or (
        found.encoding != "utf-8" and common_share(declared.text) > common_share(found.text)
    ):
        return declared
    return found


def _as_declared(data: bytes) -> Decoded | None:
    """The page as its declaration says, where that is no lie: every byte must fit."""
    label = _DECLARED.search(data[:_HEAD])
    if label is None:
        return None
    for codec in _CODECS.get(label[1].decode("ascii").lower(), ()):
        try:
            return Decoded(text=data.decode(codec).replace("\0", "\ufffd"), encoding=codec)
        except UnicodeDecodeError:
            continue
    return None


def mend(text: str) -> str:
    r"""The markup of a page as it was before a crawler wrote it down: unquoted, unescaped, names of attributes set off.

    >>> mend(r'"<p class=\"a\">办结364项<\/p>\r\n"')
    '<p class="a">办结364项</p>\r\n'
    >>> mend('<divclass="title">')
    '<div class="title">'
    """
    markup = text.strip("\ufeff \t\r\n\f")
    if len(markup) > 1 and markup[0] == markup[-1] == '"':
        markup = markup[1:-1]
    if "\\" in markup and _ESCAPED.search(markup) and '="' not in markup:
        markup = _unescape(markup)
    return _LONG_TAG.sub(_shortened, _GLUED.sub(r"<\1 ", markup))


def _unescape(markup: str) -> str:
    plain = _ESCAPE.sub(lambda found: found[1] or (_CONTROL[found[2]] if found[2] else chr(int(found[3], 16))), markup)
    # Two escapes stand for one character beyond the first plane; a half alone is no character.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")


def _shortened(tag: re.Match[str]) -> str:
    """A long tag with nothing but the attributes that are read here."""
    kept = [found.group() for found in _ATTRIBUTE.finditer(tag.group())][:_MOST_ATTRIBUTES]
    return f"<{tag[1]}{''.join(kept)}>"


def is_cut(markup: str) -> bool:
    """Whether a page ends within a tag.

    >>> is_cut("<p>办结364项</p><td cla"), is_cut("<p>办结364项"), is_cut("p<0.05")
    (True, False, False)
    """
    at = markup.rfind("<")
    return at > markup.rfind(">") and re.match(r"</?[a-zA-Z]", markup[at : at + 3]) is not None
