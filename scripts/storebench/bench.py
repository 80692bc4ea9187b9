"""scripts/bench-store: how fast a store is searched, beside the same questions asked by hand, and what a fact costs in bytes.

Filtered queries are drawn from the store by a seed: a rare word, a common one, two words, a phrase, each with one or two filters. Each is
asked through `textmine.store.search`, as `textmine search` does it; by a hand-written query on the full-text index of passages
with the same filters, best first by bm25 (FTS5's rank), 20 results; and, every so many, with LIKE in place of indexes, in all places where
search looks for words.
All run in one process on one file that has been read once, search and hand-written query taking turns in going first.
"""

import argparse
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from storebench.queries import Asked, queries
from textmine.store import reading, search
from textmine.store.index import phrase

_LIMIT = 20
_TEXT = ("reports", "passage_index", "section_index", "report_index")

_JOINS = """
    JOIN reports r ON r.pk = f.report JOIN units u ON u.pk = f.unit JOIN manners m ON m.pk = f.manner
    JOIN periods p ON p.pk = f.period LEFT JOIN terms c ON c.pk = f.category LEFT JOIN terms t ON t.pk = f.measure
"""
_FACTS = f"""
    CROSS JOIN passages g ON g.pk = x.rowid
    CROSS JOIN facts f NOT INDEXED ON f.pk BETWEEN g.first_fact AND g.last_fact {_JOINS}
"""


def by_hand(asked: Asked, *, ranked: bool = True) -> tuple[str, list[object]]:
    """The query as one writes it who knows FTS5 and the tables."""
    where = " AND ".join(each.sql for each in asked.filters)
    order = "ORDER BY x.rank, f.pk" if ranked else ""
    sql = f"""
        SELECT v.* FROM (
            SELECT f.pk FROM passage_index x {_FACTS}
            WHERE passage_index MATCH ? AND {where} {order} LIMIT {_LIMIT}
        ) best JOIN fact_view v ON v.pk = best.pk
        """  # noqa: S608  # our own conditions
    match = " AND ".join(map(phrase, asked.words))
    return sql, [match, *(value for each in asked.filters for value in each.values)]


def by_like(asked: Asked) -> tuple[str, list[object]]:
    """What search finds, without an index: each text is looked at once, and the shortest indicator comes first."""
    where = " AND ".join(each.sql for each in asked.filters)
    held, holds, values = [], [], []
    for number, word in enumerate(asked.words):
        held.append(_HELD.format(number=number))
        holds.append(_HOLDS.format(number=number))
        values += [f"%{word}%"] * 5
    sql = f"""
        WITH {", ".join(held)}
        SELECT v.* FROM (
            SELECT f.pk FROM facts f NOT INDEXED {_JOINS} LEFT JOIN indicators i ON i.pk = f.indicator
            WHERE {" AND ".join(holds)} AND {where} ORDER BY length(i.text), f.pk LIMIT {_LIMIT}
        ) best JOIN fact_view v ON v.pk = best.pk
        """  # noqa: S608  # our own conditions
    return sql, [*values, *(value for each in asked.filters for value in each.values)]


_HELD = """
    p{number} AS MATERIALIZED (
        SELECT x.pk FROM reports q CROSS JOIN passages x ON x.report = q.pk
        WHERE substr(q.text, x.start + 1, x.end - x.start) LIKE ?
    ),
    i{number} AS MATERIALIZED (SELECT pk FROM indicators WHERE text LIKE ?),
    s{number} AS MATERIALIZED (SELECT pk FROM sections WHERE path LIKE ?),
    r{number} AS MATERIALIZED (SELECT pk FROM reports WHERE title LIKE ? OR issuer LIKE ?)
"""
_HOLDS = """
    (f.passage IN p{number} OR f.indicator IN i{number} OR f.section IN s{number} OR f.report IN r{number})
"""


def timed_sql(connection: sqlite3.Connection, query: tuple[str, list[object]]) -> tuple[float, int]:
    """Milliseconds and rows of a query."""
    begun = time.process_time()
    rows = connection.execute(*query).fetchall()
    return (time.process_time() - begun) * 1000, len(rows)


def timed_search(connection: sqlite3.Connection, asked: Asked) -> tuple[float, int]:
    """The same for our search."""
    begun = time.process_time()
    page = search(connection, asked.text, limit=_LIMIT)
    return (time.process_time() - begun) * 1000, len(page.hits)


