"""The canonical dump: equal for equal content, however the store came about."""

import json
from pathlib import Path

from textmine.store import dump, open_store, program_version, reading


def dumped(store: Path, *, canonical: bool = True) -> list[str]:
    with reading(store) as connection:
        return list(dump(connection, canonical=canonical))


def test_the_order_of_writing_does_not_matter(store: Path, tmp_path: Path, reports, records):
    other = tmp_path / "other.db"
    for names in (("c.txt",), ("b.txt", "a.txt")):  # in two runs, the other way round, with a detour
        with open_store(other, program="another version") as writer:
            for name in names:
                detour = reports(name, "公开8件。\n" + name)
                writer.record(records(detour), detour)
                writer.record(records(reports(name)), reports(name))
    assert dumped(other) == dumped(store)
    assert dumped(other, canonical=False) != dumped(store, canonical=False)


def test_lines_are_json_with_all_tables_and_no_keys_of_the_database(store: Path):
    records = [json.loads(line) for line in dumped(store)]
    assert {record["record"] for record in records} == {"files", "reports", "sections", "passages", "facts"}
    assert not any({"pk", "sentence", "program"} & set(record) for record in records)
    assert all(
        record["program"] == "test" for record in map(json.loads, dumped(store, canonical=False)) if "program" in record
    )


def test_the_folder_that_all_files_share_is_left_out(tmp_path: Path, reports, records):
    stores = {}
    for folder in ("x", "../far/y"):
        path = tmp_path / f"{len(stores)}.db"
        with open_store(path, program="test") as writer:
            for name in ("a.txt", "b.txt"):
                writer.record(records(reports(name), path=f"{folder}/{name}"), reports(name))
        stores[folder] = dumped(path)
    assert stores["x"] == stores["../far/y"]


def test_an_empty_store(tmp_path: Path):
    with open_store(tmp_path / "facts.db", program="test"):
        pass
    assert dumped(tmp_path / "facts.db") == []


def test_the_program_version_follows_the_vocabulary(tmp_path: Path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "two/units.toml").write_text("[x]")
    models = tmp_path / "one"
    plain = program_version("1.0", models=models)
    assert plain == program_version("1.0", models=models)
    assert plain.startswith("1.0+")
    others = {program_version("1.0", models=models, lexicon=tmp_path / name) for name in ("one", "two")}
    assert len({plain, *others, program_version("1.0", models=tmp_path / "two")}) == 4
