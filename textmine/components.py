"""The stages of `stages.py` as spaCy components.

`load()` gives a `Language` whose documents carry views of what was found: spans in ``doc.spans["sections"]``,
``["passages"]``, ``["figures"]`` and ``["periods"]``, with a plain dict for each span, in order, in
``SpanGroup.attrs["items"]``, and the whole report as a plain dict in ``doc.user_data["report"]``. Plain types survive
`nlp.pipe(n_process=2)` and `DocBin`; what the stages hand on to each other is taken off the document by the last one.
"""

from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import registry
from spacy.vocab import Vocab

from textmine import stages
from textmine.classify import Model, Tokens, load_model
from textmine.classify.current import shipped_model
from textmine.classify.hashed import HashedWords
from textmine.classify.labels import judge
from textmine.classify.samples import opening_end
from textmine.read import read_text
from textmine.schema.codec import period_to_dict, report_to_dict
from textmine.segment.tokenizer import cut, cut_each, inside

_WORK, _TEXT = "textmine_work", "textmine_text"
COMPONENTS = ("textmine_tabulate", "textmine_structure", "textmine_categorise", "textmine_extract", "textmine_connect")


class _Hashes(dict[str, int]):
    """The hashes of the words met so far, by word: spaCy takes hashes in half the time that it takes words."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab

    def __missing__(self, word: str) -> int:
        found: int = self._vocab.strings.add(word)
        self[word] = found
        return found


class WordTokenizer:
    """spaCy tokenizer over jieba's words; ``doc.text == text`` for every text, white space included."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._hashes = _Hashes(vocab)

    def __call__(self, text: str) -> Doc:
        doc = self._doc(cut(text))
        doc.user_data[_TEXT] = text  # spares joining the words again, and says that they are those that passages have
        return doc

    def _doc(self, words: list[str]) -> Doc:
        spaces = [False] * len(words)
        hashes: list[Any] = list(map(self._hashes.__getitem__, words))  # spaCy's types know words alone
        try:
            return Doc(self.vocab, words=hashes, spaces=spaces)
        except KeyError:  # the vocabulary has forgotten words that it met in a `memory_zone`
            self._hashes.clear()
            return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_kwargs: Any) -> bytes:
        """Nothing to serialise: the dictionary ships with its package."""
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: Any) -> "WordTokenizer":
        """See `to_bytes`."""
        return self

    def to_disk(self, _path: Any, **_kwargs: Any) -> None:
        """See `to_bytes`."""

    def from_disk(self, _path: Any, **_kwargs: Any) -> "WordTokenizer":
        """See `to_bytes`."""
        return self


@registry.tokenizers("textmine.words.v1")  # type: ignore[untyped-decorator]  # catalogue publishes no types
def create_tokenizer() -> Any:
    """The tokenizer as spaCy's registry wants it."""

    def create(nlp: Language) -> WordTokenizer:
        return WordTokenizer(nlp.vocab)

    return create


def _work(doc: Doc) -> stages.Work:
    if _WORK not in doc.user_data:
        text = doc.user_data.pop(_TEXT, None)
        document = read_text(text or doc.text)
        doc.user_data[_WORK] = stages.Work(document=document, words=_words(doc, text) if text else None)
    work: stages.Work = doc.user_data[_WORK]
    return work


def _words(doc: Doc, text: str) -> HashedWords:
    starts, hashes = doc.to_array(["IDX", "ORTH"]).T
    return HashedWords(
        text=text,
        starts=starts.astype("int64"),
        hashes=hashes.copy(),  # side by side
        hash_of=get_string_id,
        inside=inside,
        cut=cut_each,
    )


def _advance(doc: Doc, stage: Any) -> Doc:
    work = _work(doc)
    if work.document.status in ("ok", "partial"):
        doc.user_data[_WORK] = stage(work)
    return doc


@Language.component("textmine_tabulate", assigns=["doc.user_data"])
def tabulate(doc: Doc) -> Doc:
    """Find the tables."""
    return _advance(doc, stages.tabulate)


@Language.component("textmine_structure", assigns=["doc.user_data"], requires=["doc.user_data"])
def structure(doc: Doc) -> Doc:
    """Cut into sections and passages."""
    return _advance(doc, stages.structure)


