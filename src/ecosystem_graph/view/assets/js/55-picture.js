// The picture: vis-network draws marks and ties where they were put; nothing moves by itself.

let network = null;
let seen = null; // what look() gave last
let hovered = "";
const nodeSet = new vis.DataSet(DRAWING.nodes);
const edgeSet = new vis.DataSet();
const drawnNodes = new Map(); // key → what the data set holds, as text, to send changes only
const drawnEdges = new Map();

function startPicture() {
  network = new vis.Network(byId("canvas"), { nodes: nodeSet, edges: edgeSet }, DRAWING.options);
  network.on("beforeDrawing", (context) => paintBackdrop(context, seen?.backdrop ?? [], network.getScale()));
  network.on("afterDrawing", paintLabels);
  network.on("click", (event) => pick(event.nodes[0] ?? (event.edges[0] ? "edge:" + event.edges[0] : "")));
  network.on("doubleClick", (event) => event.nodes[0] && change({ selected: event.nodes[0], focus: event.nodes[0], steps: 1 }));
  network.on("hoverNode", (event) => hover(event.node, event.pointer?.DOM));
  network.on("blurNode", () => hover(""));
  network.on("hoverEdge", (event) => hintFor("edge:" + event.edge, event.pointer?.DOM));
  network.on("blurEdge", () => hintFor(""));
  for (const event of ["dragStart", "zoom"]) network.on(event, () => hintFor(""));
  new ResizeObserver(() => network.redraw()).observe(byId("picture"));
}

function pick(target) {
  if (target.startsWith("edge:")) {
    const tie = seen.ties.find((t) => t.id === target.slice(5));
    if (tie) change({ selected: `tie:${tie.from} ${tie.to}` });
  } else change({ selected: target });
}

function hover(key, at) {
  if (glide.pointers.size) return;
  hovered = key;
  if (seen.nodes.length <= LARGE) restyle();
  hintFor(key, at);
}

// What is near the selected or hovered thing keeps its colour, the rest fades.
function lit() {
  const picked = tieOf(state.selected) ?? (state.selected ? [state.selected] : []);
  // A neighbourhood is all about its centre already: choosing that fades nobody.
  const centres = [...picked.filter((key) => key !== state.focus), hovered].filter((key) => key && seen.byKey.has(key));
  if (!centres.length) return null;
  const near = new Set(centres);
  if (picked.length === 2) return { near, centres: new Set(centres), pair: picked };
  for (const tie of seen.ties) {
    if (centres.includes(tie.from)) near.add(tie.to);
    if (centres.includes(tie.to)) near.add(tie.from);
  }
  return { near, centres: new Set(centres), pair: null };
}

function nodeLook(node, light) {
  const mark = markOf(node.key);
  const colours = shade();
  const faded = light && !light.near.has(node.key);
  const centre = light?.centres.has(node.key);
  return {
    id: node.key, x: node.x, y: node.y, label: undefined, shape: mark.shape, size: node.size * seen.markScale * VIS_SIZE[mark.shape],
    opacity: faded ? 0.16 : 1, borderWidth: centre ? Math.min(3 * seen.lineScale, node.size * 0.4) : Math.min(seen.lineScale, 1.7) * (seen.scene.type === "map" ? 0.5 : 1),
    color: { background: colourOf(node), border: centre ? colours.pick : colours.rim, highlight: { background: colourOf(node), border: colours.pick }, hover: { background: colourOf(node), border: colours.pick } },
  };
}

