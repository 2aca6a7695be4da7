// The panel: what a thing is, what is said about it, and who says so. Links in it walk the graph.

function thingButton(key, text) {
  return make("button", { type: "button", class: "thing", "data-thing": key, onclick: () => change({ selected: key }) }, text ?? nameOf(key));
}

function sourceLinks(ids) {
  if (!ids?.length) return make("span", { class: "sources none" }, word("noSource"));
  return make("span", { class: "sources" }, ids.map((id) => {
    const source = FACTS.sources[id] ?? {};
    const short = `${source.publisher || id} ${source.date ? source.date.slice(0, 4) : word("noDate")}`;
    const full = [source.title, source.publisher, source.date].filter(Boolean).join(", ");
    if (!source.url) return make("span", { title: full, "data-source": id }, shortName(short, 44));
    return make("a", { href: source.url, target: "_blank", rel: "noopener noreferrer", "data-source": id, title: `${full} (${word("opensOutside")})` }, shortName(short, 44));
  }));
}

function section(title, count, ...content) {
  return make("section", {}, make("h3", {}, title, count ? make("span", { class: "count" }, ` ${count}`) : ""), ...content);
}

function showDetails() {
  const panel = byId("details");
  const keep = panel.dataset.of === state.selected + lang + state.view + state.as ? panel.scrollTop : 0;
  const tie = tieOf(state.selected);
  panel.replaceChildren(...(tie ? tieDetails(tie) : state.selected ? thingDetails(state.selected) : guide()));
  panel.dataset.of = state.selected + lang + state.view + state.as;
  panel.classList.toggle("chosen", Boolean(state.selected));
  panel.scrollTop = keep;
}

function closeButton() {
  return make("button", { type: "button", class: "close", "aria-label": word("close"), onclick: () => change({ selected: "" }) }, make("span", { "aria-hidden": "true" }, "×"));
}

function thingDetails(key) {
  const thing = THINGS[key];
  const mark = key.startsWith("actor/") ? thing.sphere ?? "" : "";
  const head = make("div", { class: "head" },
    closeButton(),
    make("h2", {}, make("bdi", {}, nameOf(key))),
    make("p", { class: "kind" }, swatch(mark), make("span", {}, [upper(kindOf(key)), thing.sphere ? code("sphere/" + thing.sphere) : ""].filter(Boolean).join(" · "))));
  return [head, actions(key), plainFacts(key), ...relationSections(key), ...claimSections(key), ...figureSection(key),
    ...eventSection(key), ...hereSection(key), ...followsSection(key), ownSources(key)].filter(Boolean);
}

function actions(key) {
  const places = [...SCENES.values()].filter((scene) => scene.id !== state.view && ready(scene).nodes.some((node) => node.key === key));
  const here = ready(SCENES.get(state.view)).nodes.some((node) => node.key === key);
  const focused = state.focus === key;
  return make("div", { class: "actions" },
    here ? make("button", { type: "button", "aria-pressed": String(focused), onclick: () => focusOn(focused ? "" : key) }, focused ? word("focusOff") : word("focusOn")) : make("p", { class: "muted" }, word("notShown")),
    focused ? make("select", { "aria-label": word("steps"), onchange: (event) => focusOn(key, Number(event.target.value)) },
      [1, 2, 3].map((n) => make("option", { value: n, selected: n === state.steps }, word("step" + n)))) : "",
    places.length ? make("select", { "aria-label": word("showOn"), onchange: (event) => event.target.value && goTo(event.target.value, key) },
      make("option", { value: "" }, word("showOn") + " …"), places.map((scene) => make("option", { value: scene.id }, titleOf(scene.id)))) : "");
}

function focusOn(key, steps) {
  change({ focus: key, steps: steps ?? state.steps, limit: 0 });
  fitPicture();
}

function goTo(view, key) {
  change({ view, selected: key, focus: "", limit: 0, colour: "", size: "" });
  fitPicture();
  bringIntoView(key);
}

function plainFacts(key) {
  const thing = THINGS[key];
  const rows = [];
  const add = (label, ...value) => value.some(Boolean) && rows.push(make("dt", {}, word(label)), make("dd", {}, ...value));
  add("alsoCalled", (thing.other ?? []).join(", "));
  if (thing.place || thing.placeName) add("municipality", thing.place ? thingButton(thing.place) : thing.placeName);
  if (thing.county) add("county", thingButton(thing.county));
  add("number", thing.number);
  add("founded", thing.founded);
  add("dissolved", thing.dissolved);
  add("date", thing.date);
  if (thing.homepage) add("homepage", homepageLink(thing.homepage));
  add("organisationNumber", thing.organisationNumber);
  for (const list of ["concerns", "involves", "speaksFor"]) {
    if (thing[list]) add(list, thing[list].flatMap((other, i) => [i ? ", " : "", thingButton(other)]));
  }
  return rows.length ? make("dl", {}, rows) : null;
}

