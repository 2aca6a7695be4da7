// Focus: everything within some steps of one thing, drawn in circles around it.

// Steps from the centre to each thing within reach.
function neighbourhood(centre, ties, steps) {
  const beside = new Map();
  for (const tie of ties) {
    for (const [a, b] of [[tie.from, tie.to], [tie.to, tie.from]]) {
      if (!beside.has(a)) beside.set(a, new Set());
      beside.get(a).add(b);
    }
  }
  const reached = new Map([[centre, 0]]);
  let edge = [centre];
  for (let step = 1; step <= steps; step += 1) {
    const next = [];
    for (const key of edge) {
      for (const other of beside.get(key) ?? []) {
        if (!reached.has(other)) {
          reached.set(other, step);
          next.push(other);
        }
      }
    }
    edge = next;
  }
  return reached;
}

// Positions on circles: each circle is ordered by where the inner neighbours stand, then by sector and name.
function circles(centre, nodes, ties) {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const beside = groupBy(ties.flatMap((t) => [[t.from, t.to], [t.to, t.from]]), ([a]) => [a]);
  const angle = new Map([[centre, 0]]);
  let radius = 0;
  const middle = byKey.get(centre);
  if (middle) Object.assign(middle, { x: 0, y: 0 });
  for (let step = 1; ; step += 1) {
    const ring = nodes.filter((node) => node.step === step);
    if (!ring.length) break;
    const inner = (node) => {
      const angles = (beside.get(node.key) ?? []).map(([, b]) => b).filter((b) => (byKey.get(b)?.step ?? 9) === step - 1 && angle.has(b));
      return angles.length ? Math.min(...angles.map((b) => angle.get(b))) : 0;
    };
    const order = new Map(ring.map((node) => [node.key, step === 1 ? 0 : inner(node)]));
    ring.sort((a, b) => order.get(a.key) - order.get(b.key)
      || (nodeFacets.sphere(a.key)[0] < nodeFacets.sphere(b.key)[0] ? -1 : nodeFacets.sphere(a.key)[0] > nodeFacets.sphere(b.key)[0] ? 1 : 0)
      || (a.key < b.key ? -1 : 1));
    // Twice as wide as high, like a screen; never tighter than the marks and a line of text.
    radius = Math.max(radius + 130, (ring.length * (step === 1 ? 46 : 26)) / (2 * Math.PI));
    ring.forEach((node, i) => {
      const turn = -Math.PI / 2 + (2 * Math.PI * i) / ring.length;
      angle.set(node.key, turn);
      const lift = ring.length > 24 && i % 2 ? 1.16 : 1;
      node.x = Math.round(Math.cos(turn) * radius * 1.5 * lift);
      node.y = Math.round(Math.sin(turn) * radius * lift);
    });
  }
}
