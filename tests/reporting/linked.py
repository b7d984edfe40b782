"""Systems of linked tables from invented records, of any size, the same for the same seed.

Shapes of section 6 of the specification: a category and an outcome with groups, several parties,
or all pairs of ten dimensions.
"""

import itertools
import random
from collections import Counter, defaultdict
from dataclasses import dataclass

from reporting.statistics.disclosure import (
    Column,
    Dimension,
    Node,
    Ref,
    Row,
    Sheet,
    System,
    Truth,
    key,
)

TOTAL = ""
PATH = (("rows", 1), ("columns", 1), ("columns", 0))


def tree(name: str, groups: int, leaves: int) -> Dimension:
    """`leaves` under `groups`; without groups, leaves under the total."""
    if not groups:
        return Dimension(name, name, tuple(Node(f"{name}{i}", "") for i in range(leaves)))
    tops = [Node(f"{name}g{g}", "") for g in range(groups)]
    below = [Node(f"{name}{i}", "", f"{name}g{i % groups}") for i in range(leaves)]
    return Dimension(name, name, (*tops, *below))


def leaves(dimension: Dimension) -> list[Node]:
    return [n for n in dimension.nodes if not dimension.children(n.code)]


def above(dimension: Dimension) -> dict[str, list[str]]:
    """leaf -> itself, its group, the total."""
    return {
        leaf.code: [leaf.code, *([leaf.parent] if leaf.parent else []), TOTAL]
        for leaf in leaves(dimension)
    }


def records(dimensions, number: int, seed: int, skew: float = 1.0) -> list[dict]:
    """Each dimension skewed by itself: few nodes hold most records."""
    source = random.Random(seed)
    weights = {d.id: _weights(len(leaves(d)), skew, source) for d in dimensions}
    return [
        {d.id: source.choices(leaves(d), weights[d.id])[0].code for d in dimensions}
        for _ in range(number)
    ]


def _weights(number, skew, source):
    weights = [1 / (rank + 1) ** skew for rank in range(number)]
    source.shuffle(weights)
    return weights


def system(dimensions, tables, rows, people=None) -> System:
    """One sheet for each tuple of dimension names in `tables`. Every record is a person."""
    made = System(about={"title": "Linked tables"}, dimensions=tuple(dimensions))
    by_name = {d.id: d for d in dimensions}
    for number, names in enumerate(tables, start=1):
        _add_table(made, str(number), [by_name[n] for n in names], rows, people)
    made.fixed = {key("all", "complaints")}
    return made


def _add_table(made, sheet_id, dimensions, rows, people):
    ups = [above(d) for d in dimensions]
    counts, persons = Counter(), defaultdict(Counter)
    for number, row in enumerate(rows):
        places = [up[row[d.id]] for up, d in zip(ups, dimensions, strict=True)]
        for place in itertools.product(*places):
            counts[place] += 1
            persons[place][people[number] if people else number] += 1
    nodes = [[TOTAL, *(n.code for n in d.nodes)] for d in dimensions]

    def cell(place):
        at = {d.id: node for d, node in zip(dimensions, place, strict=True) if node}
        return key("all", "complaints", **at)

    for place in itertools.product(*nodes):
        who = persons[place]
        largest = max(who.values(), default=0) if people else 0
        made.cell(cell(place), Truth(counts[place], len(who), largest))
        for i, d in enumerate(dimensions):
            if place[i] == TOTAL or d.children(place[i]):
                parts = [(*place[:i], n.code, *place[i + 1 :]) for n in d.children(place[i])]
                made.adds_up(cell(place), [cell(part) for part in parts])
    made.sheets += (_sheet(sheet_id, dimensions, nodes, cell),)


def _sheet(sheet_id, dimensions, nodes, cell):
    first, *others = nodes
    depths = {n.code: 2 if n.parent else 1 for d in dimensions for n in d.nodes} | {TOTAL: 0}
    columns = list(itertools.product(*others))
    heads = [
        Column(" ".join(c), "complaints", max((depths[n] for n in c), default=0), " ".join(c))
        for c in columns
    ]
    grid = tuple(tuple(Ref((cell((n, *c)),)) for c in columns) for n in first)
    rows = tuple(Row(n, depths[n], n) for n in first)
    title, stub = " by ".join(d.title for d in dimensions), dimensions[0].title
    return Sheet(sheet_id, title, stub, "F", "2024", rows, tuple(heads), grid, path=PATH)


# --- The systems of section 6 --------------------------------------------------------------------

CATEGORY, OUTCOME = tree("category", 3, 10), tree("outcome", 3, 9)
SIZES = ((6, 24), (5, 15), (4, 12), (3, 9), (0, 12), (0, 9), (0, 8), (0, 6), (0, 5), (0, 4))


@dataclass(frozen=True)
class Shape:
    """A set of tables and how many records fill them."""

    name: str
    number: int
    dimensions: tuple[Dimension, ...]
    tables: tuple[tuple[str, ...], ...]
    skew: float = 1.0

    def build(self, seed: int = 1) -> System:
        rows = records(self.dimensions, self.number, seed, self.skew)
        return system(self.dimensions, self.tables, rows)


def shapes(party: str = "party") -> dict[str, Shape]:
    """`party` names the dimension of the parties: under any other name it has no insiders."""
    three = (tree(party, 0, 5), CATEGORY, OUTCOME)
    ten = tuple(tree(f"d{i}", *size) for i, size in enumerate(SIZES))
    pairs = tuple(itertools.combinations([d.id for d in ten], 2))
    linked = ((party, "category"), (party, "outcome"), ("category", "outcome"))
    return {
        shape.name: shape
        for shape in [
            Shape("one table", 900, three[1:], (("category", "outcome"),)),
            Shape("three linked", 900, three, linked),
            Shape("three dimensions", 900, three, ((party, "category", "outcome"),)),
            Shape("45 pairs", 3000, ten, pairs),
        ]
    }
