"""A labelled file field that keeps the files' contents out of the widget state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import anywidget
import traitlets

Upload = Callable[[str, bytes], Mapping[str, Any]]
"""Uploads a file by name and bytes; returns its ``filename``, ``downloadLink`` and ``size``."""

_SCRIPT = """
function render({ model, el }) {
  const id = "oe-" + Math.random().toString(36).slice(2);
  const make = (tag, set) => Object.assign(document.createElement(tag), set);
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  el.classList.add("oe-file");
  const label = make("label", { htmlFor: id });
  const input = make("input", { id, type: "file" });
  el.append(label, input);
  const dress = () => {
    label.textContent = model.get("label");
    input.accept = model.get("accept");
    input.multiple = model.get("multiple");
    input.disabled = model.get("disabled");
    input.setAttribute("aria-required", String(model.get("required")));
  };
  input.addEventListener("change", async () => {
    const files = [...input.files];
    const buffers = await Promise.all(files.map((file) => file.arrayBuffer()));
    model.send({ kind: "files", names: files.map((file) => file.name) }, undefined, buffers);
  });
  const names = ["label", "accept", "multiple", "disabled", "required"];
  for (const name of names) model.on("change:" + name, dress);
  dress();
  return () => { for (const name of names) model.off("change:" + name, dress); };
}
export default { render };
"""


class FileField(anywidget.AnyWidget):
    """A field to choose files. The ``FileUpload`` of ipywidgets has no label and saves the bytes in the notebook.

    Attributes:
        label: label of the field.
        accept: suffixes that the browser offers, such as ``.png,.jpg``; empty for all.
        multiple: whether several files can be chosen.
        required, disabled: state of the field.
    """

    _esm = _SCRIPT
    label = traitlets.Unicode("File").tag(sync=True)
    accept = traitlets.Unicode("").tag(sync=True)
    multiple = traitlets.Bool(False).tag(sync=True)
    required = traitlets.Bool(False).tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(self, *, chosen: Callable[[Sequence[tuple[str, bytes]]], None], **traits: Any) -> None:
        super().__init__(**traits)
        self._chosen = chosen
        self.on_msg(self._hear)

    def choose(self, *files: tuple[str, bytes]) -> None:
        """Simulates the choice of files: for tests and scripts."""
        self._hear(self, {"kind": "files", "names": [name for name, _ in files]}, [data for _, data in files])

    def __repr__(self) -> str:
        return f"<FileField {self.label}>"

    def _hear(self, _field: Any, content: Any, buffers: Any) -> None:
        if self.disabled or not isinstance(content, dict) or content.get("kind") != "files":
            return
        names = [str(name) for name in content.get("names", ())]
        self._chosen(tuple(zip(names, (bytes(one) for one in buffers), strict=False)))
