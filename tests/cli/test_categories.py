"""classify, train, evaluate and label, and mining with a model of one's own or a damaged one."""

import json
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from textmine.classify.current import shipped_model, use_model
from textmine.cli.main import main
from textmine.lexicon import use_overlay

REPORT = (
    "临湖市2019年政府信息公开工作年度报告\n一、总体情况\n2019年，全市主动公开政府信息364条，改版门户网站。\n"
    "二、依申请公开\n收到政府信息公开申请8件，均按期答复。\n三、行政复议\n行政复议2件，维持2件。\n四、其他\n暂无其他需要说明的事项。\n"
)


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def real(capsys: pytest.CaptureFixture[str]):
    """Runs the command with the whole pipeline and gives its exit code and output."""
    sys.modules.pop("fake_pipeline", None)

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code
        return Result(code, *capsys.readouterr())

    yield run
    use_overlay(None)
    use_model(shipped_model())


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    return path


@pytest.fixture
def facts(real, report: Path, tmp_path: Path) -> Path:
    path = tmp_path / "facts.db"
    assert real("run", report, "--store", path, "--quiet").code == 0
    return path


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """A taxonomy of two labels over four documents."""
    rows = [
        {"document": f"d{n}", "headings": ["总结"], "text": text, "labels": [label]}
        for n in range(4)
        for text, label in (("茶园新建，茶叶增收。", "tea"), ("渔港扩建，渔船入港。", "sea"))
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def test_categories_with_their_reasons(real, report: Path):
    shown = real("classify", report, "--explain")
    assert shown.code == 0
    assert "disclosure.request 1.00" in shown.out
    assert "[boilerplate]" in shown.out
    assert "依申请公开 +6.00 (heading)" in shown.out
    rows = json.loads(real("classify", report, "--explain", "--json").out)
    assert [row["category"] for row in rows][1:3] == ["disclosure.request", "remedy"]
    assert REPORT[rows[1]["start"] : rows[1]["end"]] == rows[1]["text"]
    assert {word["where"] for word in rows[1]["reasons"]["words"]} >= {"text", "heading", "place"}


def test_a_file_that_is_not_there_or_no_report(real, tmp_path: Path):
    assert real("classify", tmp_path / "none").code == 2
    (tmp_path / "a.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert real("classify", tmp_path / "a.doc").code == 3
    (tmp_path / "rows.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n', "utf-8")
    assert "holds many documents" in real("classify", tmp_path / "rows.jsonl").err


def test_a_model_of_ones_own(real, labels: Path, report: Path, tmp_path: Path):
    model = tmp_path / "models/mine"
    trained = real("train", labels, "--model", model)
    assert trained.code == 0
    assert "accuracy    1.000" in trained.out
    assert "majority" in trained.out
    assert sorted(path.name for path in model.iterdir()) == [
        "card.md", "checksums.txt", "labels.toml", "metrics.json", "model.skops",
    ]  # fmt: skip
    assert "8 passages of 4 documents" in (model / "card.md").read_text("utf-8")
    rates = json.loads(real("evaluate", model, labels, "--json").out)
    assert (rates["accuracy"], rates["passages"]) == (1.0, 8)
    assert "tea" in real("evaluate", model, labels).out
    report.write_text("茶园新建，茶叶增收12%。\n", "utf-8")
    assert real("classify", report, "--model", model).out.split()[1] == "tea"
    assert '"category": "tea"' in real("extract", report, "--json", "--model", model).out
    store = tmp_path / "tea.db"
    assert real("run", report, "--store", store, "--model", model, "--quiet").code == 0
    with sqlite3.connect(store) as connection:
        assert connection.execute("SELECT DISTINCT category FROM fact_view").fetchall() == [("tea",)]
    connection.close()


def test_another_model_mines_anew(real, report: Path, facts: Path, tmp_path: Path):
    assert "0 mined + 1 known" in real("run", report, "--store", facts).out
    model = Path(shutil.copytree(shipped_model(), tmp_path / "copy"))
    assert "1 mined" in real("run", report, "--store", facts, "--model", model).out


def test_a_damaged_model_is_told_once_and_mining_goes_on(real, report: Path, tmp_path: Path):
    shutil.copy(report, tmp_path / "second.txt")
    model = Path(shutil.copytree(shipped_model(), tmp_path / "model"))
    (model / "model.skops").write_bytes((model / "model.skops").read_bytes()[:1000])
    store = tmp_path / "facts.db"
    mined = real("run", report, tmp_path / "second.txt", "--store", store, "--model", model, "--quiet")
    assert mined.code == 0
    assert mined.err.count("model.skops") == 1
    assert "cue rules alone" in mined.err
    with sqlite3.connect(store) as connection:
        categories = {
            category
            for (category,) in connection.execute("SELECT text FROM passages JOIN terms ON terms.pk = category")
        }
    connection.close()
    assert "disclosure.request" in categories
    assert "disclosure.request" in real("classify", report, "--model", model).out
    assert real("evaluate", model, tmp_path / "none.jsonl").code == 65


@pytest.mark.parametrize(
    ("text", "code"),
    [("", 2), ('{"document": "a", "text": "甲", "labels": ["x"]}\n', 2), ("{\n", 65)],
    ids=["none", "one", "no JSON"],
)
def test_labels_that_are_too_few_or_broken(real, tmp_path: Path, text: str, code: int):
    path = tmp_path / "labels.jsonl"
    path.write_text(text, "utf-8")
    told = real("train", path, "--model", tmp_path / "model")
    assert told.code == code
    assert str(path) in told.err
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize("tool", ["label-studio", "doccano", "prodigy"])
def test_there_and_back_by_a_tool(real, facts: Path, tmp_path: Path, tool: str):
    todo, tasks, back = tmp_path / "todo.jsonl", tmp_path / "tasks", tmp_path / "back.jsonl"
    assert real("label", "suggest", facts, "-n", 2, "--out", todo).code == 0
    rows = [json.loads(line) for line in todo.read_text("utf-8").splitlines()]
    assert len(rows) == 2
    assert rows[0]["doubt"] >= rows[1]["doubt"]
    assert all(REPORT[row["start"] : row["end"]] == row["text"] for row in rows)
    assert real("label", "export", todo, "--to", tool, "--out", tasks).code == 0
    text = tasks.read_text("utf-8")
    if tool == "label-studio":
        text = json.dumps([{**row, "annotations": row["predictions"]} for row in json.loads(text)])
    elif tool == "prodigy":
        text = text.replace('"config"', '"answer": "accept", "config"')
    tasks.write_text(text, "utf-8")
    done = real("label", "import", tasks, "--to", tool, "--source", facts, "--out", back)
    assert (done.code, "2 passages labelled" in done.err) == (0, True)
    found = [json.loads(line) for line in back.read_text("utf-8").splitlines()]
    assert [(row["text"], row["labels"]) for row in found] == [(row["text"], row["labels"]) for row in rows]
    changed = text.replace(json.dumps("申请8件")[1:-1], json.dumps("申请9件")[1:-1]).replace("申请8件", "申请9件")
    if changed != text:
        tasks.write_text(changed, "utf-8")
        told = real("label", "import", tasks, "--to", tool, "--source", facts)
        assert (told.code, "is not that of the source" in told.err) == (3, True)


def test_the_tool_is_told_of_the_labels(real, labels: Path, tmp_path: Path):
    config = tmp_path / "interface.xml"
    assert real("label", "export", labels, "--to", "label-studio", "--config", config).code == 0
    assert '<Choice value="tea"' in config.read_text("utf-8")
    assert real("label", "export", labels, "--to", "prodigy", "--config", config).code == 2


def test_an_import_that_is_no_file_of_the_tool(real, labels: Path, tmp_path: Path):
    (tmp_path / "x.json").write_text("{}", "utf-8")
    told = real("label", "import", tmp_path / "x.json", "--to", "label-studio", "--source", labels)
    assert (told.code, "x.json" in told.err) == (65, True)
    assert real("label", "suggest", tmp_path / "none.db").code == 2
