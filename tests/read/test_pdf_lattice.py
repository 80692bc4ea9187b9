"""Whatever lines are drawn, the cells found among them tile their table."""

from hypothesis import given
from hypothesis import strategies as st

from textmine.read.pdf.lattice import lattices
from textmine.read.pdf.paths import rules_of
from textmine.read.pdf.types import Rules

PLACES = st.integers(0, 12).map(lambda step: step * 10.0)
LINES = st.lists(st.tuples(PLACES, PLACES, PLACES).filter(lambda line: line[1] < line[2]), max_size=14).map(tuple)


@given(LINES, LINES)
def test_cells_tile_their_table(across, down):
    for lattice in lattices(Rules(across, down)):
        rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
        places = [
            (row, column)
            for region in lattice.regions
            for row in range(region.row, region.row + region.rows)
            for column in range(region.column, region.column + region.columns)
        ]
        assert sorted(places) == [(row, column) for row in range(rows) for column in range(columns)]
        assert list(lattice.regions) == sorted(lattice.regions)
        assert list(lattice.xs) == sorted(lattice.xs)
        assert list(lattice.ys) == sorted(lattice.ys, reverse=True)


def test_a_point_is_placed_in_its_cell():
    full = tuple((y, 0.0, 60.0) for y in (0.0, 20.0, 40.0)), tuple((x, 0.0, 40.0) for x in (0.0, 30.0, 60.0))
    (lattice,) = lattices(Rules(*full))
    assert [lattice.place(*point) for point in ((5, 35), (35, 35), (5, 5), (5, 45), (65, 5), (-1, 5))] == [
        (0, 0),
        (0, 1),
        (1, 0),
        None,
        None,
        None,
    ]


def test_lines_that_do_not_meet_make_no_table():
    assert lattices(Rules(((10.0, 0.0, 50.0), (30.0, 0.0, 50.0)), ((80.0, 0.0, 50.0),))) == []
    assert lattices(Rules((), ((80.0, 0.0, 50.0),))) == []


@given(st.lists(st.tuples(*[st.floats(-1000, 1000)] * 4), max_size=20))
def test_rules_are_straight_and_do_not_touch(segments):
    for lines in rules_of(segments):
        assert all(start < end for _, start, end in lines)
        assert len(set(lines)) == len(lines)