def sizes(connection: sqlite3.Connection) -> dict[str, int]:
    """Bytes of each table and index of the file; the tables that hold an FTS5 index count as that index."""
    found: defaultdict[str, int] = defaultdict(int)
    for name, size in connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
        index = name.rpartition("_")[0]
        found[index if index.endswith("_index") else name] += size
    return dict(found)


def print_sizes(connection: sqlite3.Connection, path: Path) -> float:
    """What a fact costs, everything in the file counted, and of what it is made up."""
    (facts,) = connection.execute("SELECT count(*) FROM facts").fetchone()
    (characters,) = connection.execute("SELECT sum(length(text)) FROM reports").fetchone()
    whole = path.stat().st_size
    print(f"{facts:,} facts, {characters / facts:.1f} characters of text a fact, {whole:,} bytes")
    found = sizes(connection)
    of_text = sum(found.get(name, 0) for name in _TEXT)
    print(f"bytes a fact: {whole / facts:.0f}, of which texts and their indexes {of_text / facts:.0f}")
    most = sorted(found.items(), key=lambda item: -item[1])[:24]
    print("  " + ", ".join(f"{name} {size / facts:.1f}" for name, size in most if size / facts >= 0.5))
    return whole / facts


def _line(name: str, values: Sequence[float]) -> None:
    print(f"  {name:<28} median {median(values):8.2f} ms   p99 {quantiles(values, n=100)[98]:8.1f} ms")


def main() -> int:
    """Exit codes: 0 done, 1 a figure lies beyond a limit that was given."""
    parser = argparse.ArgumentParser(prog="scripts/bench-store", description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--likes", type=int, default=30, help="how many of them are asked with LIKE too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="show the N slowest queries")
    parser.add_argument("--at-most", type=float, metavar="RATIO", help="fail if the ratio of medians lies above")
    parser.add_argument(
        "--likes-over", type=float, metavar="TIMES", help="fail if LIKE takes less than so many times search"
    )
    parser.add_argument("--late", type=float, metavar="MS", help="fail if the 99th percentile lies above")
    parser.add_argument("--size", type=float, metavar="BYTES", help="fail if a fact takes more")
    options = parser.parse_args()
    with options.store.open("rb") as file:
        while file.read(1 << 20):
            pass
    with reading(options.store) as connection:
        size = print_sizes(connection, options.store)
        asked = list(queries(connection, options.queries, options.seed))
        ours, hand, plain, likes, beside = [], [], [], [], []
        empty = 0
        every = max(1, len(asked) // options.likes)
        for number, each in enumerate(asked):
            if number % 2:
                hand.append(timed_sql(connection, by_hand(each))[0])
            taken, hits = timed_search(connection, each)
            ours.append(taken)
            empty += not hits
            if not number % 2:
                hand.append(timed_sql(connection, by_hand(each))[0])
            plain.append(timed_sql(connection, by_hand(each, ranked=False))[0])
            if number % every == 0:
                likes.append(timed_sql(connection, by_like(each))[0])
                beside.append(taken)
    print(f"{len(asked)} filtered queries, {empty} of them without a result:")
    _line("search", ours)
    _line("by hand, ranked", hand)
    _line("by hand, as it comes", plain)
    _line("LIKE", likes)
    for kind in dict.fromkeys(each.kind for each in asked):
        times = [taken for each, taken in zip(asked, ours, strict=True) if each.kind == kind]
        _line(f"search: {kind}", times)
    ratio, times = median(ours) / median(hand), median(likes) / median(beside)
    late = quantiles(ours, n=100)[98]
    print(f"median over that by hand {ratio:.2f} (asked: at most 1.5); as it comes {median(ours) / median(plain):.2f}")
    print(f"LIKE over search {times:.0f} (asked: at least 50); p99 {late:.0f} ms (asked: under 300)")
    for taken, each in sorted(zip(ours, asked, strict=True), key=lambda pair: -pair[0])[: options.slowest]:
        print(f"  {taken:8.1f} ms  {each.kind}: {each.text}")
    limits = (
        ("ratio of medians", ratio, options.at_most),
        ("99th percentile", late, options.late),
        ("bytes a fact", size, options.size),
    )
    missed = [
        f"{name}: {value:.1f} above {limit:g}" for name, value, limit in limits if limit is not None and value > limit
    ]
    if options.likes_over is not None and times < options.likes_over:
        missed.append(f"LIKE over search: {times:.0f} below {options.likes_over:g}")
    for line in missed:
        print(line, file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
