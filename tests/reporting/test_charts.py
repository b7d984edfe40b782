"""Can a chart give away what its table hides, and can everybody read it?"""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from reporting.statistics import charts, wording


@pytest.fixture
def drawn(released):
    found = {sheet.id: charts.draw(released, sheet) for sheet in released.sheets}
    return {name: chart for name, chart in found.items() if chart}


def test_every_chart_is_well_formed_and_named_for_those_who_do_not_see_it(drawn):
    for chart in drawn.values():
        root = ElementTree.fromstring(chart.svg)
        assert root.get("role") == "img"
        assert root[0].text == chart.alt


def test_alternative_texts_are_short_and_point_to_the_table(drawn):
    for name, chart in drawn.items():
        assert len(chart.alt) <= wording.LONGEST_ALT
        assert chart.alt.endswith(f"Data in table {name}.")


def test_no_chart_carries_styles_that_the_policy_forbids(drawn):
    assert not any(re.search(r"style|<script|on\w+=", chart.svg) for chart in drawn.values())


def test_a_hidden_figure_is_a_gap_of_one_length(drawn):
    gaps = re.findall(r'width="([\d.]+)" height="22.0" fill="url', drawn["P3"].svg)
    assert gaps
    assert set(gaps) == {f"{charts.GAP:.1f}"}
    assert "[c] hidden" in drawn["P3"].svg


def test_bars_stand_in_the_order_of_released_figures_hidden_ones_last(released):
    rows = charts._sorted(wording.first_column(released, released.sheet("P3")))
    values = [shown.value for _, shown in rows]
    known = [value for value in values if value is not None]
    assert values == sorted(known, reverse=True) + [None] * (len(values) - len(known))


def test_no_line_passes_through_a_hidden_point(drawn, released):
    line = next(line for row, line in released.lines(released.sheet("16a")) if row.depth == 0)
    shown = [s.value is not None for s in line if s.unit == "percent"]
    steps = sum(a and b for a, b in pairwise(shown))
    assert drawn["16a"].svg.count(f'stroke="{charts.FOCUS}"') == steps


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", charts.PALETTE[:5])
def test_each_colour_stands_out_on_white(colour):
    assert contrast(colour, "#FFFFFF") >= 2.9


@pytest.mark.parametrize(("colour", "words"), list(charts.ON.items()))
def test_words_on_a_colour_can_be_read(colour, words):
    assert contrast(colour, words) >= 4.5


def test_the_range_of_a_rate_is_wilsons():
    low, high = charts.wilson(10, 40)
    assert (round(low, 3), round(high, 3)) == (0.142, 0.402)
