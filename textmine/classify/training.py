"""Trains a classifier on labelled passages and stores it as a model folder; `scripts/train` calls it.

Never run at installation: training differs in its last bits between processors, a stored model does not.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

from textmine.classify.cues import Passage, read_cues
from textmine.classify.estimator import FILES, FORMAT, Estimator, features
from textmine.lexicon.taxonomy import taxonomy

_GOLDEN: tuple[Passage, ...] = (
    ("本年度收到政府信息公开申请8件,均在法定期限内答复。", ["二、依申请公开情况"]),
    ("企业开办时间压缩至1个工作日,简易注销全程网办。", ["(一)深化商事制度改革"]),
    ("全年生产总值增长6.5%,规模以上工业增加值增长7.1%。", ["一、过去一年工作回顾"]),
    ("公开栏更新不够及时,解读形式比较单一。", ["三、存在的主要问题"]),
    ("改版门户网站,政务微博粉丝达到3万人。", ["(三)平台建设"]),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledReport:
    """The passages of one report, each with its accepted labels, the primary one first."""

    id: str
    passages: tuple[Passage, ...]
    labels: tuple[tuple[str, ...], ...]


def train(reports: Sequence[LabelledReport]) -> Estimator:
    """A logistic regression on the cues of the passages; the order of ``reports`` does not matter."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    seen: list[dict[str, float]] = []
    wanted: list[str] = []
    for report in sorted(reports, key=lambda report: report.id):
        seen += [features(reading) for reading in read_cues(report.passages)]
        wanted += [labels[0] for labels in report.labels]
    pipeline = make_pipeline(DictVectorizer(), LogisticRegression(C=1.0, max_iter=2000))
    pipeline.fit(seen, wanted)
    return Estimator(pipeline, tuple(str(label) for label in pipeline.classes_))


def save(estimator: Estimator, folder: Path, *, card: str, metrics: dict[str, Any]) -> None:
    """Write the model folder, checksums last; `load_estimator` reads it back."""
    import numpy as np
    import sklearn
    import skops
    import skops.io

    golden = []
    for text, headings in _GOLDEN:
        chances = estimator.chances(read_cues([(text, headings)]))[0]
        best = max(range(len(chances)), key=chances.__getitem__)
        label = taxonomy().categories[best].label
        golden.append({"text": text, "headings": list(headings), "label": label, "score": round(chances[best], 4)})
    manifest = {
        "format": FORMAT,
        "scikit-learn": sklearn.__version__,
        "skops": skops.__version__,
        "numpy": np.__version__,
        "features": len(estimator.pipeline[0].feature_names_),
        "golden": golden,
    }

    def plain(value: object) -> bytes:
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    files = {
        "card.md": card.encode("utf-8"),
        "labels.json": plain(estimator.labels),
        "manifest.json": plain(manifest),
        "metrics.json": plain(metrics),
        "model.skops": skops.io.dumps(estimator.pipeline, compression=ZIP_DEFLATED, compresslevel=9),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_bytes(files[name])
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in FILES)
    (folder / "checksums.txt").write_text(sums, "utf-8")
