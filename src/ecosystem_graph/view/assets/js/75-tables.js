// The same as tables: every view has one with the same content, sortable, for keyboard and screen reader.

const ROWS = 100; // rows shown before one asks for more
const tableState = new Map(); // table → { column, falling, rows }

// The columns of each table: a heading, a text or number to sort by, and what the cell shows.
function tablesOf({ scene, nodes, ties }) {
  const thing = (key) => thingButton(key);
  const texts = (name, of) => ({ name, sort: of, show: of });
  const things = {
    id: "things", title: word(scene.type === "spillovers" ? "things.things" : "tableThings"), rows: nodes, columns: [
      { name: "col.name", sort: (n) => nameOf(n.key), show: (n) => thing(n.key), head: true },
      texts("col.kind", (n) => upper(kindOf(n.key))),
      texts("col.sphere", (n) => (THINGS[n.key]?.sphere ? upper(code("sphere/" + THINGS[n.key].sphere)) : "")),
      texts("col.place", (n) => placesOf(n.key).map(placeName).join(", ")),
      ...(scene.type === "clusters" ? [texts("col.clusters", (n) => (clustersOf.get(n.key) ?? []).map(nameOf).join(", "))] : []),
      { name: "col.ties", sort: (n) => n.degree, show: (n) => number(n.degree), number: true },
      ...[state.size, state.colour].filter((m, i, all) => scene.measures[m] && m !== "degree" && all.indexOf(m) === i).map((m) => ({
        title: upper(say(FACTS.measures[m].name)), sort: (n) => scene.measures[m][n.index] ?? -Infinity, show: (n) => number(scene.measures[m][n.index] ?? ""), number: true })),
    ] };
  const tieRows = {
    id: "ties", title: word("tableTies"), rows: ties, columns: [
      { name: "col.from", sort: (t) => nameOf(sentenceEnds(t)[0]), show: (t) => thing(sentenceEnds(t)[0]), head: true },
      texts("col.type", (t) => [...new Set(t.rows.map((r) => say(FACTS.relationTypes[r.type]?.label ?? r.type)))].join(", ")),
      { name: "col.to", sort: (t) => nameOf(sentenceEnds(t)[1]), show: (t) => thing(sentenceEnds(t)[1]) },
      texts("col.period", (t) => [...new Set(t.rows.map(period).filter(Boolean))].join(", ")),
      { name: "col.sources", sort: (t) => sourcesOf(t).length, show: (t) => sourceLinks(sourcesOf(t)) },
    ] };
  const claims = {
    id: "claims", title: word("tableClaims"), rows: ties.filter((t) => t.claim), columns: [
      { name: "col.cause", sort: (t) => nameOf(t.from), show: (t) => thing(t.from), head: true },
      texts("col.sign", (t) => word("sign." + t.claim.sign)),
      { name: "col.effect", sort: (t) => nameOf(t.to), show: (t) => thing(t.to) },
      texts("mechanism", (t) => upper(code(t.claim.mechanism))),
      texts("col.standing", (t) => (t.claim.standing ? word("standing." + t.claim.standing) : "")),
      { name: "col.support", sort: (t) => t.claim.support, show: (t) => number(t.claim.support), number: true },
      { name: "col.dispute", sort: (t) => t.claim.dispute, show: (t) => number(t.claim.dispute), number: true },
      texts("col.period", (t) => [...new Set(t.rows.map(period).filter(Boolean))].join(", ")),
      { name: "col.sources", sort: (t) => sourcesOf(t).length, show: (t) => sourceLinks(sourcesOf(t)) },
    ] };
  const places = scene.type === "map" && {
    id: "places", title: word("tablePlaces"), rows: scene.areas.map((area) => ({ place: area.place, actors: nodes.filter((node) => placesOf(node.key).includes(area.place)).length })),
    columns: [
      { name: "col.place", sort: (p) => nameOf(p.place), show: (p) => thing(p.place), head: true },
      { name: "col.actors", sort: (p) => p.actors, show: (p) => number(p.actors), number: true },
    ] };
  if (scene.type === "spillovers") return [claims, things];
  return scene.type === "map" ? [places, things] : [things, tieRows];
}

// A tie has no direction, its relation has: it is told the way its sources do.
function sentenceEnds(tie) {
  const row = tie.rows[0];
  return tie.rows.every((r) => r.from === tie.to && r.to === tie.from) && row ? [tie.to, tie.from] : [tie.from, tie.to];
}

function sourcesOf(tie) {
  return [...new Set(tie.rows.flatMap((row) => row.sources ?? []))].sort();
}

function heading(column) {
  return column.title ?? word(column.name);
}

function showTables() {
  const box = byId("tables");
  const held = document.activeElement?.dataset?.sort;
  box.replaceChildren(...tablesOf(seen).map((table) => tableElement(table)));
  if (held) box.querySelector(`[data-sort="${CSS.escape(held)}"]`)?.focus();
}

function sorted(table) {
  const at = tableState.get(table.id);
  if (!at) return table.rows;
  const column = table.columns.find((c) => heading(c) === at.column) ?? table.columns[0];
  const compare = (a, b) => {
    const [x, y] = [column.sort(a), column.sort(b)];
    return typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), lang, { numeric: true });
  };
  return [...table.rows].sort((a, b) => (at.falling ? -compare(a, b) : compare(a, b)));
}

function tableElement(table) {
  const first = table.columns.find((c) => c.number) ?? table.columns[0];
  if (!tableState.has(table.id)) tableState.set(table.id, { column: heading(first), falling: Boolean(first.number), rows: ROWS });
  const at = tableState.get(table.id);
  if (!table.columns.some((c) => heading(c) === at.column)) Object.assign(at, { column: heading(first), falling: Boolean(first.number) });
  const rows = sorted(table);
  const body = make("tbody", {}, rows.slice(0, at.rows).map((row) => make("tr", {}, table.columns.map((column) =>
    make(column.head ? "th" : "td", { scope: column.head ? "row" : null, class: column.number ? "value" : null }, column.show(row))))));
  const head = make("tr", {}, table.columns.map((column) => {
    const on = heading(column) === at.column;
    return make("th", { scope: "col", "aria-sort": on ? (at.falling ? "descending" : "ascending") : "none", class: column.number ? "value" : null },
      make("button", { type: "button", "data-sort": table.id + heading(column), title: word("sortBy", heading(column)), onclick: () => {
        tableState.set(table.id, { ...at, column: heading(column), falling: on ? !at.falling : Boolean(column.number) });
        showTables();
      } }, heading(column), make("span", { "aria-hidden": "true" }, on ? (at.falling ? " ↓" : " ↑") : "")));
  }));
  const more = rows.length > at.rows ? make("button", { type: "button", class: "more", onclick: () => {
    tableState.set(table.id, { ...at, rows: at.rows + 5 * ROWS });
    showTables();
  } }, word("moreRows", number(Math.min(5 * ROWS, rows.length - at.rows)))) : "";
  return make("div", { class: "sheet" }, make("table", {},
    make("caption", {}, upper(table.title), make("span", { class: "count" }, ` ${word("rows", number(rows.length))}`)), make("thead", {}, head), body), more);
}
