// Search as you type: any name, old name or topic, æøå or not; arrows choose, Enter goes there.

const INDEX = ["actor", "topic", "place", "event"].flatMap((kind) => keysOfKind(kind).map((key) => {
  const thing = THINGS[key];
  const names = [...(Array.isArray(thing.name) ? thing.name : [thing.name]), ...(thing.other ?? [])].filter(Boolean);
  const weight = (relationsFrom.get(key)?.length ?? 0) + (relationsTo.get(key)?.length ?? 0) + (claimsFrom.get(key)?.length ?? 0) + (claimsTo.get(key)?.length ?? 0);
  return { key, names, folded: names.map(fold), kind, weight };
}));

let found = [];
let chosen = -1;

function search(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const parts = wanted.split(" ");
  const hits = [];
  for (const entry of INDEX) {
    let best = null;
    entry.folded.forEach((name, i) => {
      const rank = name === wanted ? 0 : ` ${name}`.includes(` ${wanted}`) ? 1
        : name.includes(wanted) ? 2 : parts.every((part) => name.includes(part)) ? 3 : 9;
      if (rank < 9 && (best === null || rank < best.rank)) best = { rank, name: entry.names[i] };
    });
    if (best) hits.push({ ...entry, ...best });
  }
  const order = { actor: 0, topic: 1, place: 1, event: 2 };
  return hits.sort((a, b) => a.rank - b.rank || order[a.kind] - order[b.kind] || b.weight - a.weight || (a.key < b.key ? -1 : 1));
}

function startSearch() {
  const field = byId("search");
  field.addEventListener("input", () => showFound(field.value));
  field.addEventListener("focus", () => field.value && showFound(field.value));
  field.addEventListener("blur", () => setTimeout(closeFound, 120));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.length) choose((chosen + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (found.length) take(found[Math.max(chosen, 0)].key);
    } else if (event.key === "Escape") {
      field.value = "";
      closeFound();
    }
  });
}

function showFound(text) {
  const all = search(text);
  found = all.slice(0, 12);
  chosen = -1;
  const list = byId("found");
  list.replaceChildren(...found.map((hit, i) => make("li", { role: "option", id: "found-" + i, "aria-selected": "false", onmousedown: (event) => {
    event.preventDefault();
    take(hit.key);
  } }, swatch(THINGS[hit.key].sphere ?? ""), make("span", { class: "hit" }, make("bdi", {}, shortName(nameOf(hit.key), 60)), fold(hit.name) === fold(nameOf(hit.key)) ? "" : make("span", { class: "note" }, ` (${shortName(hit.name, 40)})`)), make("span", { class: "note" }, kindOf(hit.key)))));
  if (!found.length && fold(text)) list.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "note" }, word("searchNone", shortName(text, 40))));
  list.hidden = !list.childElementCount;
  byId("search").setAttribute("aria-expanded", String(!list.hidden));
  byId("search").removeAttribute("aria-activedescendant");
  if (fold(text)) announce(word("searchCount", all.length));
}

function choose(number) {
  chosen = number;
  [...byId("found").children].forEach((item, i) => item.setAttribute("aria-selected", String(i === number)));
  byId("found").children[number]?.scrollIntoView({ block: "nearest" });
  byId("search").setAttribute("aria-activedescendant", "found-" + number);
}

function closeFound() {
  byId("found").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").removeAttribute("aria-activedescendant");
}

// Goes to a thing: in this view if it is in it, else in the first view that has it, else only in the panel.
function take(key) {
  byId("search").value = nameOf(key);
  closeFound();
  const has = (scene) => ready(scene).nodes.some((node) => node.key === key);
  const view = has(SCENES.get(state.view)) ? state.view : [...SCENES.values()].find(has)?.id;
  if (!view) {
    change({ selected: key });
    announce(`${nameOf(key)}, ${kindOf(key)}`);
    return;
  }
  const hidden = view !== state.view || !seen.byKey.has(key);
  // What hides the thing is set aside; the year is, too, where it did not exist then.
  if (hidden) for (const facet of FACETS) state.facets[facet].clear();
  change({ view, selected: key, focus: hidden ? "" : state.focus, limit: 0 });
  if (!seen.byKey.has(key)) change({ year: null, unconnected: true });
  if (hidden) fitPicture();
  bringIntoView(key);
  announce(`${nameOf(key)}, ${kindOf(key)}`);
}
