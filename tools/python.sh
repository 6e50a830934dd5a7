#!/bin/sh
# Prints the Python to make an environment with: the one named as the argument, or the first usable one of this machine.
# Ends with status 1 and says why when there is none, or when the named one cannot be used: never another one instead.
versions='3.13 3.12 3.11 3.14'
verdict='
import sys
version = "%d.%d.%d" % sys.version_info[:3]
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit("it is Python %s, and the locked packages are for 3.11 to 3.14" % version)
try:
    import ensurepip, venv
except ImportError as error:
    sys.exit("its module %s is missing; on Debian and Ubuntu: sudo apt-get install python3-venv" % error.name)
'

if test -n "$1"; then
    if ! command -v "$1" >/dev/null; then
        echo "PYTHON=$1 cannot be used: there is no such command" >&2
        exit 1
    fi
    if ! why=$("$1" -c "$verdict" 2>&1); then
        echo "PYTHON=$1 cannot be used: $(echo "$why" | head -n 1)" >&2
        exit 1
    fi
    echo "$1"
    exit 0
fi

for candidate in $(for version in $versions; do echo "python$version"; done) python3; do
    if why=$("$candidate" -c "$verdict" 2>&1); then
        echo "$candidate"
        exit 0
    fi
done
cat >&2 <<TEXT
No usable Python: tried $(for version in $versions; do printf 'python%s, ' "$version"; done)and python3 ($(echo "$why" | head -n 1)).
The toolkit needs Python 3.11 to 3.14 with its venv and ensurepip modules:
  Debian, Ubuntu   sudo apt-get install python3 python3-venv
  macOS            brew install python
  elsewhere        name it: make setup PYTHON=path/to/python3.12
TEXT
exit 1
