"use strict";
// One language at a time: the address (#lang=en, or the part that is pointed at) decides, then the buttons.
const editions = [...document.querySelectorAll(".edition")];
const buttons = [...document.querySelectorAll(".switch button")];

function show(lang) {
  const wanted = editions.find((edition) => edition.lang === lang);
  if (!wanted) return;
  for (const edition of editions) edition.hidden = edition !== wanted;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  document.documentElement.lang = lang;
  document.title = wanted.dataset.title;
}

function follow() {
  const name = decodeURIComponent(location.hash.slice(1));
  const asked = /^lang=(\w+)$/.exec(name);
  if (asked) { show(asked[1]); return; }
  const target = name && document.getElementById(name);
  if (!target) return;
  const edition = target.closest(".edition");
  if (edition) show(edition.lang);
  for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  target.scrollIntoView();
}

// The same chapter stays in view when the language changes.
function chapterInView() {
  const shown = editions.find((edition) => !edition.hidden);
  const heads = [...shown.querySelectorAll("h2[id]")];
  const passed = heads.filter((head) => head.getBoundingClientRect().top < innerHeight / 2);
  return passed.length && scrollY > 200 ? passed.at(-1).id.replace(/^\w+-/, "") : "";
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    const chapter = chapterInView();
    const lang = button.dataset.lang;
    show(lang);
    history.replaceState(null, "", chapter ? `#${lang}-${chapter}` : `#lang=${lang}`);
    if (chapter) document.getElementById(`${lang}-${chapter}`)?.scrollIntoView();
  });
}
addEventListener("hashchange", follow);
follow();

// Tables sort by any column; a second press turns the order. Equal rows keep their place, empty cells go last.
function sortKey(cell, numeric) {
  const raw = cell.dataset.sort ?? cell.textContent.trim();
  if (!numeric) return raw;
  const number = Number.parseFloat(raw);
  return Number.isNaN(number) ? null : number;
}

function sortBy(table, column, numeric, lang) {
  const head = table.tHead.rows[0].cells[column];
  const down = head.ariaSort ? head.ariaSort === "ascending" : numeric;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.ariaSort = down ? "descending" : "ascending";
  const collator = new Intl.Collator(lang, { numeric: true });
  const rows = [...table.tBodies[0].rows].map((row) => [sortKey(row.cells[column], numeric), row]);
  rows.sort(([a], [b]) => {
    const missing = (a === null || a === "") - (b === null || b === "");
    if (missing || a === b) return missing;
    return (down ? -1 : 1) * (numeric ? a - b : collator.compare(a, b));
  });
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

for (const table of document.querySelectorAll("table")) {
  const lang = table.closest("[lang]").lang;
  if (table.tBodies[0].rows.length < 3) continue;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    if (head.title) { button.title = head.title; head.removeAttribute("title"); }
    head.replaceChildren(button);
    button.addEventListener("click", () => sortBy(table, column, head.classList.contains("number"), lang));
  });
}

// Paper shows everything that is folded on the screen.
let folded = [];
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not(.query):not([open])")) {
    part.open = true;
    folded.push(part);
  }
});
addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
  folded = [];
});
