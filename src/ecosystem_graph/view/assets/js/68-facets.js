// Filters with counts, and the legend, which is the filter of sectors.

const open = new Set(["mechanism", "kind", "type", "cluster", "standing", "sign", "place"]);
const unfolded = new Set();

function facetLabel(facet, value) {
  if (facet === "sphere") return value ? code("sphere/" + value) : word("noSphere");
  if (facet === "kind") return FACTS.codes[value] ? code(value) : hasWord(value) ? word(value) : code(value);
  if (facet === "type") return value === "influences" ? word("influences") : say(FACTS.relationTypes[value]?.label ?? value);
  if (facet === "cluster") return nameOf(value);
  if (facet === "place") return placeName(value);
  if (facet === "dated" || facet === "standing" || facet === "sign") return word(`${facet}.${value}`);
  if (facet === "mechanism") return code(value);
  return value || word("noSource");
}

function showFacets() {
  const held = document.activeElement?.dataset?.facet ? document.activeElement.dataset : null;
  const scene = seen.scene;
  const box = byId("filters");
  const wide = matchMedia("(min-width: 900px)").matches;
  const was = box.querySelector("details.all");
  const everything = make("details", { class: "all", open: was ? was.open : wide },
    make("summary", {}, filterCount() ? word("filtersOn", filterCount()) : word("filters")),
    filterCount() ? make("button", { type: "button", class: "clear", onclick: clearFacets }, word("clear")) : "",
    scene.type === "network" || scene.type === "clusters" ? make("label", { class: "check" },
      make("input", { type: "checkbox", id: "unconnected", checked: state.unconnected, onchange: (event) => change({ unconnected: event.target.checked }) }),
      make("span", {}, word("unconnected"))) : "",
    FACETS_OF[scene.type].map(facetGroup));
  box.replaceChildren(everything);
  if (held) box.querySelector(`[data-facet="${held.facet}"][data-value="${CSS.escape(held.value)}"]`)?.focus();
}

function facetGroup(facet) {
  const values = new Map(seen.counted[facet]);
  for (const value of state.facets[facet]) if (!values.has(value)) values.set(value, 0);
  values.delete("");
  if (!values.size) return "";
  const sorted = [...values].sort((a, b) => b[1] - a[1] || facetLabel(facet, a[0]).localeCompare(facetLabel(facet, b[0]), lang));
  // The mechanisms are the legend of the lines: all of them, in the order of their letters.
  const key = facet === "mechanism" && seen.scene.type === "spillovers" ? new Map(mechanismKey().map((item) => [item.key, item])) : new Map();
  if (key.size) sorted.sort((a, b) => (key.get(a[0])?.letter ?? "~").localeCompare(key.get(b[0])?.letter ?? "~"));
  const few = key.size || 7;
  const all = unfolded.has(facet) || sorted.length <= few + 2;
  const shownValues = all ? sorted : sorted.filter(([value], i) => i < few || state.facets[facet].has(value));
  const group = make("details", { open: open.has(facet), ontoggle: (event) => {
    if (event.target.open) open.add(facet);
    else open.delete(facet);
  } }, make("summary", {}, word(facet)),
  make("ul", {}, shownValues.map(([value, count]) => make("li", {}, make("label", { class: "check" },
    make("input", { type: "checkbox", "data-facet": facet, "data-value": value, checked: state.facets[facet].has(value), onchange: () => toggleFacet(facet, value) }),
    key.has(value) ? letterMark(key.get(value)) : "",
    make("span", { class: "what" }, upper(shortName(facetLabel(facet, value), 44))), make("span", { class: "count" }, number(count)))))),
  sorted.length > few + 2 ? make("button", { type: "button", class: "more", "data-facet": facet, "data-value": "all", onclick: () => {
    if (all) unfolded.delete(facet);
    else unfolded.add(facet);
    showFacets();
  } }, all ? word("showFew") : word("showAll", sorted.length)) : "");
  return group;
}

