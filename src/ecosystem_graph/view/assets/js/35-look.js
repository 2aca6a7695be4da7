// What is to be seen: the scene's nodes and ties that pass the year, the filters and the focus.

const LARGE = 1200; // more nodes than this are not drawn at once
const PART = 600; // the most relevant part that is drawn instead

// A scene made ready once: nodes by key, and each tie with the statements it rests on.
function ready(scene) {
  if (scene.ready) return scene.ready;
  const nodes = scene.nodes.map(([key, x, y], index) => ({ key, x, y, index }));
  const source = scene.tiesOf ? SCENES.get(scene.tiesOf) : scene;
  const keys = source.nodes.map((node) => node[0]);
  const here = new Set(nodes.map((node) => node.key));
  const rows = (source.rows ?? []).map((row) => {
    if (typeof row === "string") return relationById.get(row);
    return { ...(relationById.get(row.relation) ?? {}), ...row, type: row.kind };
  });
  const ties = [];
  for (const [a, b, because] of source.ties) {
    const [from, to] = [keys[a], keys[b]];
    if (!here.has(from) || !here.has(to)) continue;
    const claim = typeof because === "string" ? claimById.get(because) : null;
    const groups = claim
      ? claim.voices.map((voice) => [{ ...voice, type: "influences", from, to }])
      : because.map((group) => group.map((number) => rows[number]));
    ties.push({ id: claim ? claim.id : `${from} ${to}`, from, to, claim, groups });
  }
  scene.ready = { nodes, ties };
  return scene.ready;
}

const nodeFacets = {
  sphere: (key) => [THINGS[key]?.sphere ?? ""],
  kind: (key) => [key.startsWith("actor/") ? THINGS[key]?.kind ?? "" : key.split("/")[0]],
  cluster: (key) => [...(clustersOf.get(key) ?? []), ...(membersOf.has(key) ? [key] : [])],
  place: (key) => placesOf(key),
};
const tieFacets = {
  type: (tie, rows) => rows.map((row) => row.type),
  publisher: (tie, rows) => rows.flatMap((row) => (row.sources ?? []).map((s) => FACTS.sources[s]?.publisher ?? "")),
  dated: (tie, rows) => rows.map((row) => (row.start && (row.end || row.ongoing) ? "both" : row.start || row.end ? "start" : "none")),
  standing: (tie) => (tie.claim ? [tie.claim.standing] : []),
  sign: (tie) => (tie.claim ? [tie.claim.sign] : []),
  mechanism: (tie, rows) => rows.map((row) => row.mechanism).filter(Boolean),
};
const FACETS_OF = {
  network: ["kind", "type", "cluster", "place", "publisher", "dated"],
  clusters: ["cluster", "kind", "type", "place", "publisher", "dated"],
  spillovers: ["mechanism", "standing", "sign", "kind", "publisher", "dated"],
  map: ["place", "kind", "cluster"],
};

function passes(values, chosen) {
  return !chosen.size || values.some((value) => chosen.has(value));
}

function tally(counter, values) {
  for (const value of new Set(values)) counter.set(value, (counter.get(value) ?? 0) + 1);
}