function edgeLook(tie, light, scene, crowd) {
  const colours = shade();
  const near = light && (light.pair
    ? (tie.from === light.pair[0] && tie.to === light.pair[1]) || (tie.to === light.pair[0] && tie.from === light.pair[1])
    : light.centres.has(tie.from) || light.centres.has(tie.to));
  const line = tie.claim ? lineOf(tie.claim) : null;
  const colour = line ? line.colour : near ? colours.ink : colours.line;
  let opacity = light ? (near ? (line ? 1 : 0.85) : 0.06) : line ? 1 : crowd;
  if (scene.type === "map") opacity = near ? 0.6 : 0;
  return {
    id: tie.id, from: tie.from, to: tie.to, hidden: opacity === 0,
    // The width of a claim's line is a number of sources, so it does not grow with attention.
    width: (line ? line.width : Math.min(1 + Math.log2(tie.weight) * 0.8, 4.5) * (near ? 1.4 : 1)) * seen.lineScale,
    color: { color: colour, opacity, highlight: colour, hover: colour, inherit: false },
    dashes: line?.dashes ? line.dashes.map((part) => part * seen.lineScale) : false,
    // vis-network leaves a gap before its own bar; ours is drawn after the line.
    arrows: scene.directed && !line?.bar ? { to: { enabled: true, scaleFactor: 0.7 } } : "",
    smooth: scene.type === "spillovers" ? { enabled: true, type: "curvedCW", roundness: BEND } : false,
  };
}

// Only what differs is sent on; a data set that is touched is drawn again.
function sync(set, held, wanted) {
  const next = new Map(wanted.map((item) => [item.id, item]));
  const gone = [...held.keys()].filter((id) => !next.has(id));
  const changed = [];
  for (const [id, item] of next) {
    const text = JSON.stringify(item);
    if (held.get(id) !== text) {
      held.set(id, text);
      changed.push(item);
    }
  }
  for (const id of gone) held.delete(id);
  if (gone.length) set.remove(gone);
  if (changed.length) set.update(changed);
}

function drawPicture() {
  const first = drawnNodes.size === 0 && nodeSet.length > 0;
  if (first) for (const id of nodeSet.getIds()) drawnNodes.set(id, "");
  seen.byKey = new Map(seen.nodes.map((node) => [node.key, node]));
  seen.backdrop = backdrop(seen.scene, seen.nodes);
  seen.ranked = [...seen.nodes].sort((a, b) => b.rank - a.rank || b.degree - a.degree || (a.key < b.key ? -1 : 1));
  seen.busy = seen.ties.length > 1500;
  network.setOptions({ interaction: { dragView: !seen.busy, zoomView: !seen.busy, hover: seen.ties.length <= 4000 } });
  // Lines and marks are scaled with the picture; this keeps them visible when all of it is in view.
  const base = fitting().scale || 1;
  seen.lineScale = Math.min(Math.max(0.8 / base, 1), 4);
  seen.markScale = Math.min(Math.max(Math.sqrt(0.5 / base), 1), 1.5);
  restyle();
  const { nodes, ties, scene } = seen;
  byId("canvas").setAttribute("aria-label", word("canvasLabel", titleOf(scene.id), nodes.length, ties.length));
}

function restyle() {
  const light = lit();
  seen.light = light;
  const crowd = crowdOpacity();
  seen.looks = seen.ties.map((tie) => edgeLook(tie, light, seen.scene, crowd));
  // Ties go before their ends, and arrive after them.
  const ids = new Set(seen.ties.map((tie) => tie.id));
  const gone = [...drawnEdges.keys()].filter((id) => !ids.has(id));
  if (gone.length) edgeSet.remove(gone);
  for (const id of gone) drawnEdges.delete(id);
  sync(nodeSet, drawnNodes, seen.nodes.map((node) => nodeLook(node, light)));
  sync(edgeSet, drawnEdges, seen.looks);
  network.redraw();
}

// The more ties, the fainter each; together they still show where it is dense.
function crowdOpacity() {
  return Math.max(0.14, Math.min(0.7, 11 / Math.sqrt(seen.ties.length + 1)));
}

function toScreen(x, y) {
  return network.canvasToDOM({ x, y });
}

