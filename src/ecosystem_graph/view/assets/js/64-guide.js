// What the panel says while nothing is chosen: how to read the picture, and where to begin.

function titleOf(id) {
  return hasWord("view." + id) ? word("view." + id) : id;
}

function questionOf(scene) {
  return hasWord("ask." + scene.id) ? word("ask." + scene.id) : say(scene.question);
}

function readingOf(scene) {
  if (scene.type === "network") return word(scene.directed ? "read.directed" : "read.network");
  return word("read." + scene.type);
}

function guide() {
  const scene = SCENES.get(state.view);
  return [
    make("div", { class: "head" }, make("h2", {}, questionOf(scene))),
    make("p", {}, readingOf(scene)),
    make("p", { class: "muted" }, word("caveat")),
    beginWith(scene),
    make("section", { class: "try" }, make("h3", {}, word("tryThis")), make("ul", {},
      ["tryClick", "tryChips", ...(YEARS ? ["tryYear"] : [])].map((key) => make("li", {}, word(key))))),
    make("p", { class: "footer" }, word("footer")),
  ].filter(Boolean);
}

function beginWith(scene) {
  const list = (title, entries) => entries.length
    ? make("section", {}, make("h3", {}, title), make("ol", { class: "first" }, entries.map(([key, count, lead]) => make("li", {},
      make("div", { class: "line" }, lead ?? make("span", {}, swatch(THINGS[key]?.sphere ?? ""), thingButton(key)), make("span", { class: "when" }, count)))))) : null;
  if (scene.type === "clusters") {
    const sizes = [...membersOf].map(([key, members]) => [key, new Set(members).size]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return list(word("largestClusters"), sizes.slice(0, 8).map(([key, n]) => [key, number(n)]));
  }
  if (scene.type === "spillovers") {
    const contested = CLAIMS.filter((claim) => claim.voices.some((v) => v.disputes))
      .sort((a, b) => b.voices.length - a.voices.length || (a.id < b.id ? -1 : 1));
    return list(word("contested"), contested.slice(0, 6).map((claim) => [claim.cause, word("voices",
      claim.voices.filter((v) => !v.disputes).length, claim.voices.filter((v) => v.disputes).length),
    make("button", { type: "button", class: "thing", onclick: () => change({ selected: `tie:${claim.cause} ${claim.effect}` }) }, `${nameOf(claim.cause)} ${arrowOf(claim)} ${nameOf(claim.effect)}`)]));
  }
  if (scene.type === "map") {
    const areas = scene.areas.map((area) => [area.place, seen.counted.place.get(area.place) ?? 0]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return list(word("mostActors"), areas.slice(0, 8).map(([place, count]) => [place, number(count)]));
  }
  const measure = state.size && state.size !== "same" ? say(FACTS.measures[state.size].name) : word("byTies");
  return list(word("topOf", measure), seen.ranked.slice(0, 8).map((node) => [node.key, number(node.score)]));
}
