// What lies behind the network: municipalities, the discs of clusters, the columns of years.
// Described as shapes once, drawn on the canvas and in the SVG file alike.

function backdrop(scene, nodes) {
  const colours = shade();
  if (scene.type === "map") return mapBackdrop(scene, colours);
  if (scene.type === "clusters") return discBackdrop(scene, nodes, colours);
  if (scene.type === "spillovers") return columnBackdrop(scene, nodes, colours);
  return state.focus && scene.type === "network" ? ringBackdrop(nodes, colours) : [];
}

function mapBackdrop(scene, colours) {
  const chosen = state.facets.place;
  const shapes = scene.areas.map((area) => ({
    kind: "area", rings: area.rings, fill: chosen.has(area.place) ? colours.areaFull : colours.area, stroke: colours.border, width: 1 }));
  for (const area of scene.areas) {
    const above = area.actors ? 12 + 11 * Math.sqrt(area.actors) : 0;
    shapes.push({ kind: "text", x: area.centre[0], y: area.centre[1] - above, lift: area.actors ? 7 : 0, text: nameOf(area.place), size: 11, key: area.place,
      rank: area.actors, colour: colours.muted });
  }
  if (scene.beside.length) {
    const left = Math.min(...scene.beside.map((group) => group.x - group.radius));
    shapes.push({ kind: "text", x: left, y: 10, text: word("elsewhere"), size: 13, bold: true, align: "left", colour: colours.muted, rank: 1e6 });
  }
  for (const group of scene.beside) {
    shapes.push({ kind: "disc", x: group.x, y: group.y, radius: group.radius, fill: colours.area, stroke: colours.border });
    shapes.push({ kind: "text", x: group.x + group.radius + 6, y: group.y, text: say(group.name), size: 11, align: "left",
      rank: 500 + group.radius, colour: colours.muted });
  }
  return shapes;
}

function discBackdrop(scene, nodes, colours) {
  const seen = new Set(nodes.map((node) => node.key));
  const discs = scene.discs.filter((disc) => seen.has(disc.hub));
  const names = discs.map((disc) => ({ kind: "text", x: disc.x, y: disc.y - disc.radius, under: 2 * disc.radius, lift: 9, text: shortName(nameOf(disc.hub)), size: disc.radius > 120 ? 14 : 12,
    bold: true, colour: colours.ink, rank: disc.radius }));
  const gathered = new Set(discs.map((disc) => disc.hub));
  const lonely = nodes.filter((node) => nodeIsHub(node.key) && !gathered.has(node.key));
  if (lonely.length && discs.length) {
    names.push({ kind: "text", x: Math.min(...lonely.map((node) => node.x)) - 10, y: Math.min(...lonely.map((node) => node.y)), lift: 22,
      text: word("noMembers"), size: 13, bold: true, align: "left", colour: colours.muted, rank: 1e6 });
  }
  return [...discs.map((disc) => ({
    kind: "disc", hub: disc.hub, x: disc.x, y: disc.y, radius: disc.radius, fill: colours.disc, stroke: colours.discEdge })), ...names];
}

function columnBackdrop(scene, nodes, colours) {
  const ys = scene.nodes.map((node) => node[2]);
  const [top, bottom] = [Math.min(...ys, 0) - 120, Math.max(...ys, 0) + 70];
  const shapes = [];
  scene.columns.forEach((column, i) => {
    if (i % 2 === 0) {
      shapes.push({ kind: "band", x: column.left, y: top, width: column.right - column.left, height: bottom - top, fill: colours.stripe });
    }
    const title = column.first === null ? word("undatedColumn") : column.first === column.last ? String(column.first) : `${column.first}–${column.last}`;
    shapes.push({ kind: "text", x: (column.left + column.right) / 2, y: top + 24, text: title, size: 13, bold: true, colour: colours.muted, rank: 1e6, pinned: true });
  });
  return shapes;
}

function ringBackdrop(nodes, colours) {
  const shapes = [];
  for (let step = 1; step <= state.steps; step += 1) {
    const ring = nodes.filter((node) => node.step === step);
    if (!ring.length) break;
    const radius = Math.max(...ring.map((node) => Math.abs(node.y)), 0);
    if (ring.length > 3) shapes.push({ kind: "ring", x: 0, y: 0, radiusX: radius * 1.5, radiusY: radius, stroke: colours.border });
  }
  return shapes;
}

function paintBackdrop(context, shapes, scale) {
  for (const shape of shapes) {
    context.beginPath();
    if (shape.kind === "area") {
      for (const ring of shape.rings) {
        for (let i = 0; i < ring.length; i += 2) {
          if (i === 0) context.moveTo(ring[0], ring[1]);
          else context.lineTo(ring[i], ring[i + 1]);
        }
        context.closePath();
      }
    } else if (shape.kind === "disc") context.arc(shape.x, shape.y, shape.radius, 0, 2 * Math.PI);
    else if (shape.kind === "ring") context.ellipse(shape.x, shape.y, shape.radiusX, shape.radiusY, 0, 0, 2 * Math.PI);
    else if (shape.kind === "band") context.rect(shape.x, shape.y, shape.width, shape.height);
    else continue;
    if (shape.fill) {
      context.fillStyle = shape.fill;
      context.fill("evenodd");
    }
    if (shape.stroke) {
      context.strokeStyle = shape.stroke;
      context.lineWidth = (shape.width ?? 1) / scale;
      context.stroke();
    }
  }
}

// Names of the backdrop at one size on the screen; those that would collide are left out.
function backdropTexts(shapes, toScreen) {
  const taken = [];
  const texts = [];
  const wanted = shapes.filter((shape) => shape.kind === "text").sort((a, b) => (b.rank ?? 0) - (a.rank ?? 0));
  for (const shape of wanted) {
    const font = fontOf(shape.size, shape.bold);
    const width = widthOf(shape.text, font);
    const lift = shape.lift ?? 0;
    // Above, or, where it has another place, below.
    const spots = [{ ...toScreen(shape.x, shape.y), dy: -lift }, ...(shape.under ? [{ ...toScreen(shape.x, shape.y + shape.under), dy: lift }] : [])];
    for (const spot of spots) {
      const y = shape.pinned ? Math.max(spot.y + spot.dy, 14) : spot.y + spot.dy;
      const left = shape.align === "left" ? spot.x : spot.x - width / 2;
      const box = { left: left - 3, right: left + width + 3, top: y - shape.size * 0.62, bottom: y + shape.size * 0.62 };
      if (taken.some((o) => o.left < box.right && o.right > box.left && o.top < box.bottom && o.bottom > box.top)) continue;
      taken.push(box);
      texts.push({ box, text: shape.text, x: left + width / 2, y, font, size: shape.size, bold: shape.bold, colour: shape.colour });
      break;
    }
  }
  return texts;
}
