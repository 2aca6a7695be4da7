// What is shown, to take away: a picture, rows for a spreadsheet, GraphML for another program.

const BOM = "\ufeff"; // so that spreadsheets read æøå as UTF-8

// A cell may hold anything; one that a spreadsheet would take for a formula is made a text.
function csvCell(value) {
  let text = String(value ?? "");
  if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+([.,]\d+)?$/.test(text)) text = "'" + text;
  return /[",\n\r;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csv(rows) {
  return BOM + rows.map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

function thingsCsv({ scene, nodes }) {
  const measures = Object.keys(scene.measures);
  return csv([["id", "name_nb", "name_en", "kind", "sphere", "place", "founded", "dissolved", "ties_shown", ...measures],
    ...nodes.map((node) => {
      const thing = THINGS[node.key];
      const [nb, en] = Array.isArray(thing.name) ? thing.name : [thing.name, thing.name];
      return [FACTS.base + node.key, nb, en, (thing.kind ?? "").split("/").pop(), thing.sphere, placesOf(node.key).map(placeName).join("; "),
        thing.founded, thing.dissolved, node.degree, ...measures.map((m) => scene.measures[m][node.index] ?? "")];
    })]);
}

function tiesCsv({ ties }) {
  return csv([["from", "to", "from_name", "to_name", "kind", "sign", "mechanism", "standing", "start", "end", "ongoing", "weight", "sources", "urls"],
    ...ties.flatMap((tie) => tie.rows.map((row) => [FACTS.base + (row.from ?? tie.from), FACTS.base + (row.to ?? tie.to), nameOf(row.from ?? tie.from), nameOf(row.to ?? tie.to),
      tie.claim ? (row.disputes ? "disputes" : "supports") : row.type, tie.claim?.sign, (row.mechanism ?? "").split("/").pop(), tie.claim?.standing, row.start, row.end, row.ongoing ? "true" : "",
      row.weight ?? 1, (row.sources ?? []).join("; "), (row.sources ?? []).map((s) => FACTS.sources[s]?.url).filter(Boolean).join(" ")]))]);
}

// http://graphml.graphdrawing.org, with the keys that Gephi and yEd read.
function graphml({ scene, nodes, ties }) {
  const xml = (text) => String(text ?? "").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const keys = [["label", "node", "string"], ["kind", "node", "string"], ["sphere", "node", "string"], ["x", "node", "double"], ["y", "node", "double"],
    ["type", "edge", "string"], ["weight", "edge", "double"], ["sources", "edge", "string"], ["sign", "edge", "string"], ["mechanism", "edge", "string"], ["support", "edge", "double"], ["standing", "edge", "string"]];
  const data = (name, value) => (value === undefined || value === "" ? "" : `<data key="${name}">${xml(value)}</data>`);
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys.map(([name, of, type]) => `  <key id="${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>`),
    `  <graph id="${xml(scene.id)}" edgedefault="${scene.directed ? "directed" : "undirected"}">`,
    ...nodes.map((node) => `    <node id="${xml(node.key)}">${data("label", nameOf(node.key))}${data("kind", (THINGS[node.key]?.kind ?? "").split("/").pop())}${data("sphere", THINGS[node.key]?.sphere)}${data("x", node.x)}${data("y", node.y)}</node>`),
    ...ties.map((tie, i) => `    <edge id="e${i}" source="${xml(tie.from)}" target="${xml(tie.to)}">${data("type", [...new Set(tie.rows.map((r) => r.type))].join(" "))}${data("weight", tie.weight)}${data("sources", sourcesOf(tie).join(" "))}${data("sign", tie.claim?.sign)}${data("mechanism", tie.claim?.mechanism?.split("/").pop())}${data("support", tie.claim?.support)}${data("standing", tie.claim?.standing)}</edge>`),
    "  </graph>", "</graphml>", ""];
  return lines.join("\n");
}

