"""Style sheet of the widgets, and pure functions that return escaped HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from urllib.parse import urlsplit

from ...values.display import first_rows, more, short, show

TABLE_ROWS = 100
_FACT = 2000  # characters

# Colours are JupyterLab's variables, so that both themes work; a state is never shown by colour alone. The error and
# success colours of the dark theme have a text contrast below 4.5, so they are used for borders only.
STYLE = """<style>
.oe-view { max-width: 760px; width: 100%; min-width: 0; box-sizing: border-box; gap: 8px; padding: 4px 5px;
  color: var(--jp-ui-font-color1, #1f1f1f); font-family: var(--jp-ui-font-family, system-ui, sans-serif);
  overflow: visible; }
.oe-view .oe-view { padding-left: 0; padding-right: 0; }
.oe-view .widget-box, .oe-view .jupyter-widgets { max-width: 100%; min-width: 0; box-sizing: border-box; }
.oe-view .widget-box { overflow: visible; }
.oe-view .widget-html, .oe-view .widget-html-content { width: 100%; height: auto; line-height: 1.45; margin: 0;
  overflow: visible; white-space: normal; color: inherit; font-size: var(--jp-ui-font-size1, 13px); }
.oe-view .oe-style { display: none; }
.oe-view h3, .oe-view h4 { margin: 4px 0 2px; font-weight: 600; color: inherit; line-height: 1.3; padding: 0; }
.oe-view h3 { font-size: 16px; } .oe-view h4 { font-size: 14px; }
.oe-view p { margin: 2px 0; color: inherit; }
.oe-row { display: flex; flex-flow: row wrap; align-items: flex-start; gap: 6px 10px; width: 100%; overflow: visible; }
.oe-field { width: 100%; gap: 2px; overflow: visible; } .oe-field.oe-fields { gap: 8px; }
.oe-row.oe-bottom { align-items: flex-end; }
.oe-row > .oe-field { flex: 1 1 190px; width: auto; }
.oe-view .oe-input.jupyter-widgets { display: flex; flex-direction: column; align-items: stretch; width: 100%;
  height: auto; margin: 0; overflow: visible; }
.oe-view .oe-input > .widget-label, .oe-secret label, .oe-file label { width: auto; max-width: 100%; height: auto;
  text-align: left; white-space: normal; line-height: 1.4; margin: 0 0 2px; padding: 0; font-weight: 600;
  color: inherit; font-size: var(--jp-ui-font-size1, 13px); overflow: visible; }
.oe-view .oe-input > input, .oe-view .oe-input > textarea, .oe-view .oe-input > select, .oe-secret input,
.oe-file input { width: 100%; min-width: 0; box-sizing: border-box; border: 1px solid #767676; border-radius: 3px;
  background-color: var(--jp-layout-color0, #fff); color: var(--jp-ui-font-color0, #111); min-height: 32px;
  padding: 4px 8px; font-size: 13px; font-family: inherit; line-height: 1.4; margin: 0; opacity: 1; flex: none; }
.oe-view .oe-input > select { height: 32px; appearance: auto; background-image: none; }
.oe-view .oe-input > select[multiple], .oe-view .oe-input > textarea { height: auto; }
.oe-view .oe-input > input:disabled, .oe-view .oe-input > textarea:disabled, .oe-view .oe-input > select:disabled,
.oe-secret input:disabled { background-color: var(--jp-layout-color2, #eee); border-style: dashed; opacity: 1;
  color: var(--jp-ui-font-color1, #1f1f1f); }
.oe-view .oe-input > select:disabled option { color: var(--jp-ui-font-color1, #1f1f1f); }
.oe-view .oe-input ::placeholder, .oe-secret ::placeholder { color: var(--jp-ui-font-color2, #5c5c5c); opacity: 1; }
.oe-field.oe-wrong > .oe-input > input, .oe-field.oe-wrong > .oe-input > textarea,
.oe-field.oe-wrong > .oe-input > select, .oe-secret input[aria-invalid="true"] {
  border-color: var(--jp-error-color1, #d32f2f); border-width: 2px; }
.oe-view .oe-check.widget-checkbox { width: auto; height: auto; margin: 0; }
.oe-view .oe-check .widget-label-basic { white-space: normal; height: auto; line-height: 1.4; }
.oe-secret { display: block; margin: 0; } .oe-secret .oe-secret-row { display: flex; gap: 6px; }
.oe-secret .oe-secret-row input { flex: 1 1 120px; width: auto; } .oe-secret button { flex: none; }
.oe-secret .oe-hint, .oe-secret .oe-problem { margin-top: 2px; }
.oe-view button.jupyter-button, .oe-secret button { min-height: 32px; height: auto; width: auto; max-width: 100%;
  padding: 4px 14px; border-radius: 3px; border: 1px solid #767676; white-space: normal; line-height: 1.4; margin: 0;
  background-color: var(--jp-layout-color1, #fff); color: var(--jp-ui-font-color0, #111); font-size: 13px;
  cursor: pointer; box-shadow: none; font-family: inherit; text-overflow: clip; overflow-wrap: anywhere; }
.oe-view button.jupyter-button.oe-main { background-color: #1565c0; border-color: #1565c0; color: #fff; }
.oe-view button.jupyter-button:hover, .oe-secret button:hover { border-color: var(--jp-ui-font-color0, #111); }
.oe-view button.jupyter-button:disabled, .oe-secret button:disabled { border: 1px dashed #767676; opacity: 1;
  background-color: var(--jp-layout-color2, #eee); color: var(--jp-ui-font-color1, #3a3a3a); cursor: not-allowed; }
.oe-view.oe-view.oe-view :focus-visible, .oe-view.oe-view.oe-view input:focus-within {
  outline: 3px solid var(--jp-brand-color1, #1976d2) !important; outline-offset: 1px; }
.oe-hint, .oe-quiet { color: var(--jp-ui-font-color1, #3a3a3a); font-size: 12px; }
.oe-problem { font-size: 12px; padding-left: 6px; border-left: 3px solid var(--jp-error-color1, #d32f2f); }
.oe-note { padding: 6px 10px; border: 1px solid var(--jp-border-color1, #bdbdbd); border-left-width: 5px;
  border-radius: 3px; overflow-wrap: anywhere; }
.oe-note ul { margin: 2px 0 0; padding-left: 20px; }
.oe-error { border-left-color: var(--jp-error-color1, #d32f2f); }
.oe-done { border-left-color: var(--jp-success-color1, #388e3c); }
.oe-busy { border-left-color: var(--jp-brand-color1, #1976d2); }
.oe-empty { border-style: dashed; }
.oe-busy::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 8px;
  border: 2px solid var(--jp-brand-color1, #1976d2); border-right-color: transparent; border-radius: 50%;
  animation: oe-turn 1s linear infinite; vertical-align: -1px; }
@keyframes oe-turn { to { transform: rotate(360deg); } }
@media (prefers-reduced-motion: reduce) { .oe-busy::before { animation: none; } }
.oe-scroll { overflow-x: auto; max-width: 100%; }
.oe-view table.oe-table { border-collapse: collapse; width: 100%; table-layout: auto; margin: 0; border: none;
  font-size: 13px; }
.oe-view table.oe-table th, .oe-view table.oe-table td { text-align: left; padding: 4px 8px 4px 0; border: none;
  border-bottom: 1px solid var(--jp-border-color2, #e0e0e0); vertical-align: top; white-space: normal;
  max-width: none; background: none; color: inherit; overflow-wrap: anywhere; }
.oe-view table.oe-table th[scope=row] { overflow-wrap: normal; }
.oe-view .oe-scroll table.oe-table th, .oe-view .oe-scroll table.oe-table td { overflow-wrap: break-word; }
.oe-view table.oe-table .oe-number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
.oe-view table.oe-table caption { text-align: left; font-weight: 600; padding: 2px 0; color: inherit; }
.oe-card { border: 1px solid var(--jp-border-color1, #bdbdbd); border-radius: 4px; padding: 8px 10px; gap: 6px; }
.oe-line { border-bottom: 1px solid var(--jp-border-color2, #e0e0e0); padding: 6px 2px; align-items: center; }
.oe-line > .widget-html { flex: 1 1 150px; width: auto; } .oe-line > .oe-field { flex: 0 1 84px; width: auto; }
.oe-view .oe-line > .oe-field + button.jupyter-button { align-self: flex-end; }
.oe-product { display: flex; gap: 10px; align-items: center; }
.oe-picture { position: relative; flex: none; width: 48px; height: 48px; border-radius: 4px; overflow: hidden;
  background: var(--jp-layout-color2, #eee); color: var(--jp-ui-font-color1, #3a3a3a); display: flex;
  align-items: center; justify-content: center; font-weight: 600; font-size: 18px; }
.oe-picture img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; }
.oe-view a.oe-link { display: inline-block; padding: 6px 16px; border-radius: 3px; background: #1565c0; color: #fff;
  text-decoration: none; font-weight: 600; } .oe-view a.oe-link:hover { text-decoration: underline; }
.oe-frame { width: 100%; height: 560px; border: 1px solid var(--jp-border-color1, #bdbdbd); background: #fff; }
.oe-time { font-variant-numeric: tabular-nums; }
</style>"""


def note(text: str, kind: str = "") -> str:
    """Returns a status message that screen readers announce; kind ``busy``, ``done``, ``error``, ``empty`` or none."""
    if not text:
        return ""
    role = "alert" if kind == "error" else "status"
    word = "<b>Problem:</b> " if kind == "error" else ""
    return f'<div class="oe-note oe-{kind or "plain"}" role="{role}">{word}{_lines(text)}</div>'


def problem(text: str) -> str:
    """Returns the error message of a field."""
    return f'<div class="oe-problem" role="alert">{_lines(text)}</div>' if text else ""


def hint(text: str) -> str:
    """Returns the hint of a field."""
    return f'<div class="oe-hint">{_lines(text)}</div>' if text else ""


def todo(lines: Sequence[str]) -> str:
    """Returns a list of what is still to do."""
    items = "".join(f"<li>{_lines(line)}</li>" for line in lines)
    return f'<div class="oe-note oe-plain" role="status"><b>Still to do</b><ul>{items}</ul></div>' if lines else ""


def heading(text: str, level: int = 3) -> str:
    """Returns a heading."""
    return f"<h{level}>{escape(show(text))}</h{level}>"


def plain(text: str) -> str:
    """Returns a paragraph."""
    return f"<p>{_lines(text)}</p>" if text else ""


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    numbers: Iterable[int] = (),
    caption: str = "",
    last: Iterable[Sequence[Any]] = (),
) -> str:
    """Returns a table.

    Args:
        columns: names of the columns.
        rows: values of each row; the first ``TABLE_ROWS`` of them are shown, and the rest is counted.
        numbers: the columns to align right.
        caption: what the table is about.
        last: rows below the others, such as sums; all of them are shown.
    """
    right = set(numbers)

    def cell(tag: str, index: int, value: Any) -> str:
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{scope}{' class=oe-number' if index in right else ''}>{escape(show(value))}</{tag}>"

    head = "".join(cell("th", index, name) for index, name in enumerate(columns))
    shown, left = first_rows(rows, TABLE_ROWS)
    below = [*([(more(left), *([""] * (len(columns) - 1)))] if left else []), *last]
    body = "".join(
        f"<tr>{''.join(cell('td', index, value) for index, value in enumerate(row))}</tr>" for row in (*shown, *below)
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<div class="oe-scroll" tabindex="0" role="region" aria-label="{escape(caption or "Table")}">'
        f'<table class="oe-table">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def facts(rows: Iterable[tuple[str, Any]], *, caption: str = "") -> str:
    """Returns a table of the first ``TABLE_ROWS`` names and values; rows that are None or empty are left out."""
    shown, left = first_rows(((name, one) for name, one in rows if one is not None and one != ""), TABLE_ROWS)
    body = "".join(
        f'<tr><th scope="row">{escape(show(name))}</th><td>{escape(short(show(value), _FACT))}</td></tr>'
        for name, value in [*shown, *([(more(left), "")] if left else [])]
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<table class="oe-table">{title}<tbody>{body}</tbody></table>'


def titled(title: str, detail: str) -> str:
    """Returns a title and a detail below it."""
    return f'<div><b>{escape(show(title))}</b><div class="oe-quiet">{escape(show(detail))}</div></div>'


def product(title: str, detail: str, picture: str | None) -> str:
    """Returns a product: picture or first letter, title and detail."""
    letter = escape(next((char for char in title if char.isalnum()), "?").upper())
    image = f'<img src="{escape(picture)}" alt="" loading="lazy" referrerpolicy="no-referrer">' if picture else ""
    return (
        f'<div class="oe-product"><span class="oe-picture"><span aria-hidden="true">{letter}</span>{image}</span>'
        f"{titled(title, detail)}</div>"
    )


def link(url: str, text: str) -> str:
    """Returns a link that opens in a new tab and sends no referrer."""
    return f'<a class="oe-link" href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def frame(url: str, title: str) -> str:
    """Returns a sandboxed ``iframe`` of another site's page."""
    return (
        f'<iframe class="oe-frame" src="{escape(url)}" title="{escape(title)}" referrerpolicy="no-referrer" '
        'sandbox="allow-forms allow-scripts allow-same-origin allow-popups"></iframe>'
    )


def web_address(value: object) -> str | None:
    """Returns a URL that is safe to open: http or https with a host; None for anything else.

    Hosts under ``.invalid`` never resolve (RFC 2606) and are left out, such as the sandbox's pictures.
    """
    if not isinstance(value, str):
        return None
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and host and not host.endswith(".invalid") else None


def _lines(text: str) -> str:
    return "<br>".join(escape(show(line)) for line in text.split("\n") if line.strip())