function showLegend() {
  const scene = seen.scene;
  const held = document.activeElement?.id;
  const chosen = state.facets.sphere;
  const present = SPHERES.filter((sphere) => seen.counted.sphere.has(sphere) || chosen.has(sphere));
  const chips = make("div", { class: "chips", role: "group", "aria-label": word("sphere") }, present.map((sphere) => make("button", {
    type: "button", id: "sphere-" + (sphere || "none"), class: "chip", "aria-pressed": String(chosen.has(sphere)), onclick: () => toggleFacet("sphere", sphere),
  }, swatch(sphere), make("span", {}, upper(facetLabel("sphere", sphere))), make("span", { class: "count" }, number(seen.counted.sphere.get(sphere) ?? 0)))));
  const names = Object.keys(scene.measures);
  const size = scene.type === "map" ? "" : make("label", { class: "pick" }, make("span", {}, word("size")), make("select", { id: "size", onchange: (event) => change({ size: event.target.value }) },
    make("option", { value: "", selected: state.size === "" }, word("byTies")), make("option", { value: "same", selected: state.size === "same" }, word("sameSize")),
    names.filter((name) => name !== "degree").map((name) => make("option", { value: name, selected: state.size === name }, say(FACTS.measures[name].name)))));
  const colour = names.length ? make("label", { class: "pick" }, make("span", {}, word("colour")), make("select", { id: "colour", onchange: (event) => change({ colour: event.target.value }) },
    make("option", { value: "", selected: state.colour === "" }, word("bySphere")),
    names.map((name) => make("option", { value: name, selected: state.colour === name }, say(FACTS.measures[name].name))))) : "";
  const claims = scene.type === "spillovers";
  const lines = claims ? make("span", { class: "lines" }, lineKey().map((item) => make("span", {}, sample(item), item.text))) : "";
  const scale = scene.measures[state.colour] ? make("span", { class: "scale" }, word("few"), make("span", { class: "ramp", style: `background:linear-gradient(90deg, ${SCALE[isDark() ? "dark" : "light"].join(", ")})` }), word("many")) : "";
  const said = [...new Set([state.size, state.colour])].filter((name) => scene.measures[name])
    .map((name) => make("p", { class: "measure" }, word("measureNote", upper(say(FACTS.measures[name].name)), say(FACTS.measures[name].says))));
  const as = make("div", { class: "choice", role: "group", "aria-label": word("pictureOrTable") }, ["picture", "table"].map((way) => make("button", {
    type: "button", id: "as-" + way, "aria-pressed": String(state.as === way), onclick: () => change({ as: way }) }, word(way))));
  byId("legend").replaceChildren(chips, claims ? mechanismChips() : "", make("div", { class: "picks" }, size, colour, claims ? linesPick() : "", scale, as), lines, ...said);
  if (held) byId(held)?.focus?.();
}

// One sentence on what is shown, and what is not.
function showNotice() {
  const { scene, nodes, ties, passing, total, loose } = seen;
  const claims = scene.type === "spillovers";
  const parts = [];
  if (!nodes.length) parts.push(word("nothing"));
  parts.push(word("counts", number(nodes.length), number(total), word(claims ? "things.things" : "things.actors"), number(ties.length), word(claims ? "ties.claims" : "ties.ties")));
  if (state.focus) parts.unshift(word("focusNotice", nameOf(state.focus), word("step" + state.steps)));
  if (loose && !claims && !state.focus) parts.push(word("hiddenLoose", number(loose)));
  if (scene.type === "map" && scene.unplaced) parts.push(word("unplaced", number(scene.unplaced)));
  const notice = byId("notice");
  notice.replaceChildren(make("span", {}, parts.join(" ")));
  if (state.focus) notice.append(" ", make("button", { type: "button", onclick: () => focusOn("") }, word("focusOff")));
  if (nodes.length < passing) {
    notice.append(make("span", {}, " ", word("hiddenLarge", number(nodes.length), number(passing - nodes.length))), " ",
      make("button", { type: "button", onclick: () => { change({ limit: nodes.length + PART }); fitPicture(); } }, word("showMore", number(Math.min(PART, passing - nodes.length)))), " ",
      make("button", { type: "button", onclick: () => { change({ limit: passing }); fitPicture(); } }, word("showThemAll")));
  }
}
