#!/bin/sh
# Prints the Chromium that the browser tests drive, or says in one line how to get one and ends with status 1.
for candidate in chromium chromium-browser google-chrome \
    /Applications/Chromium.app/Contents/MacOS/Chromium "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if command -v "$candidate"; then
        exit 0
    fi
done
echo "make test drives a Chromium, and there is none: sudo apt-get install chromium (Debian), sudo snap install chromium (Ubuntu), brew install --cask chromium (macOS)" >&2
exit 1