function paintLabels(context) {
  if (!seen?.looks) return;
  const ratio = context.canvas.width / context.canvas.clientWidth || 1;
  const [width, height] = [context.canvas.clientWidth, context.canvas.clientHeight];
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const behind = backdropTexts(seen.backdrop, toScreen);
  for (const text of behind) writeBackdropText(context, text);
  paintBars(context, barsFor(toScreen, network.getScale()));
  writeLetters(context, lettersFor(toScreen));
  writeLabels(context, labelsFor(width, height, network.getScale(), toScreen, behind), shade());
  context.restore();
}

function writeBackdropText(context, text) {
  context.font = text.font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.strokeStyle = shade().paper;
  context.lineWidth = 3;
  context.globalAlpha = 0.9;
  context.strokeText(text.text, text.x, text.y);
  context.fillStyle = text.colour;
  context.fillText(text.text, text.x, text.y);
  context.globalAlpha = 1;
}

// The labels of the moment: the selected first, then its neighbours, then the rest by importance.
function labelsFor(width, height, scale, place, behind) {
  const light = seen.light;
  const bounds = { left: 4, right: width - 4, top: 6, bottom: height - 6 };
  const near = light ? seen.ranked.filter((node) => light.near.has(node.key)) : seen.ranked;
  const centres = light ? near.filter((node) => light.centres.has(node.key)) : [];
  const others = light ? near.filter((node) => !light.centres.has(node.key)) : near;
  const discHubs = new Set((seen.scene.discs ?? []).map((disc) => disc.hub));
  const rankOf = new Map(seen.ranked.slice(0, 8).map((node, i) => [node.key, i]));
  const items = [...centres, ...others].slice(0, 900).map((node) => {
    const at = place(node.x, node.y);
    const centre = light?.centres.has(node.key);
    // A cluster's name stands over its disc.
    const named = !centre && seen.scene.type === "clusters" && discHubs.has(node.key);
    return {
      key: node.key, x: at.x, y: at.y, radius: node.size * seen.markScale * scale, text: named ? "" : shortName(nameOf(node.key), centre ? 60 : LABEL.most),
      large: rankOf.has(node.key) && seen.scene.type === "network", urgent: centre ? "always" : light ? "near" : "", beside: seen.scene.type === "clusters" && nodeIsHub(node.key),
    };
  });
  const boxes = behind.map((text) => text.box);
  if (light) return placeLabels(items, bounds, 80, boxes);
  // From afar, a map and a gathering are read by their areas.
  const far = (seen.scene.type === "map" && scale < 1.1) || (seen.scene.type === "clusters" && scale < 0.7);
  const lonely = far && seen.scene.type === "clusters" ? items.filter((item) => nodeIsHub(item.key)) : [];
  return placeLabels(far ? lonely : items, bounds, Math.max(12, Math.round((width * height) / 15000)), boxes);
}

// A short hint beside the pointer.
function hintFor(target, at) {
  const hint = byId("hint");
  if (!target || !at) {
    hint.hidden = true;
    return;
  }
  hint.replaceChildren();
  if (target.startsWith("edge:")) {
    const tie = seen.ties.find((t) => t.id === target.slice(5));
    if (!tie) return;
    hint.append(make("strong", {}, `${nameOf(tie.from)} ${seen.scene.directed ? arrowOf(tie.claim) : "–"} ${nameOf(tie.to)}`));
    hint.append(make("span", {}, tieWords(tie)));
  } else {
    const node = seen.byKey.get(target);
    if (!node) return;
    hint.append(make("strong", {}, nameOf(target)));
    hint.append(make("span", {}, [kindOf(target), `${node.degree} ${word(seen.scene.type === "spillovers" ? "ties.claims" : "ties.ties")}`].filter(Boolean).join(" · ")));
  }
  hint.hidden = false;
  const frame = byId("picture").getBoundingClientRect();
  hint.style.left = Math.max(4, Math.min(at.x + 14, frame.width - hint.offsetWidth - 8)) + "px";
  hint.style.top = Math.max(4, Math.min(at.y + 14, frame.height - hint.offsetHeight - 8)) + "px";
}

