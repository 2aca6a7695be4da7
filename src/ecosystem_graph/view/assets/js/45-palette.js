// Colours and marks. Each sector has a colour and a shape, so that nothing hangs on colour alone.
// Hues after Tol (2021), “bright”: kept apart by readers with any colour vision.

const SPHERES = ["industry", "intermediary", "research-education", "public", "civil-society", ""];
const MARKS = {
  industry: { shape: "dot", light: "#c2a11c", dark: "#d8bf4e" },
  intermediary: { shape: "diamond", light: "#aa3377", dark: "#d2649f" },
  "research-education": { shape: "square", light: "#4477aa", dark: "#6fa3d8" },
  public: { shape: "triangle", light: "#228833", dark: "#4fb35f" },
  "civil-society": { shape: "triangleDown", light: "#3aa6c9", dark: "#6fcbe8" },
  "": { shape: "hexagon", light: "#8a8f98", dark: "#9aa1ab" },
};
const SHADES = {
  light: {
    paper: "#ffffff", ink: "#1c2330", muted: "#5b6472", line: "#8b93a1", lineSoft: "rgba(110,120,138,0.30)",
    area: "#f3f1ea", areaFull: "#e6e2d3", border: "#c9c4b3", disc: "rgba(170,51,119,0.06)", discEdge: "rgba(170,51,119,0.28)",
    stripe: "rgba(60,80,120,0.045)", promotes: "#3c6e9f", hinders: "#c0392b", pick: "#10151f", rim: "rgba(20,25,35,0.55)",
  },
  dark: {
    paper: "#14181f", ink: "#edf0f5", muted: "#a4adba", line: "#7c8695", lineSoft: "rgba(160,172,190,0.26)",
    area: "#1e242d", areaFull: "#2a323d", border: "#3f4958", disc: "rgba(210,100,159,0.10)", discEdge: "rgba(210,100,159,0.40)",
    stripe: "rgba(160,180,220,0.06)", promotes: "#7fb0e0", hinders: "#f0806f", pick: "#ffffff", rim: "rgba(8,10,14,0.65)",
  },
};
// A scale from low to high that gets steadily lighter or darker (after cividis).
const SCALE = { light: ["#d9d3a4", "#a5a077", "#6f7073", "#3d4c6b", "#00224e"], dark: ["#33415e", "#5a6379", "#8d8b7d", "#c2b56c", "#fee838"] };

function isDark() {
  return state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function shade() {
  return SHADES[isDark() ? "dark" : "light"];
}

function markOf(key) {
  return MARKS[THINGS[key]?.sphere ?? ""] ?? MARKS[""];
}

function colourOf(node) {
  const theme = isDark() ? "dark" : "light";
  if (node.tone === null || node.tone === undefined) return markOf(node.key)[theme];
  const at = node.tone * (SCALE[theme].length - 1);
  const low = Math.min(Math.floor(at), SCALE[theme].length - 2);
  return blend(SCALE[theme][low], SCALE[theme][low + 1], at - low);
}

function blend(from, to, part) {
  const channel = (hex, i) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map((i) => Math.round(channel(from, i) + (channel(to, i) - channel(from, i)) * part));
  return "#" + mixed.map((v) => v.toString(16).padStart(2, "0")).join("");
}

// Corners of a mark about the origin; a dot has none. Areas look alike for the same size.
function corners(shape, size) {
  const ring = (n, r, turn) => Array.from({ length: n }, (_, i) => [
    r * Math.cos(turn + (2 * Math.PI * i) / n), r * Math.sin(turn + (2 * Math.PI * i) / n)]);
  const up = -Math.PI / 2;
  if (shape === "square") return ring(4, size * 1.2, Math.PI / 4);
  if (shape === "diamond") return ring(4, size * 1.22, up);
  if (shape === "triangle") return ring(3, size * 1.32, up);
  if (shape === "triangleDown") return ring(3, size * 1.32, -up);
  if (shape === "hexagon") return ring(6, size * 1.06, 0);
  return [];
}

// The size vis-network needs so that its shapes cover about the area of a dot.
const VIS_SIZE = { dot: 1, square: 0.86, diamond: 1.18, triangle: 1.02, triangleDown: 1.02, hexagon: 1.06 };

const SVG = "http://www.w3.org/2000/svg";
function drawn(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function markSvg(shape, size, x, y, attributes) {
  if (shape === "dot") return drawn("circle", { cx: x, cy: y, r: size, ...attributes });
  const points = corners(shape, size).map(([dx, dy]) => `${(x + dx).toFixed(1)},${(y + dy).toFixed(1)}`).join(" ");
  return drawn("polygon", { points, ...attributes });
}

function swatch(sphere) {
  const mark = MARKS[sphere];
  const icon = markSvg(mark.shape, 6, 9, 9, { fill: mark[isDark() ? "dark" : "light"], stroke: shade().rim, "stroke-width": 1 });
  return drawn("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true", focusable: "false" }, icon);
}
