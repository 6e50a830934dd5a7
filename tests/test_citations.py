"""What code and documents cite exists: anchors of docs/api, links between pages, the indexes."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
API = DOCS / "api"
PAGES = sorted(API.glob("*.md"))
DECISIONS = DOCS / "decisions"

# What tools leave behind, and what is somebody else's.
SKIPPED = {"build", "dist", "htmlcov", "node_modules", "swagger_ui", "__pycache__"}

ANCHOR = re.compile(r'<a id="([^"]*)"></a>')
CITATION = re.compile(r"(?<![\w/])docs/api/(?!PAGE\.md)([\w.-]+\.md)(?:#([a-z0-9-]+))?")
LINK = re.compile(r"\]\(([^)\s#]*)#([^)\s]+)\)")

# How what docs/api holds was cited when it was not in the repository: by number, of a text that was not there.
BY_NUMBER = re.compile(
    r"\bthe reference\b|\breference(?:'s)?,?[\s#]+\(?(?:sections?|traps?|[0-9])"
    r"|\btraps?[\s#]+[0-9]|\bsections?[\s#]+[0-9]+\.[0-9]",
    re.I,
)


@cache
def _texts() -> dict[Path, str]:
    """All text files of the project, without hidden folders."""
    texts = {}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name not in SKIPPED and not name.endswith(".egg-info") and (name == ".github" or name[0] != ".")
        ]
        for path in (Path(folder, name) for name in names):
            content = path.read_bytes()
            if b"\0" not in content[:8192]:
                texts[path] = content.decode("utf-8", errors="replace")
    return texts


@cache
def _anchors(page: Path) -> list[str]:
    """The explicit anchors of a page, in their order."""
    return ANCHOR.findall(_prose(page))


def _prose(page: Path) -> str:
    return re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)


def _headings(page: Path) -> set[str]:
    """The anchors that a page's headings get by themselves."""
    titles = re.findall(r"^#+ (.*)$", _prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _named(path: Path, text: str, position: int) -> str:
    return f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, position) + 1}"


def _citations() -> Iterator[tuple[str, str, str]]:
    for path, text in _texts().items():
        for found in CITATION.finditer(text):
            yield _named(path, text, found.start()), found[1], found[2] or ""


def test_every_citation_of_the_api_pages_leads_to_an_anchor() -> None:
    """In code, tests, the contract and what is generated from it, documents, notebooks."""
    citations = list(_citations())
    broken = [
        f"{where}: docs/api/{page}#{anchor}"
        for where, page, anchor in citations
        if not (API / page).is_file() or (anchor and anchor not in _anchors(API / page))
    ]
    assert broken == []
    assert len(citations) > 80


def test_every_link_to_an_anchor_leads_there() -> None:
    """From any document; into docs/api only to anchors that stay when a heading changes."""
    broken = []
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        text = page.read_text(encoding="utf-8")
        for found in LINK.finditer(text):
            if "://" in found[1]:
                continue
            target = (page.parent / found[1]).resolve() if found[1] else page
            known = target.is_file() and (
                found[2] in _anchors(target) or (target.parent != API and found[2] in _headings(target))
            )
            if not known:
                broken.append(f"{_named(page, text, found.start())}: {found[1]}#{found[2]}")
    assert broken == []


def test_nothing_is_cited_by_a_number() -> None:
    """Say docs/api/PAGE.md#ANCHOR: a number leads nowhere, and changes when a section comes in between."""
    here = Path(__file__)
    areas = [ROOT / name for name in ("toolkit", "tests", "docs", "bench", "tools", "notebooks", "generated_client")]
    cited = []
    for path, text in _texts().items():
        if (
            path == here
            or path.parent == API
            or not (path.parent == ROOT or any(path.is_relative_to(a) for a in areas))
        ):
            continue
        cited += [f"{_named(path, text, found.start())}: {found[0]}" for found in BY_NUMBER.finditer(text)]
    assert cited == []


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_page_of_the_api_has_anchors_that_are_unique(page: Path) -> None:
    """And every heading below the title stands right behind one, so that it can be cited."""
    assert [anchor for anchor, times in Counter(_anchors(page)).items() if times > 1] == []
    bare = re.findall(r"(?<!</a>\n\n)^##+ .*$", _prose(page), re.M)
    assert bare == []


def test_every_page_of_the_api_is_in_its_index() -> None:
    listed = re.findall(
        r"^\| \[([\w-]+\.md)\]\(([\w-]+\.md)\) \|", (API / "README.md").read_text(encoding="utf-8"), re.M
    )
    assert sorted(target for _, target in listed) == [page.name for page in PAGES if page.name != "README.md"]
    assert [name for name, target in listed if name != target] == []


def test_every_trap_and_every_defect_can_be_cited() -> None:
    anchors = _anchors(API / "traps.md")
    assert [a for a in anchors if a.startswith("trap-")] == [f"trap-{n}" for n in range(1, 39)]
    assert [a for a in anchors if a.startswith("sdk-defect-")] == [f"sdk-defect-{n}" for n in range(1, 30)]


def test_every_payload_that_a_page_names_is_there() -> None:
    named = {name for page in PAGES for name in re.findall(r"tests/payloads/([\w.]+\.json)", page.read_text("utf-8"))}
    assert named
    assert named - {path.name for path in (ROOT / "tests" / "payloads").iterdir()} == set()


def test_every_decision_is_in_the_index_once_with_its_title() -> None:
    """Number, title and what it says in a line."""
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[(\d{4})\]\(([\w-]+\.md)\) \| (.+?) \| .+ \|$", index, re.M)
    titles = {}
    for page in sorted(DECISIONS.glob("0*.md")):
        heading = page.read_text(encoding="utf-8").partition("\n")[0]
        titles[page.name] = (page.name[:4], heading.removeprefix(f"# {page.name[:4]} "))
    assert {name: (number, title) for number, name, title in listed} == titles
    assert len(listed) == len(titles)


def test_a_decision_that_is_superseded_says_so_on_both_sides() -> None:
    """In the index and in its own first lines, with the number of the one that took its place."""
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    marked = set(re.findall(r"^\| \[\d{4}\]\(([\w-]+\.md)\) .*superseded by", index, re.M))
    said = {
        p.name for p in DECISIONS.glob("0*.md") if re.search(r"^Superseded by \[\d{4}\]", p.read_text("utf-8"), re.M)
    }
    assert marked == said
