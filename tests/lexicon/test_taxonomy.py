"""The taxonomy, and what a user lays over it."""

from pathlib import Path

import pytest

from textmine.errors import LexiconError
from textmine.lexicon import use_overlay
from textmine.lexicon.taxonomy import taxonomy


@pytest.fixture
def overlay(tmp_path: Path):
    """Lays a taxonomy.toml over the built-in one."""

    def lay(text: str):
        (tmp_path / "taxonomy.toml").write_text(text, "utf-8")
        use_overlay(tmp_path)
        return {category.label: category for category in taxonomy().categories}

    yield lay
    use_overlay(None)


def test_every_label_says_what_belongs_to_it():
    for category in taxonomy().categories:
        assert category.definition.endswith("。"), category.label
        assert category.en.isascii()
        assert category.label.startswith(("work.", "other")) or category.label == "problems" or category.document, (
            category.label
        )


def test_phrases_are_added_to_a_label(overlay):
    before = {category.label: category for category in taxonomy().categories}["platform"]
    found = overlay('[[label]]\nlabel = "platform"\nstrong = ["政务小程序"]\nzh = "平台"\n')["platform"]
    assert found.strong == (*before.strong, "政务小程序")
    assert (found.zh, found.headings, found.definition) == ("平台", before.headings, before.definition)


def test_only_some_labels_are_kept(overlay):
    assert list(overlay('only = ["remedy", "platform"]\n')) == ["remedy", "platform", "other"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('only = ["moon"]', "no such label: moon"),
        ('[[label]]\nlabel = "new"\n', "label new"),
        ('[[label]]\nlabel = "platform"\ncues = ["网"]\n', "two characters"),
        ('[[label]]\nlabel = "platform"\nfield = "sea"\n', "field is one of"),
    ],
)
def test_bad_overlays_are_told(overlay, text: str, told: str):
    with pytest.raises(LexiconError, match=told):
        overlay(text)
