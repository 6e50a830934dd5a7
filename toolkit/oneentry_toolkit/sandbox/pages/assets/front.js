// Keeps the live part of the front page up to date. Without scripts, the link "Refresh" does.
"use strict";

const box = document.getElementById("live");
const note = document.getElementById("live-note");
let shown = "";

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch("/pages/live", { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    if (text !== shown) {
      const held = box.contains(document.activeElement) ? document.activeElement.id : "";
      box.innerHTML = text;
      shown = text;
      if (held) document.getElementById(held)?.focus({ preventScroll: true });
    }
    note.textContent = "Refreshes by itself";
  } catch {
    note.textContent = "The sandbox does not answer";
  }
}

refresh();
setInterval(refresh, 2000);