// The picture as it stands on the screen, with its question, its legend and its origin.
function pictureSvg() {
  const frame = byId("canvas").getBoundingClientRect();
  const [width, height] = [Math.max(Math.round(frame.width), 320), Math.max(Math.round(frame.height), 240)];
  const key = legendSvg(width);
  const [head, foot] = [64, key.height + 42];
  const colours = shade();
  const scale = network.getScale();
  const place = (x, y) => network.canvasToDOM({ x, y });
  const svg = drawn("svg", { xmlns: SVG, width, height: height + head + foot, viewBox: `0 0 ${width} ${height + head + foot}`, "font-family": FONT, lang });
  const title = `${say(FACTS.region)}: ${questionOf(seen.scene)}`;
  const text = (x, y, content, size, fill, more = {}) => drawn("text", { x, y, "font-size": size, fill, ...more }, content);
  svg.append(drawn("title", {}, title), drawn("rect", { width, height: height + head + foot, fill: colours.paper }),
    text(20, 30, title, 19, colours.ink, { "font-weight": 600 }), text(20, 52, byId("notice").firstChild?.textContent ?? "", 12, colours.muted));
  const clip = drawn("clipPath", { id: "frame" }, drawn("rect", { width, height }));
  const picture = drawn("g", { transform: `translate(0 ${head})`, "clip-path": "url(#frame)" });
  svg.append(drawn("defs", {}, clip), picture);
  for (const shape of seen.backdrop) picture.append(...backdropSvg(shape, place, scale));
  const light = lit();
  const crowd = crowdOpacity();
  for (const tie of seen.ties) {
    const style = edgeLook(tie, light, seen.scene, crowd);
    if (!style.hidden) picture.append(tieSvg(tie, style, place, scale));
  }
  for (const node of seen.ranked.slice().reverse()) {
    const style = nodeLook(node, light);
    const at = place(node.x, node.y);
    picture.append(markSvg(style.shape, node.size * seen.markScale * scale, at.x, at.y, { fill: style.color.background, stroke: style.color.border, "stroke-width": (style.borderWidth * scale).toFixed(2), opacity: style.opacity }));
  }
  const halo = { "text-anchor": "middle", "dominant-baseline": "central", stroke: colours.paper, "stroke-width": 3.5, "paint-order": "stroke", "stroke-linejoin": "round" };
  for (const letter of lettersFor(place)) picture.append(text(letter.x, letter.y, letter.text, 11, letter.colour, { ...halo, "font-weight": 600 }));
  const behind = backdropTexts(seen.backdrop, place);
  for (const label of behind) picture.append(text(label.x, label.y, label.text, label.size, label.colour, { ...halo, "font-weight": label.bold ? 600 : 400 }));
  for (const label of labelsFor(width, height, scale, place, behind)) picture.append(text(label.x, label.y, label.text, label.size, colours.ink, { ...halo, "font-weight": label.font.startsWith("600") ? 600 : 400 }));
  svg.append(drawn("g", { transform: `translate(0 ${head + height})` }, ...key.parts), text(20, head + height + foot - 13, word("footer"), 11, colours.muted));
  return { text: new XMLSerializer().serializeToString(svg), width, height: height + head + foot };
}

// What marks and lines mean, under the picture, as many to a row as fit.
function legendSvg(width) {
  const spheres = SPHERES.filter((s) => seen.counted.sphere.has(s)).map((sphere) => ({ text: upper(facetLabel("sphere", sphere)), wide: 17,
    mark: (x, y) => markSvg(MARKS[sphere].shape, 6, x + 6, y, { fill: MARKS[sphere][isDark() ? "dark" : "light"], stroke: shade().rim }) }));
  const line = (item) => ({ text: item.letter ? `${item.letter}  ${item.text}` : item.text, wide: 37, mark: (x, y) => sampleSvg(item, x, y) });
  const groups = seen.scene.type === "spillovers" ? [spheres, mechanismKey().map(line), lineKey().map(line)] : [spheres];
  const parts = [];
  let y = 0;
  for (const group of groups.filter((items) => items.length)) {
    let x = 20;
    y += 22;
    for (const item of group) {
      const room = item.wide + widthOf(item.text, fontOf(12)) + 18;
      if (x > 20 && x + room > width) [x, y] = [20, y + 22];
      parts.push(item.mark(x, y), drawn("text", { x: x + item.wide, y: y + 4, "font-size": 12, fill: shade().ink }, item.text));
      x += room;
    }
  }
  return { parts, height: y };
}

