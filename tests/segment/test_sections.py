"""Headings, the section tree and passages, on texts written for one point each."""

import itertools
import tomllib
from pathlib import Path

import pytest

from textmine.read import read_text
from textmine.segment import find_passages, find_sections, section_at, sentences

CASES = Path(__file__).parent / "cases"
SECTIONS = tomllib.loads((CASES / "sections.toml").read_text("utf-8"))["case"]
SENTENCES = tomllib.loads((CASES / "sentences.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", SECTIONS, ids=lambda case: case["name"])
def test_sections(case):
    found = find_sections(read_text(case["text"]))
    assert [[s.level, s.marker, s.title] for s in found] == case["sections"]


@pytest.mark.parametrize("case", SECTIONS, ids=lambda case: case["name"])
def test_sections_form_a_tree_in_text_order(case):
    text = case["text"]
    found = find_sections(read_text(text))
    by_id = {section.id: section for section in found}
    assert len(by_id) == len(found)
    assert all(left.start < right.start for left, right in itertools.pairwise(found))
    for section in found:
        shown = text[section.start :] if section.marker else "".join(text[section.start :].split())
        assert shown.startswith(section.marker or section.title[:4])
        assert section.start < section.body <= section.end <= len(text)
        assert not text[section.end - 1].isspace()
        inner = section_at(found, section.start)
        assert inner == section
        if section.parent:
            parent = by_id[section.parent]
            assert parent.level < section.level
            assert parent.start < section.start
            assert section.end <= parent.end


@pytest.mark.parametrize("case", [c for c in SECTIONS if "passages" in c], ids=lambda case: case["name"])
def test_passages(case):
    document = read_text(case["text"])
    sections = find_sections(document)
    found = find_passages(document.text, document.body, sections)
    assert [document.text[p.start : p.end] for p in found] == case["passages"]
    for passage in found:
        around = section_at(sections, passage.start)
        assert passage.section == (around.id if around else None)


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["name"])
def test_sentences(case):
    text = case["text"]
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == case["sentences"]


def test_sentences_of_a_part_count_from_the_start_of_the_text():
    text = "略。办结69件。余下3件。"
    assert list(sentences(text, 2, 8)) == [(2, 8)]


def test_a_text_without_full_stops_is_cut_at_commas():
    text = "办结各类事项36件，" * 400
    pieces = [text[a:b] for a, b in sentences(text, 0, len(text))]
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= 1500
    assert all(piece.endswith("，") for piece in pieces)


def test_a_place_outside_all_sections_has_none():
    text = "前言。\n一、总体情况\n平稳。"
    found = find_sections(read_text(text))
    assert section_at(found, 0) is None
    assert section_at(found, len(text)) is None
    assert section_at([], 0) is None


def test_regions_to_skip_may_lie_in_each_other():
    (passage,) = find_passages("甲乙丙丁。戊己", (0, 7), (), skip=[(0, 5), (1, 2)])
    assert (passage.start, passage.end) == (5, 7)


def test_markers_inside_tables_are_no_headings():
    text = "一、总体情况\n平稳。\n二、数据\n三、数据\n"
    table = (text.index("二、"), len(text))
    assert [s.title for s in find_sections(read_text(text), skip=[table])] == ["总体情况"]