function homepageLink(text) {
  const address = /^https?:\/\//.test(text) ? text : /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text) ? "https://" + text : "";
  const shown = text.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
  return address ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, shown) : shown;
}

function relationSections(key) {
  const groups = new Map();
  const put = (title, relation, other) => groups.set(title, [...(groups.get(title) ?? []), { relation, other }]);
  for (const relation of relationsFrom.get(key) ?? []) put(upper(say(FACTS.relationTypes[relation.type].label)), relation, relation.to);
  for (const relation of relationsTo.get(key) ?? []) {
    const label = hasWord("incoming." + relation.type) ? word("incoming." + relation.type) : word("incoming", say(FACTS.relationTypes[relation.type].label));
    put(upper(label), relation, relation.from);
  }
  if (!groups.size) return key.startsWith("actor/") ? [make("p", { class: "muted" }, word("noRelations"))] : [];
  return [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).map(([title, list]) => {
    list.sort((a, b) => (a.relation.start ?? "9") < (b.relation.start ?? "9") ? -1 : (a.relation.start ?? "9") > (b.relation.start ?? "9") ? 1 : nameOf(a.other).localeCompare(nameOf(b.other), lang));
    return section(title, list.length, folded(list.map(({ relation, other }) => relationItem(relation, thingButton(other)))));
  });
}

// Long lists show their beginning; the rest is one button away.
function folded(items, few = 8) {
  const list = make("ul", { class: "statements" }, items.slice(0, items.length > few + 2 ? few : items.length));
  if (items.length <= few + 2) return list;
  const more = make("button", { type: "button", class: "more", onclick: () => {
    list.append(...items.slice(few));
    more.remove();
    list.children[few].querySelector("button, a")?.focus();
  } }, word("showAll", items.length));
  return [list, more];
}

function relationItem(relation, lead) {
  return make("li", {},
    make("div", { class: "line" }, lead, make("span", { class: "when" }, period(relation))),
    relation.level && !relation.level.endsWith("/unstated") ? make("div", { class: "note" }, code(relation.level)) : "",
    relation.detail ? make("div", { class: "note", lang: "en" }, relation.detail) : "",
    make("div", { class: "proof" }, sourceLinks(relation.sources), whyButton(() => whyRelation(relation))));
}

function tieDetails([from, to]) {
  const tie = (seen?.ties ?? []).find((t) => t.from === from && t.to === to);
  const rows = tie?.rows ?? ready(SCENES.get(state.view)).ties.find((t) => t.from === from && t.to === to)?.groups.flat() ?? [];
  const claims = CLAIMS.filter((claim) => claim.cause === from && claim.effect === to);
  const arrow = SCENES.get(state.view).directed ? arrowOf(claims.every((claim) => claim.sign === "-") ? claims[0] : null) : "–";
  const head = make("div", { class: "head" }, closeButton(), make("h2", {}, thingButton(from), ` ${arrow} `, thingButton(to)));
  const relations = [...new Map(rows.map((row) => [row.id ?? JSON.stringify(row), row])).values()].filter((row) => row.type !== "influences");
  return [head,
    claims.length ? section(word("view.spillovers"), 0, make("ul", { class: "statements" }, claims.map((claim) => claimItem(claim, thingButton(claim.effect))))) : null,
    relations.length ? section(word("relations"), relations.length, make("ul", { class: "statements" }, relations.map((relation) =>
      relationItem(relation, make("span", {}, relationSentence(relation)))))) : null,
  ].filter(Boolean);
}

function relationSentence(relation) {
  const label = say(FACTS.relationTypes[relation.type]?.label ?? relation.type);
  return relation.from ? `${nameOf(relation.from)} ${label} ${nameOf(relation.to)}` : label;
}

function claimSections(key) {
  const out = claimsFrom.get(key) ?? [];
  const into = claimsTo.get(key) ?? [];
  const about = (topicsAbout.get(key) ?? []).flatMap((topic) => [...(claimsFrom.get(topic) ?? []), ...(claimsTo.get(topic) ?? [])]);
  const made = claimsBy.get(key) ?? [];
  const both = (claim) => make("span", {}, thingButton(claim.cause), ` ${arrowOf(claim)} `, thingButton(claim.effect));
  const part = (title, claims, lead) => claims.length
    ? section(title, claims.length, folded([...new Set(claims)].map((claim) => claimItem(claim, lead(claim))), 6)) : null;
  return [
    part(word("spilloversOut"), out, (claim) => thingButton(claim.effect)),
    part(word("spilloversIn"), into, (claim) => thingButton(claim.cause)),
    part(word("spilloversAbout", nameOf(key)), about, both),
    part(word("claimsMade"), made.filter((claim) => claim.cause !== key && claim.effect !== key), both),
  ].filter(Boolean);
}