@Language.component("textmine_categorise", assigns=["doc.user_data"], requires=["doc.user_data"])
def categorise(doc: Doc) -> Doc:
    """Give the passages their categories."""
    return _advance(doc, stages.categorise)


@Language.component("textmine_extract", assigns=["doc.user_data"], requires=["doc.user_data"])
def extract(doc: Doc) -> Doc:
    """Read figures and periods."""
    return _advance(doc, stages.extract)


@Language.component("textmine_connect", assigns=["doc.spans", "doc.user_data"], requires=["doc.user_data"])
def connect(doc: Doc) -> Doc:
    """Make and link the facts, then leave plain views on the document in place of the work."""
    _advance(doc, stages.connect)
    work = _work(doc)
    del doc.user_data[_WORK]
    found = report_to_dict(stages.report(work))
    doc.user_data["report"] = {key: value for key, value in found.items() if key != "text"}
    narrative = [fact for fact in found["facts"] if fact["source"] == "narrative"]
    periods = [
        {
            "start": m.start,
            "end": m.end,
            "quote": m.quote,
            "role": m.role,
            "rule": m.rule,
            "period": period_to_dict(m.period),
        }
        for m in work.mentions
    ]
    views = {"sections": found["sections"], "passages": found["passages"], "figures": narrative, "periods": periods}
    starts = work.words.starts if work.words else doc.to_array("IDX").astype("int64")
    for name, items in views.items():
        _hang(doc, name, items, starts)
    return doc


def _hang(doc: Doc, name: str, items: list[dict[str, Any]], starts: Any) -> None:
    """Spans in ``doc.spans[name]``, widened to whole words, and the items themselves in its attrs in the same order.

    ``starts`` says where each token begins.
    """
    label = doc.vocab.strings.add(name)  # here once, not for each span
    first = starts.searchsorted([item["start"] for item in items], side="right") - 1
    last = starts.searchsorted([item["end"] for item in items])
    spans = [Span(doc, start, end, label) for start, end in zip(first.tolist(), last.tolist(), strict=True)]
    doc.spans[name] = SpanGroup(doc, name=name, spans=spans, attrs={"items": items})


class CategoriesOfText:
    """spaCy component that takes a document for one passage and puts the probability of every label in ``doc.cats``.

    The words are those of the document's tokenizer; headings stand in ``doc.user_data["headings"]``, outermost first, if
    there are any.
    """

    def __init__(self, model: Model | None) -> None:
        self._model = model

    def __call__(self, doc: Doc) -> Doc:
        headings = list(doc.user_data.get("headings", ()))
        opening = opening_end(doc.text, 0, len(doc.text))
        words = [token.text for token in doc if token.idx < opening]
        tokens = Tokens(texts=[words], headings={heading: cut(heading) for heading in headings})
        verdict = judge([(doc.text, headings)], tokens=tokens, model=self._model)
        doc.cats = dict(zip(verdict.labels, verdict.chances[0].tolist(), strict=True))
        return doc


@Language.factory("textmine_categories", assigns=["doc.cats"], default_config={"model": None})
def create_categories(nlp: Language, name: str, model: str | None) -> CategoriesOfText:  # noqa: ARG001  # spaCy passes them
    """The component with the model in a folder, by default the one that ships with textmine.

    Raises `ModelError` where the model cannot be used.

    >>> nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "textmine.words.v1"}}})
    >>> categories = nlp.add_pipe("textmine_categories")
    >>> cats = nlp("本年度收到政府信息公开申请8件，均按期答复。").cats
    >>> max(cats, key=cats.get)
    'disclosure.request'
    """
    return CategoriesOfText(load_model(Path(model) if model else shipped_model()))


def load() -> Language:
    """A spaCy `Language` that mines every text it is given.

    >>> doc = load()("2019年，全区共举办培训班12期。")
    >>> [(span.text, item["unit"]) for span, item in zip(doc.spans["figures"], doc.spans["figures"].attrs["items"])]
    [('12期', '{期}')]
    """
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "textmine.words.v1"}}})
    for name in COMPONENTS:
        nlp.add_pipe(name)
    nlp.max_length = 50_000_000  # characters; spaCy's own limit guards the memory of models that are not used here
    return nlp
