// Labels that never collide: the important ones first, at one size on the screen, more of them as one comes nearer.

const LABEL = { small: 11.5, large: 14, most: 32, gap: 3 };
const widths = new Map();
const measurer = document.createElement("canvas").getContext("2d");
const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

function fontOf(size, bold) {
  return `${bold ? 600 : 400} ${size}px ${FONT}`;
}

function widthOf(text, font) {
  const key = font + text;
  if (!widths.has(key)) {
    measurer.font = font;
    widths.set(key, measurer.measureText(text).width);
  }
  return widths.get(key);
}

// A name short enough for a picture; controls and marks of direction in it must not turn the others around.
function shortName(text, most = LABEL.most) {
  const plain = String(text).replace(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, " ").replace(/\s+/g, " ").trim();
  const letters = Array.from(plain.slice(0, 400));
  return letters.length > most ? letters.slice(0, most - 1).join("").trimEnd() + "…" : plain;
}

// Which labels go where. Nodes have screen positions and radii and stand in order of importance.
function placeLabels(nodes, bounds, most, taken = []) {
  const cell = 48;
  const grid = new Map();
  const cells = (box) => {
    const keys = [];
    for (let x = Math.floor(box.left / cell); x <= Math.floor(box.right / cell); x += 1) {
      for (let y = Math.floor(box.top / cell); y <= Math.floor(box.bottom / cell); y += 1) keys.push(x * 4096 + y);
    }
    return keys;
  };
  const free = (box, node) => cells(box).every((key) => (grid.get(key) ?? []).every((other) =>
    other.owner === node.key || (other.mark && node.large) || other.right < box.left || other.left > box.right || other.bottom < box.top || other.top > box.bottom));
  const take = (box) => {
    for (const key of cells(box)) {
      if (!grid.has(key)) grid.set(key, []);
      grid.get(key).push(box);
    }
  };
  for (const box of taken) take(box);
  // Larger marks are obstacles too; the small ones may be written over.
  for (const node of nodes.slice(0, 80)) {
    if (node.radius > 5) {
      const r = node.radius * 0.8;
      take({ left: node.x - r, right: node.x + r, top: node.y - r, bottom: node.y + r, owner: node.key, mark: true });
    }
  }
  const placed = [];
  for (const node of nodes) {
    if (node.text === "") continue;
    if (placed.length >= most && !node.urgent) break;
    if (node.x < bounds.left || node.x > bounds.right || node.y < bounds.top || node.y > bounds.bottom) continue;
    const size = node.large ? LABEL.large : LABEL.small;
    const font = fontOf(size, node.large || node.urgent);
    const width = widthOf(node.text, font);
    const reach = node.radius + LABEL.gap;
    const spots = [
      { x: node.x, y: node.y + reach + size * 0.55, left: node.x - width / 2 },
      { x: node.x + reach + width / 2, y: node.y, left: node.x + reach },
      { x: node.x, y: node.y - reach - size * 0.55, left: node.x - width / 2 },
      { x: node.x - reach - width / 2, y: node.y, left: node.x - reach - width },
    ];
    const boxes = spots.map((spot) => ({
      left: spot.left - 2, right: spot.left + width + 2, top: spot.y - size * 0.6, bottom: spot.y + size * 0.6, owner: node.key }));
    const within = (box) => box.left >= bounds.left && box.right <= bounds.right && box.top >= bounds.top && box.bottom <= bounds.bottom;
    let pick = boxes.findIndex((box, side) => (!node.beside || side === 1) && within(box) && free(box, node));
    if (pick < 0 && node.urgent === "always") pick = 0;
    if (pick < 0) continue;
    take(boxes[pick]);
    placed.push({ key: node.key, text: node.text, x: spots[pick].x, y: spots[pick].y, font, size, urgent: node.urgent });
  }
  return placed;
}

function writeLabels(context, labels, colours) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const label of labels) {
    context.font = label.font;
    context.strokeStyle = colours.paper;
    context.lineWidth = 3.5;
    context.globalAlpha = label.faded ? 0.35 : 1;
    context.strokeText(label.text, label.x, label.y);
    context.fillStyle = colours.ink;
    context.fillText(label.text, label.x, label.y);
  }
  context.globalAlpha = 1;
}
