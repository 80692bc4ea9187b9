"""The spaCy `Language`: plain views on the document that survive workers and serialisation, equal to what `mine` finds."""

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

import textmine
from textmine.components import COMPONENTS, WordTokenizer

ROOT = Path(__file__).parents[1]
REPORTS = sorted((ROOT / "corpora/reports").glob("*.txt"))
GROUPS = {"sections", "passages", "figures", "periods"}
TEXT = "柳河区2021年工作总结\n一、总体情况\n上半年，公开信息120条，同比增长8%。\n12月底，办结60多条。"


@pytest.fixture(scope="module")
def nlp():
    return textmine.load()


def plain(value: object) -> bool:
    """Whether a value holds nothing but JSON types."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(plain, value))
    return value is None or type(value) in (str, int, float, bool)


def views(doc) -> dict[str, list[dict[str, object]]]:
    return {name: group.attrs["items"] for name, group in doc.spans.items()}


def test_the_pipeline_is_the_list_of_stages(nlp):
    assert nlp.lang == "zh"
    assert tuple(nlp.pipe_names) == COMPONENTS
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in COMPONENTS}


@pytest.mark.parametrize(
    "text", ["", " ", "\r\n\t", TEXT, f"\ufeff{TEXT}", "办结3件🙂𠮷\u3000\u3000A-b_c 1.2.3", "a\x00b"], ids=repr
)
def test_the_text_is_unchanged(nlp, text):
    assert nlp(text).text == text


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_sample_archive(nlp, path):
    text = path.read_bytes().decode()
    doc, report = nlp(text), textmine.mine(text)
    assert doc.text == text
    found = {key: value for key, value in report.to_dict().items() if key != "text"}
    assert doc.user_data == {"report": found}
    assert set(doc.spans) == GROUPS
    for name, group in doc.spans.items():
        items = group.attrs["items"]
        assert len(group) == len(items)
        assert group.name == name
        for span, item in zip(group, items, strict=True):
            assert span.start_char <= item["start"] < item["end"] <= span.end_char
            assert span.label_ == name
    assert views(doc)["sections"] == found["sections"]
    assert views(doc)["passages"] == found["passages"]
    assert views(doc)["figures"] == [item for item in found["facts"] if item["source"] == "narrative"]


def test_a_span_is_widened_to_whole_words(nlp):
    doc = nlp(TEXT)
    group = doc.spans["figures"]
    assert [item["quote"] for item in group.attrs["items"]] == ["120条", "8%", "60多条"]
    assert all(item["quote"] in span.text for span, item in zip(group, group.attrs["items"], strict=True))


def test_periods_carry_their_reading(nlp):
    first, *_ = views(nlp(TEXT))["periods"]
    assert (first["quote"], first["role"]) == ("上半年", "reign")
    assert first["period"]["start"] == "2021-01-01"
    assert first["period"]["end"] == "2021-06-30"


def test_what_hangs_on_a_document_is_plain(nlp):
    doc = nlp(TEXT)
    assert set(doc.user_data) == {"report"}
    assert plain(doc.user_data["report"])
    assert plain(views(doc))


@pytest.mark.parametrize("text", ["", " \n\u3000"], ids=repr)
def test_an_empty_document_has_empty_groups(nlp, text):
    doc = nlp(text)
    assert views(doc) == {name: [] for name in GROUPS}
    assert doc.user_data["report"]["report"]["status"] == "empty"


def test_two_processes_find_what_one_finds(nlp):
    texts = [TEXT, "", "办结364项。", *(path.read_bytes().decode() for path in REPORTS[:2])]
    alone = list(nlp.pipe(texts))
    shared = list(nlp.pipe(texts, n_process=2, batch_size=2))
    assert [doc.text for doc in shared] == texts
    assert [doc.user_data for doc in shared] == [doc.user_data for doc in alone]
    assert [views(doc) for doc in shared] == [views(doc) for doc in alone]


def test_documents_pass_through_a_docbin(nlp):
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (read,) = DocBin(store_user_data=True).from_bytes(stored).get_docs(spacy.blank("zh").vocab)
    assert read.text == doc.text
    assert json.dumps(read.user_data) == json.dumps(doc.user_data)  # spaCy reads lists back as tuples
    assert json.dumps(views(read), sort_keys=True) == json.dumps(views(doc), sort_keys=True)
    assert [[(s.start_char, s.end_char) for s in read.spans[n]] for n in sorted(GROUPS)] == [
        [(s.start_char, s.end_char) for s in doc.spans[n]] for n in sorted(GROUPS)
    ]


def test_the_language_passes_through_a_folder(nlp, tmp_path):
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again.pipe_names == nlp.pipe_names
    assert views(again(TEXT)) == views(nlp(TEXT))
    assert json.loads((tmp_path / "nlp/meta.json").read_text("utf-8"))["lang"] == "zh"


def test_the_tokenizer_has_nothing_to_serialise(nlp):
    tokenizer = WordTokenizer(nlp.vocab)
    assert tokenizer.to_bytes() == b""
    assert tokenizer.from_bytes(b"") is tokenizer
    assert [token.text for token in tokenizer("主动公开2645条")] == ["主动", "公开", "2645", "条"]


def test_words_that_a_memory_zone_forgets_are_learnt_again(nlp):
    with nlp.memory_zone():
        nlp("罕见词语甲乙丙zq1")
    assert nlp("罕见词语甲乙丙zq1，办结3件").text == "罕见词语甲乙丙zq1，办结3件"


def test_a_document_as_one_passage():
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "textmine.words.v1"}}})
    nlp.add_pipe("textmine_categories")
    doc = nlp("不动产登记办理时间压缩至3个工作日。")
    assert max(doc.cats, key=doc.cats.get) == "business.property"
    assert len(doc.cats) == 45
    assert all(0 <= score <= 1 for score in doc.cats.values())
    assert nlp("").cats


def test_a_model_that_is_not_there_is_told(tmp_path):
    from textmine.errors import ModelError

    nlp = spacy.blank("zh")
    with pytest.raises(ModelError, match=r"checksums\.txt"):
        nlp.add_pipe("textmine_categories", config={"model": str(tmp_path)})


def test_words_that_are_known_give_the_same_categories(nlp):
    text = "一、总体情况2021年，全县公开信息364条。\n二、依申请公开\n收到申请8件，均已答复；复议1件，维持。\n"
    assert [each["categories"] for each in nlp(text).user_data["report"]["passages"]] == [
        each["categories"] for each in textmine.mine(text).to_dict()["passages"]
    ]
