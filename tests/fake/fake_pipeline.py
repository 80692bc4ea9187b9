"""A stand-in for textmine.pipeline, for tests of what is around it: quick, and wrong in no interesting way.

Every `数字 + 件|项|%|个工作日` is a fact; its indicator is the Han text before it. Lines are passages, `一、…` are headings. A text with
BOOM makes it fail unless FAKE_SOUND is set, and other words in capitals do worse (`FAULTS`); FAKE_PAUSE makes it wait so many seconds, so that a run can be stopped in the middle.
"""

import os
import re
import signal
import time
from decimal import Decimal
from pathlib import Path

from textmine.schema import Document, Fact, Link, Passage, Report, Section, year_span

FIGURE = re.compile(r"(\d+(?:\.\d+)?)(个工作日|件|项|%)")
UNITS = {"个工作日": "{working_day}", "件": "{件}", "项": "{项}", "%": "%"}
PERIOD = year_span(2019)


def spin() -> None:
    while True:
        pass


def eat() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(2**24))


# What a text can do to the process that mines it.
FAULTS = {
    "KILL": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "SEGV": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "EXIT": lambda: os._exit(7),
    "HANG": lambda: time.sleep(1000),
    "SPIN": spin,
    "EAT": eat,
    "ORPHAN": lambda: os.kill(os.getppid(), signal.SIGKILL),
}


def fault(text: str) -> None:
    """Do what the text says; with ONCE only the first time, which a file beside the store remembers."""
    for word, do in FAULTS.items():
        if word in text:
            if "ONCE" in text:
                mark = Path(f"{word}.done")
                if mark.exists():
                    return
                mark.touch()
            do()


def mine_document(document: Document, _words: object = None, *, most_facts: int | None = None) -> Report:
    time.sleep(float(os.environ.get("FAKE_PAUSE", "0")))
    fault(document.text)
    if "BOOM" in document.text and "FAKE_SOUND" not in os.environ:
        raise RuntimeError("secret words of the report")
    mined = document.status in ("ok", "partial")
    sections, passages, facts = found(document) if mined else ((), (), ())
    facts = facts if most_facts is None else facts[: most_facts + 1]
    links: list[Link] = []
    last: dict[tuple[str | None, str], Fact] = {}
    for fact in facts:
        before = last.get((fact.passage, fact.unit))
        if before is not None:
            links.append(Link(rel="changed_to", source=before.id, target=fact.id))
        last[fact.passage, fact.unit] = fact
    return Report(
        id=document.sha256[:16] or "0" * 16,
        path=document.path,
        sha256=document.sha256,
        text=document.text,
        title=document.metadata.title,
        issuer=document.metadata.issuer or ("测试市人民政府" if mined else None),
        period=PERIOD,
        encoding=document.encoding,
        metadata=document.metadata,
        status=document.status,
        reason=document.reason,
        sections=sections,
        passages=passages,
        facts=facts,
        links=tuple(links),
    )


def found(document: Document):
    text, (first, last) = document.text, document.body
    sections: list[Section] = []
    passages: list[Passage] = []
    facts: list[Fact] = []
    for line in re.compile(r"[^\n]+").finditer(text, first, last):
        start, end = line.span()
        if heading := re.match("[一二三]、", line.group()):
            sections.append(
                Section(
                    id=f"s{len(sections) + 1}",
                    parent=None,
                    level=1,
                    marker=heading.group(),
                    title=line.group()[heading.end() :],
                    start=start,
                    end=last,
                    body=end,
                )
            )
            continue
        section = sections[-1].id if sections else None
        passage = Passage(id=f"p{len(passages) + 1}", section=section, start=start, end=end, category="other")
        passages.append(passage)
        for figure in FIGURE.finditer(text, start, end):
            facts.append(fact_of(document, figure, section, passage, len(facts)))
    return tuple(sections), tuple(passages), tuple(facts)


def fact_of(document: Document, figure: re.Match[str], section: str | None, passage: Passage, number: int) -> Fact:
    before = re.search(
        r"[\u4e00-\u9fff]{0,12}$", document.text[max(passage.start, figure.start() - 12) : figure.start()]
    )
    return Fact(
        id=f"{number:04x}{document.sha256[:12]}",
        source="narrative",
        start=figure.start(),
        end=figure.end(),
        quote=figure.group(),
        value=Decimal(figure[1]),
        value_high=None,
        bound="exact",
        unit=UNITS[figure[2]],
        change=None,
        status="actual",
        indicator=before.group() if before else None,
        subject="测试局",
        period=PERIOD,
        section=section,
        passage=passage.id,
        category="other",
        rules=(("value", "arabic"), ("unit", "counter")),
    )
