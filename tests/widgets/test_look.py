"""HTML of the widgets' tables."""

from __future__ import annotations

from oneentry_toolkit.widgets.parts.look import facts, table


def test_tables_show_a_hundred_rows_their_rest_as_a_number_and_the_sums() -> None:
    html = table(("Product", "Sum"), ((f"Screw {n}", n) for n in range(10_000)), last=[("To pay", "1.00 USD")])
    assert html.count("<tr>") == 1 + 100 + 1 + 1
    assert "<td>… 9,900 more</td><td></td>" in html
    assert html.index("more") < html.index("To pay")
    assert "more" not in table(("n",), ((n,) for n in range(100)))


def test_facts_are_cut_and_counted() -> None:
    html = facts([(f"field {n}", "x" * 10_000) for n in range(1_000)])
    assert html.count("<tr>") == 101
    assert "… 900 more" in html
    assert len(html) < 250_000