function tieWords(tie) {
  if (tie.claim) return claimWords(tie.claim);
  const types = [...new Set(tie.rows.map((row) => say(FACTS.relationTypes[row.type]?.label ?? row.type)))];
  const times = [...new Set(tie.rows.map(period).filter(Boolean))];
  return [types.join(", "), times.slice(0, 3).join(", ")].filter(Boolean).join(" · ");
}

// The box that everything shown fits in.
function extent() {
  const xs = seen.nodes.map((node) => node.x);
  const ys = seen.nodes.map((node) => node.y);
  for (const shape of seen.backdrop) {
    if (shape.kind === "area") shape.rings.forEach((ring) => ring.forEach((v, i) => (i % 2 ? ys : xs).push(v)));
    if (shape.kind === "disc") {
      xs.push(shape.x - shape.radius, shape.x + shape.radius);
      ys.push(shape.y - shape.radius - 30, shape.y + shape.radius);
    }
  }
  // Names listed beside their marks need room to the right.
  if (seen.scene.type === "clusters" && seen.nodes.some((node) => nodeIsHub(node.key) && !seen.scene.discs.some((d) => d.hub === node.key))) {
    xs.push(Math.max(...xs) + 480);
  }
  if (seen.scene.type === "spillovers" && ys.length) ys.push(Math.min(...ys) - 110);
  return xs.length ? { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) } : { left: -1, right: 1, top: -1, bottom: 1 };
}

// The place and scale at which everything is in view, with room for the labels at the edges.
function fitting() {
  const frame = byId("canvas").getBoundingClientRect();
  const box = extent();
  const margin = frame.width < 600 ? 22 : 48;
  const room = (have, need) => Math.max(have - 2 * margin, 50) / Math.max(need, 60);
  const scale = Math.min(room(frame.width, box.right - box.left), room(frame.height - 20, box.bottom - box.top), 1.5);
  return { position: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + 6 / scale }, scale, animation: false };
}

function fitPicture() {
  if (!byId("canvas").clientWidth) return;
  network.setSize("100%", "100%"); // the frame may have changed since it was measured last
  network.moveTo(fitting());
}

// A thing outside the frame, or too small to see, is brought to the middle, with what it is tied to around it.
function bringIntoView(key) {
  const node = seen.byKey.get(key);
  if (!node) return;
  network.setSize("100%", "100%");
  const frame = byId("canvas").getBoundingClientRect();
  const sheet = byId("details");
  // On a small screen the panel lies over the lower part of the picture.
  const covered = getComputedStyle(sheet).position === "fixed" ? Math.max(0, frame.bottom - sheet.getBoundingClientRect().top) : 0;
  const height = Math.max(frame.height - covered, 120);
  const at = toScreen(node.x, node.y);
  const scale = network.getScale();
  const outside = at.x < 60 || at.y < 40 || at.x > frame.width - 60 || at.y > height - 40;
  if (!outside && scale >= 0.5) return;
  const reach = [0, 0];
  for (const tie of seen.ties) {
    if (tie.from !== key && tie.to !== key) continue;
    const other = seen.byKey.get(tie.from === key ? tie.to : tie.from);
    reach[0] = Math.max(reach[0], Math.abs(other.x - node.x));
    reach[1] = Math.max(reach[1], Math.abs(other.y - node.y));
  }
  const whole = Math.min((frame.width / 2 - 60) / Math.max(reach[0], 40), (height / 2 - 40) / Math.max(reach[1], 40));
  network.moveTo({ position: { x: node.x, y: node.y }, scale: Math.min(Math.max(whole, 0.42), 0.9), offset: { x: 0, y: -covered / 2 }, animation: false });
}

function zoomBy(factor) {
  network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 5), animation: false });
}