function claimItem(claim, lead) {
  const against = claim.voices.filter((voice) => voice.disputes).length;
  const standing = claim.standing ? make("span", { class: "badge " + claim.standing }, word("standing." + claim.standing)) : "";
  const voices = make("ul", { class: "voices" }, claim.voices.map((voice) => make("li", {},
    make("div", { class: "line" }, make("span", {}, thingButton(voice.by), " ", make("span", { class: voice.disputes ? "against" : "for" }, word(voice.disputes ? "disputes" : "supports"))), make("span", { class: "when" }, period(voice))),
    voice.says ? make("div", { class: "says" }, say(voice.says)) : "",
    make("div", { class: "note" }, [code(voice.mechanism), code(voice.strength), code(voice.explicitness)].filter(Boolean).join(" · ")),
    make("div", { class: "proof" }, sourceLinks(voice.sources)))));
  return make("li", {},
    make("div", { class: "line" }, make("span", {}, make("span", { class: "sign" + (claim.sign === "-" ? " minus" : ""), title: word("sign." + claim.sign) }, claim.sign === "-" ? "− " : "+ "), lead), standing),
    make("div", { class: "note claimed" }, sample({ ...lineOf(claim), tip: claim.sign === "-" ? "bar" : "arrow" }), claimWords(claim, false)),
    make("details", { class: "heard", open: claim.voices.length === 1 },
      make("summary", {}, word("voices", claim.voices.length - against, against)), voices),
    against < claim.voices.length ? make("div", { class: "proof" }, whyButton(() => whyClaim(claim))) : "");
}

function figureSection(key) {
  const figures = figuresAbout.get(key) ?? [];
  if (!figures.length) return [];
  const rows = figures.map((f) => make("tr", {},
    make("th", { scope: "row" }, upper(code(f.indicator)), f.detail ? make("span", { class: "note", lang: "en" }, f.detail) : ""),
    make("td", { class: "value" }, figure(f.value, f.unit)), make("td", {}, f.year ?? ""), make("td", {}, sourceLinks(f.sources))));
  return [section(word("figures"), figures.length, make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": word("figures") }, make("table", {},
    make("thead", {}, make("tr", {}, ["col.indicator", "col.value", "col.year", "col.sources"].map((name) => make("th", { scope: "col" }, word(name))))),
    make("tbody", {}, rows))))];
}

function eventSection(key) {
  const events = [...(eventsWith.get(key) ?? [])].sort((a, b) => ((THINGS[a].date ?? "") < (THINGS[b].date ?? "") ? -1 : 1));
  if (!events.length) return [];
  return [section(word("events"), events.length, folded(events.map((event) => make("li", {},
    make("div", { class: "line" }, thingButton(event), make("span", { class: "when" }, THINGS[event].date ?? "")),
    make("div", { class: "proof" }, sourceLinks(THINGS[event].sources))))))];
}

function hereSection(key) {
  const out = [];
  const actors = key.startsWith("place/") ? actorsIn.get(key) ?? [] : [];
  if (actors.length) out.push(section(word("actorsHere"), actors.length, folded(actors.map((actor) => make("li", {}, thingButton(actor))), 12)));
  const topics = topicsAbout.get(key) ?? [];
  if (topics.length) out.push(section(word("topics"), topics.length, folded(topics.map((topic) => make("li", {}, thingButton(topic))), 12)));
  return out;
}

// What no source states, but the rules conclude: places further out, influences.
function followsSection(key) {
  const stated = new Set([...(relationsFrom.get(key) ?? []).filter((r) => r.type === "locatedIn").map((r) => r.to), THINGS[key].place]);
  const wider = (THINGS[key].within ?? []).filter((place) => !stated.has(place));
  if (!wider.length) return [];
  return [section(word("follows"), wider.length, make("ul", { class: "statements" }, wider.map((place) => make("li", {},
    make("div", { class: "line" }, make("span", {}, word("liesIn"), " ", thingButton(place))),
    make("div", { class: "proof" }, whyButton(() => whyPlace(key, place)))))))];
}

function ownSources(key) {
  const sources = THINGS[key].sources;
  return sources?.length ? section(word("sources"), sources.length, make("p", {}, sourceLinks(sources))) : null;
}
