#!/bin/sh
# nbval passes a cell whose saved output is missing, though the cell prints when it runs.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/env"
"$folder/env/bin/python" -m pip install -qq --disable-pip-version-check nbval==0.11.0 nbformat==5.11.1 ipykernel==7.4.0 pytest==9.2.0
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import subprocess
import sys
from importlib.metadata import version

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

print("nbval", version("nbval"), "pytest", version("pytest"))
print("Three notebooks of one cell, `print(1 + 1)`: with the saved output 2, with the saved output 3, and with no saved")
print("output, as a tool that strips outputs leaves it. pytest --nbval fails the second and passes the third: where")
print("nothing is saved, nothing is compared.")


def run(name, saved):
    outputs = [] if saved is None else [new_output("stream", name="stdout", text=saved)]
    cell = new_code_cell("print(1 + 1)", outputs=outputs, execution_count=None if saved is None else 1)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[cell], metadata=kernel), name)
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", name]
    done = subprocess.run(command, capture_output=True, text=True)
    last = done.stdout.strip().splitlines()[-1]
    print(f"{name}: exit status {done.returncode}: {last}")
    return done.returncode


found = run("right.ipynb", "2\n"), run("wrong.ipynb", "3\n"), run("stripped.ipynb", None)
as_described = found == (0, 1, 0)
print("as described" if as_described else "CHANGED")
sys.exit(not as_described)
PY
