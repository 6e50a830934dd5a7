"""How errors show themselves in a notebook: the sentence, the user's own lines, and one step to all of it."""

from __future__ import annotations

import re

import nbformat
import pytest
from nbclient import NotebookClient

import oneentry_toolkit as oe
from oneentry_toolkit.tracebacks import render


def test_render_without_ipython_names_the_users_lines_only() -> None:
    def report() -> None:
        oe.connect(url="ftp://shop.example", app_token="t")

    with pytest.raises(oe.SettingsError) as caught:
        report()
    lines = render(caught.value)
    assert lines[0] == f"SettingsError: {caught.value}"
    assert [line for line in lines if line.startswith("test_tracebacks.py, in ")] == [
        line for line in lines if re.match(r"test_tracebacks\.py, in \w+\(\), line \d+$", line)
    ]
    assert [line.partition(" ")[2].partition(" ")[2] for line in lines if line.startswith("---->")] == [
        "report()",
        'oe.connect(url="ftp://shop.example", app_token="t")',
    ]
    assert lines[-1] == "The full traceback: %tb Plain"


@pytest.mark.slow
def test_a_notebook_shows_the_sentence_and_then_all_of_it() -> None:
    """Through a real kernel: an error, `%tb Plain`, the next error in full, and short again after `%xmode Context`."""
    sources = [
        "import oneentry_toolkit as oe\nshop = oe.connect()",
        'def report():\n    return shop.orders.list("orders")',
        "x = 1\nreport()",
        "%tb Plain",
        "%xmode Context",
        "report()",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, kernel_name="python3", allow_errors=True).execute()
    short = (
        "SignInRequiredError: listOrders needs a signed-in user. Sign in first: shop.users.sign_in(login, password).\n"
        "\n"
        "Cell In[{cell}], line {line}\n"
        "----> {line} report()\n"
        "\n"
        "Cell In[2], in report(), line 2\n"
        '----> 2 return shop.orders.list("orders")\n'
        "\n"
        "The full traceback: %tb Plain"
    )
    shown = [
        "\n".join(output["traceback"]) for cell in notebook.cells for output in cell.outputs if "traceback" in output
    ]
    assert shown[0] == short.format(cell=3, line=2)
    assert "stamina" in shown[1] and "report()" in shown[1]
    assert shown[2] == short.format(cell=6, line=1)


def test_a_long_message_is_cut_and_the_rest_is_counted() -> None:
    lines = render(oe.OneEntryError("x" * 5_000))
    assert lines[0] == f"OneEntryError: {'x' * 4_000}… 1,000 more characters"
