// Large pictures glide: while the reader moves or zooms, the finished picture is shifted and scaled as it is, and
// drawn anew only when the hand rests. So it stays smooth, however many ties there are.

const glide = { pointers: new Map(), scale: 1, x: 0, y: 0, timer: 0 };

function startGliding() {
  const frame = byId("picture");
  const at = (event) => {
    const box = byId("canvas").getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  byId("canvas").addEventListener("pointerdown", (event) => seen.busy && glide.pointers.set(event.pointerId, at(event)));
  window.addEventListener("pointermove", (event) => {
    const before = glide.pointers.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    const other = [...glide.pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const apart = (p) => Math.max(Math.hypot(p.x - other.x, p.y - other.y), 1);
      glideBy(0, 0, apart(now) / apart(before), other);
    } else glideBy(now.x - before.x, now.y - before.y, 1, now);
    glide.pointers.set(event.pointerId, now);
  });
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, (event) => glide.pointers.delete(event.pointerId) && settle());
  frame.addEventListener("wheel", (event) => {
    if (!seen.busy) return;
    event.preventDefault();
    glideBy(0, 0, Math.exp(-Math.max(-120, Math.min(120, event.deltaY)) / 400), at(event));
  }, { passive: false });
}

function glideBy(dx, dy, factor, around) {
  const scale = Math.min(Math.max(network.getScale() * glide.scale * factor, 0.05), 5) / network.getScale();
  const real = scale / glide.scale;
  glide.x = around.x - real * (around.x - glide.x) + dx;
  glide.y = around.y - real * (around.y - glide.y) + dy;
  glide.scale = scale;
  const canvas = byId("canvas").querySelector("canvas");
  canvas.style.transformOrigin = "0 0";
  canvas.style.transform = `translate(${glide.x}px, ${glide.y}px) scale(${glide.scale})`;
  hintFor("");
  clearTimeout(glide.timer);
  glide.timer = setTimeout(() => glide.pointers.size || settle(), 160);
}

// The shifted picture becomes the view, drawn sharply.
function settle() {
  clearTimeout(glide.timer);
  if (glide.scale === 1 && !glide.x && !glide.y) return;
  const frame = byId("canvas").getBoundingClientRect();
  const middle = { x: (frame.width / 2 - glide.x) / glide.scale, y: (frame.height / 2 - glide.y) / glide.scale };
  network.moveTo({ position: network.DOMtoCanvas(middle), scale: network.getScale() * glide.scale, animation: false });
  network.redraw();
  Object.assign(glide, { scale: 1, x: 0, y: 0 });
  byId("canvas").querySelector("canvas").style.transform = "";
}
