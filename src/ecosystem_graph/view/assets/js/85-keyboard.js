// The keyboard: arrows walk from mark to mark in the picture, as the eye would.

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function startKeyboard() {
  byId("canvas").addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const actions = { "+": () => zoomBy(1.3), "=": () => zoomBy(1.3), "-": () => zoomBy(1 / 1.3), 0: () => fitPicture(), Escape: () => change({ selected: "" }), Enter: readDetails };
    if (ARROWS[event.key]) walk(ARROWS[event.key]);
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "")) {
      event.preventDefault();
      byId("search").focus();
    }
    if (event.key === "Escape" && byId("details").contains(document.activeElement) && state.selected) {
      change({ selected: "" });
      byId(state.as === "picture" ? "canvas" : "tables").focus();
    }
  });
}

function readDetails() {
  const panel = byId("details");
  panel.focus();
  panel.scrollIntoView({ block: "nearest" });
}

// The nearest mark within a quarter turn of the direction.
function walk([dx, dy]) {
  const from = seen.byKey.get(state.selected);
  if (!from) {
    if (seen.ranked.length) select(seen.ranked[0].key);
    return;
  }
  let best = null;
  for (const node of seen.nodes) {
    const [x, y] = [node.x - from.x, node.y - from.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (node.key === from.key || along <= 0 || aside > along * 1.05) continue;
    const cost = Math.hypot(x, y) + aside;
    if (!best || cost < best.cost) best = { key: node.key, cost };
  }
  if (best) select(best.key);
}

function select(key) {
  change({ selected: key });
  bringIntoView(key);
  announce(`${nameOf(key)}, ${kindOf(key)}, ${seen.byKey.get(key)?.degree ?? 0} ${word("ties.ties")}`);
}