function backdropSvg(shape, place, scale) {
  const stroke = { stroke: shape.stroke, "stroke-width": shape.stroke ? shape.width ?? 1 : undefined, fill: shape.fill ?? "none" };
  if (shape.kind === "text") return [];
  const at = shape.x === undefined ? null : place(shape.x, shape.y);
  if (shape.kind === "disc") return [drawn("circle", { cx: at.x, cy: at.y, r: shape.radius * scale, ...stroke })];
  if (shape.kind === "ring") return [drawn("ellipse", { cx: at.x, cy: at.y, rx: shape.radiusX * scale, ry: shape.radiusY * scale, ...stroke })];
  if (shape.kind === "band") return [drawn("rect", { x: at.x, y: at.y, width: shape.width * scale, height: shape.height * scale, ...stroke })];
  const outline = shape.rings.map((ring) => {
    const points = [];
    for (let i = 0; i < ring.length; i += 2) {
      const p = place(ring[i], ring[i + 1]);
      points.push(`${p.x.toFixed(1)} ${p.y.toFixed(1)}`);
    }
    return `M${points.join("L")}Z`;
  }).join("");
  return [drawn("path", { d: outline, "fill-rule": "evenodd", ...stroke })];
}

function tieSvg(tie, style, place, scale) {
  const [a, b] = [seen.byKey.get(tie.from), seen.byKey.get(tie.to)];
  const [from, to] = [place(a.x, a.y), place(b.x, b.y)];
  const bend = style.smooth ? bendOf(from, to) : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const wide = Math.max(style.width * scale, 0.4);
  const line = { fill: "none", stroke: style.color.color, "stroke-opacity": style.color.opacity, "stroke-width": wide.toFixed(2), "stroke-dasharray": style.dashes ? style.dashes.map((part) => (part * scale).toFixed(2)).join(" ") : undefined };
  const group = drawn("g", tie.claim ? { "data-claim": tie.claim.id } : {}, drawn("path", { d: `M${from.x.toFixed(1)} ${from.y.toFixed(1)}Q${bend.x.toFixed(1)} ${bend.y.toFixed(1)} ${to.x.toFixed(1)} ${to.y.toFixed(1)}`, ...line }));
  if (tie.claim) group.prepend(drawn("title", {}, `${nameOf(tie.from)} ${arrowOf(tie.claim)} ${nameOf(tie.to)}: ${claimWords(tie.claim)}`));
  if (seen.scene.directed) group.append(tipSvg(tipOf(tie, style, place, scale), tie.claim?.sign === "-"));
  return group;
}

function download(name, type, content) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  announce(word("saved", name));
}

async function pngOf({ text, width, height }) {
  const image = new Image();
  const loaded = new Promise((done, failed) => Object.assign(image, { onload: done, onerror: failed }));
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await loaded;
  const canvas = make("canvas", { width: width * 2, height: height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, width * 2, height * 2);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function saveAs(format) {
  const name = [FACTS.base.replace(/\/$/, "").split("/").pop(), state.view, state.year ?? ""].filter(Boolean).join("-");
  byId("save").open = false;
  if (format === "things") download(`${name}-${word("things.actors")}.csv`, "text/csv;charset=utf-8", thingsCsv(seen));
  else if (format === "ties") download(`${name}-${word("ties.ties")}.csv`.replace("å", "a"), "text/csv;charset=utf-8", tiesCsv(seen));
  else if (format === "graphml") download(`${name}.graphml`, "application/graphml+xml", graphml(seen));
  else if (format === "print") window.print();
  else {
    if (state.as !== "picture") change({ as: "picture" });
    const picture = pictureSvg();
    if (format === "svg") download(`${name}.svg`, "image/svg+xml", picture.text);
    else download(`${name}.png`, "image/png", await pngOf(picture));
  }
}
