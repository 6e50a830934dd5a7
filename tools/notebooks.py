"""Runs the notebooks and writes their outputs: `python tools/notebooks.py [FILE ...]`.

Outputs come from the embedded sandbox, so they are the same on every run. Widget state is not stored: it can hold what
a user typed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"


def run(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.pop("metadata", None)
        cell.metadata = {}
    NotebookClient(
        notebook, kernel_name="python3", store_widget_state=False, resources={"metadata": {"path": FOLDER}}
    ).execute()
    for cell in notebook.cells:
        cell.metadata = {}  # times of execution
        if "outputs" in cell:
            cell.outputs = joined(cell.outputs)
        for output in cell.get("outputs", []):
            # A random number, and of no use without the state; what the widget says as text stays.
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.write(notebook, path)


def joined(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Outputs with neighbouring pieces of one stream as one: how a kernel cuts them depends on the time."""
    found: list[nbformat.NotebookNode] = []
    for output in outputs:
        if found and output.output_type == "stream" and found[-1].get("name") == output.name:
            found[-1].text += output.text
        else:
            found.append(output)
    return found


def main() -> None:
    for name in [name for name in os.environ if name.startswith("ONEENTRY_")]:
        del os.environ[name]
    os.environ["PYTEST_VERSION"] = "none"  # no progress bars in outputs, as when the notebooks are tested
    for path in [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.ipynb")):
        print(path.name)
        run(path)


if __name__ == "__main__":
    main()