// Everything that one state of the page shows: nodes, ties, degrees, counts per facet value, what is hidden.
function look() {
  const scene = SCENES.get(state.view);
  const { nodes, ties } = ready(scene);
  const usedTieFacets = scene.type === "map" ? [] : FACETS_OF[scene.type].filter((f) => tieFacets[f]);
  const usedNodeFacets = ["sphere", ...FACETS_OF[scene.type].filter((f) => nodeFacets[f])];
  const counted = Object.fromEntries([...usedNodeFacets, ...usedTieFacets].map((facet) => [facet, new Map()]));

  const judged = [];
  for (const tie of ties) {
    const groups = state.year === null ? tie.groups : tie.groups.filter((g) => g.every((row) => counts(row, state.year, state.reading)));
    if (!groups.length) continue;
    const rows = [...new Set(groups.flat())];
    const failed = usedTieFacets.filter((facet) => !passes(tieFacets[facet](tie, rows), state.facets[facet]));
    judged.push({ ...tie, rows, failed, weight: groups.reduce((sum, g) => sum + (g[0].weight ?? 1), 0) });
  }
  const held = judged.filter((tie) => !tie.failed.length);
  const near = state.focus ? neighbourhood(state.focus, held, state.steps) : null;
  // A count says how many there would be with this value chosen: all other filters hold, its own does not.
  for (const tie of judged) {
    if (tie.failed.length > 1 || (near && !(near.has(tie.from) && near.has(tie.to)))) continue;
    for (const facet of tie.failed.length ? tie.failed : usedTieFacets) tally(counted[facet], tieFacets[facet](tie, tie.rows));
  }

  const tied = new Set(held.flatMap((tie) => [tie.from, tie.to]));
  const tieFiltered = usedTieFacets.some((facet) => state.facets[facet].size);
  const seen = new Map();
  let loose = 0;
  for (const node of nodes) {
    if (near && !near.has(node.key)) continue;
    const onMap = scene.type === "map";
    if (onMap && !livesIn(node.key, state.year)) continue;
    const hub = scene.type === "clusters" && nodeIsHub(node.key) && !tieFiltered && livesIn(node.key, state.year);
    if (!tied.has(node.key) && !onMap && !hub && !near) {
      if (!state.unconnected || !livesIn(node.key, state.year)) {
        loose += livesIn(node.key, state.year) ? 1 : 0;
        continue;
      }
    }
    const failed = usedNodeFacets.filter((facet) => !passes(nodeFacets[facet](node.key), state.facets[facet]));
    if (failed.length <= 1) {
      for (const facet of failed.length ? failed : usedNodeFacets) tally(counted[facet], nodeFacets[facet](node.key));
    }
    if (!failed.length) seen.set(node.key, { ...node, degree: 0, step: near?.get(node.key) ?? 0 });
  }

  let shownTies = held.filter((tie) => seen.has(tie.from) && seen.has(tie.to));
  for (const tie of shownTies) {
    seen.get(tie.from).degree += 1;
    if (tie.to !== tie.from) seen.get(tie.to).degree += 1;
  }
  const passing = seen.size;
  const wanted = state.limit || (seen.size > LARGE ? PART : seen.size);
  let shownNodes = measured(scene, [...seen.values()]);
  if (wanted < seen.size) {
    shownNodes = [...shownNodes].sort((a, b) => b.rank - a.rank || b.degree - a.degree || (a.key < b.key ? -1 : 1)).slice(0, wanted);
    const kept = new Set(shownNodes.map((node) => node.key));
    shownTies = shownTies.filter((tie) => kept.has(tie.from) && kept.has(tie.to));
  }
  if (near && scene.type === "network") circles(state.focus, shownNodes, shownTies);
  for (const node of shownNodes) if (node.key === state.focus) node.size = Math.max(node.size, 18);
  return { scene, nodes: shownNodes, ties: shownTies, counted, total: nodes.length, passing, loose, near };
}

function nodeIsHub(key) {
  const kind = THINGS[key]?.kind;
  return kind === "kind/cluster" || kind === "kind/cluster-initiative";
}

// Each node's score by the measure chosen for size and for colour, and a rank to order by.
function measured(scene, nodes) {
  const score = (name, node) => scene.measures[name]?.[node.index] ?? null;
  const spread = (name) => {
    const values = nodes.map((node) => score(name, node)).filter((v) => v !== null);
    return values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
  };
  const share = (name, range, node) => {
    const value = score(name, node);
    if (value === null) return 0;
    const part = range[1] > range[0] ? (value - range[0]) / (range[1] - range[0]) : 1;
    return FACTS.measures[name].falling ? 1 - part : part;
  };
  const sizeRange = scene.measures[state.size] ? spread(state.size) : null;
  const colourRange = scene.measures[state.colour] ? spread(state.colour) : null;
  return nodes.map((node) => ({
    ...node,
    score: sizeRange ? score(state.size, node) : node.degree,
    rank: sizeRange ? share(state.size, sizeRange, node) : node.degree,
    size: state.size === "same" ? 10 : sizeRange ? 7 + 23 * Math.sqrt(share(state.size, sizeRange, node)) : sizeOf(scene, node),
    tone: colourRange ? share(state.colour, colourRange, node) : null,
  }));
}

function sizeOf(scene, node) {
  if (scene.type === "map") return 7.5;
  return Math.min(7 + 2.6 * Math.sqrt(node.degree), 30);
}
