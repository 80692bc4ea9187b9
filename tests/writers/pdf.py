"""PDF files written byte by byte, so that a test knows what stands where. Every glyph is drawn: no font file is needed."""

import re
from itertools import groupby

LEFT, SIZE, PITCH = 72, 16, 28
TAIL = 760  # the first baseline


def show(x: float, y: float, text: str, size: float = SIZE, matrix: str = "1 0 0 1") -> bytes:
    """A text that begins at a point, as a content stream writes it: a font for every 256 characters."""
    shown = b"".join(
        f"/F{block:02X} {size} Tf <{bytes(ord(character) & 255 for character in run).hex()}> Tj ".encode()
        for block, run in groupby(text, lambda character: ord(character) >> 8)
    )
    return f"BT {matrix} {x} {y} Tm ".encode() + shown + b"ET\n"


def spaced(x: float, y: float, text: str, step: float, size: float = SIZE) -> bytes:
    """Each character set by itself, as many producers do."""
    return b"".join(show(x + step * at, y, character, size) for at, character in enumerate(text))


def prose(*lines: str, top: float = TAIL, left: float = LEFT, size: float = SIZE) -> bytes:
    """Lines at the usual distance; one that begins with two full-width spaces is indented."""
    indents = [len(line) - len(line.lstrip("\u3000")) for line in lines]
    return b"".join(
        show(left + indent * size, top - PITCH * at, line[indent:], size)
        for at, (indent, line) in enumerate(zip(indents, lines, strict=True))
    )


def stroke(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return f"{x0} {y0} m {x1} {y1} l S\n".encode()


def bar(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """The same line as a thin filled rectangle."""
    return f"{min(x0, x1) - 0.25} {min(y0, y1) - 0.25} {abs(x1 - x0) + 0.5} {abs(y1 - y0) + 0.5} re f\n".encode()


GLYPHS = {"w": 1000, "h": 500}  # every character is a box: wide or half


def font(block: int) -> tuple[bytes, bytes]:
    """The font of 256 characters (its glyphs are drawn, so no font file is needed), and what they mean."""
    names = ["h" if (block << 8) + code < 0x2E80 else "w" for code in range(256)]
    widths = " ".join(str(GLYPHS[name]) for name in names)
    described = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 -120 1000 880]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</w 3 0 R/h 4 0 R>>"
        f"/Encoding<</Differences[0{''.join(f'/{name}' for name in names)}]>>"
        f"/FirstChar 0/LastChar 255/Widths[{widths}]/ToUnicode {301 + 2 * block} 0 R>>"
    )
    ranges = f"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <{block << 8:04X}> endbfrange"
    return described.encode(), stream(f"begincmap {ranges} endcmap".encode())


def stream(content: bytes, entries: str = "") -> bytes:
    return f"<</Length {len(content)}{entries}>>stream\n".encode() + content + b"\nendstream"


def paper(*pages: bytes, media="0 0 595 842", rotate=0, info="", image=False, encrypt="") -> bytes:
    """A PDF file of some content streams. A page without one shows a picture if ``image``."""
    kids = " ".join(f"{1000 + 2 * at} 0 R" for at in range(len(pages)))
    blocks = sorted({int(found, 16) for page in pages for found in re.findall(rb"/F([0-9A-F]{2}) ", page)})
    fonts = "".join(f"/F{block:02X} {300 + 2 * block} 0 R" for block in blocks)
    picture = "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        3: stream(b"1000 0 0 -120 1000 880 d1 0 -120 1000 1000 re f"),
        4: stream(b"500 0 0 -120 500 880 d1 0 -120 500 1000 re f"),
        6: stream(b"\x80", picture),
        7: f"<<{info}>>".encode(),
    }
    for block in blocks:
        objects[300 + 2 * block], objects[301 + 2 * block] = font(block)
    for at, content in enumerate(pages):
        resources = f"/Resources<</Font<<{fonts}>>/XObject<</I 6 0 R>>>>"
        shape = f"/MediaBox[{media}]/Rotate {rotate}/Contents {1001 + 2 * at} 0 R"
        objects[1000 + 2 * at] = f"<</Type/Page/Parent 2 0 R{shape}{resources}>>".encode()
        objects[1001 + 2 * at] = stream(content or (b"500 0 0 700 40 40 cm /I Do" if image else b""))
    data = b"%PDF-1.4\n"
    entries = [b"0000000000 65535 f \n"] * (max(objects) + 1)
    for number, body in objects.items():
        entries[number] = b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n" % len(entries) + b"".join(entries)
    tail = f"trailer<</Size {len(entries)}/Root 1 0 R/Info 7 0 R{encrypt}>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + table + tail.encode()


def ruled(rows: list[list[str]], top: float, xs=(60, 160, 260, 360), height=30) -> bytes:
    bottom = top - height * len(rows)
    drawn = b"".join(stroke(xs[0], top - height * at, xs[-1], top - height * at) for at in range(len(rows) + 1))
    drawn += b"".join(stroke(x, bottom, x, top) for x in xs)
    return drawn + b"".join(
        show(x + 6, top - height * (at + 0.6), text, 10)
        for at, row in enumerate(rows)
        for x, text in zip(xs, row, strict=False)
        if text
    )
