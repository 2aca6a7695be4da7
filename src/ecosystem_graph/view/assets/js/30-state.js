// What the reader has chosen. It stands in the address, so that copying the address restores it.

const FACETS = ["sphere", "kind", "type", "cluster", "place", "publisher", "dated", "standing", "sign", "mechanism"];
const DEFAULTS = {
  view: FACTS.scenes[0].id, lang: FACTS.opens.lang, theme: "", as: "picture", year: null, reading: "possible",
  selected: "", focus: "", steps: 1, size: "", colour: "", lines: "", unconnected: false, limit: 0,
};
const state = { ...DEFAULTS, facets: {}, ...FACTS.opens };
state.facets = Object.fromEntries(FACETS.map((facet) => [facet, new Set()]));

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const start = { ...DEFAULTS, ...FACTS.opens, selected: FACTS.opens.focus ?? "" };
  // An address that says anything says all, so that a link is not bent by what the file opens with.
  const base = [...given.keys()].length ? { ...DEFAULTS } : start;
  const number = (name, from, to) => {
    const n = Number(given.get(name));
    return given.has(name) && Number.isInteger(n) && n >= from && n <= to ? n : base[name];
  };
  const one = (name, allowed) => (allowed.includes(given.get(name)) ? given.get(name) : base[name]);
  const thing = (name) => (THINGS[given.get(name)] || tieOf(given.get(name)) ? given.get(name) : base[name]);
  Object.assign(state, {
    view: one("view", [...SCENES.keys()]),
    lang: one("lang", LANGUAGES),
    theme: one("theme", ["", "light", "dark"]),
    as: one("as", ["picture", "table"]),
    year: YEARS ? number("year", YEARS.first, YEARS.last) : null,
    reading: one("reading", ["possible", "certain"]),
    selected: thing("selected"),
    focus: thing("focus"),
    steps: number("steps", 1, 3),
    size: one("size", ["", "same", ...Object.keys(FACTS.measures)]),
    colour: one("colour", ["", ...Object.keys(FACTS.measures)]),
    lines: one("lines", ["", "sign"]),
    unconnected: given.get("unconnected") === "1",
    limit: number("limit", 0, 1e6),
  });
  for (const facet of FACETS) state.facets[facet] = new Set(given.getAll(facet));
  lang = state.lang;
}

// “tie:<from> <to>” names a tie; a thing is named by its key.
function tieOf(selected) {
  const match = /^tie:(\S+) (\S+)$/.exec(selected ?? "");
  return match && THINGS[match[1]] && THINGS[match[2]] ? [match[1], match[2]] : null;
}

function address() {
  const written = new URLSearchParams();
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const value = state[name];
    if (value === usual && !(name in FACTS.opens && FACTS.opens[name] !== value)) continue;
    if (value !== null && value !== "") written.set(name, value === true ? "1" : String(value));
  }
  for (const facet of FACETS) for (const value of [...state.facets[facet]].sort()) written.append(facet, value);
  // Not the default any more, though nothing is chosen: the address must still say something.
  if (![...written.keys()].length && Object.keys(FACTS.opens).some((name) => FACTS.opens[name] !== state[name])) {
    written.set("view", state.view);
  }
  return written.toString();
}

let writtenAddress = null;
let writtenAt = 0;
let laterWriting = 0;
// Browsers refuse a page that rewrites its address all the time, as dragging the year would.
function writeAddress() {
  clearTimeout(laterWriting);
  const wait = writtenAt + 120 - performance.now();
  if (wait > 0) {
    laterWriting = setTimeout(writeAddress, wait);
    return;
  }
  writtenAt = performance.now();
  writtenAddress = address();
  try {
    history.replaceState(null, "", writtenAddress ? "#" + writtenAddress : location.pathname + location.search);
  } catch {
    // A page inside another (a notebook) has no address of its own.
  }
}

function filterCount() {
  return FACETS.reduce((sum, facet) => sum + state.facets[facet].size, 0);
}

// A change of what is chosen: written to the address, then shown.
function change(changes) {
  Object.assign(state, changes);
  lang = state.lang;
  writeAddress();
  show();
}

function toggleFacet(facet, value) {
  const chosen = state.facets[facet];
  if (chosen.has(value)) chosen.delete(value);
  else chosen.add(value);
  change({ limit: 0 });
}

function clearFacets() {
  for (const facet of FACETS) state.facets[facet].clear();
  change({ limit: 0 });
}

// Choosing a view keeps the year, the filters and the selection.
function chooseView(view) {
  change({ view, limit: 0, colour: "", size: "" });
  fitPicture();
}
