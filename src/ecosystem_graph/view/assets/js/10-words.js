// Words, names and numbers in the reader's language. A text is a string, or the pair [nb, en].

const WORDS = JSON.parse(document.getElementById("words").textContent);
const FACTS = JSON.parse(document.getElementById("facts").textContent);
const DRAWING = JSON.parse(document.getElementById("drawing").textContent);
const LANGUAGES = ["nb", "en"];

let lang = FACTS.opens.lang;

// A text of the facts in the language shown.
function say(text) {
  return Array.isArray(text) ? text[LANGUAGES.indexOf(lang)] : text ?? "";
}

// A word of the page, with {0}, {1} … filled in.
function word(key, ...values) {
  const text = WORDS[key] === undefined ? key : say(WORDS[key]);
  return text.replace(/\{(\d)\}/g, (_, n) => String(values[n] ?? ""));
}

function hasWord(key) {
  return WORDS[key] !== undefined;
}

function code(key) {
  return say(FACTS.codes[key] ?? String(key ?? "").split("/").pop());
}

function number(value) {
  const n = Number(value);
  if (!Number.isFinite(n)) return String(value ?? "");
  return n.toLocaleString(lang === "nb" ? "nb-NO" : "en-GB", { maximumFractionDigits: Math.abs(n) < 1 ? 4 : 2 });
}

// Figures are copied from sources: years and small whole numbers stay as they are written.
function figure(value, unit) {
  const units = { NOK: "NOK", percent: "%", "%": "%" };
  return `${number(value)}${unit ? " " + (units[unit] ?? unit) : ""}`;
}

// From and to, as in EDTF: unknown is “?”, known to be open is nothing.
function period(of) {
  if (!of.start && !of.end) return of.ongoing ? "–" : "";
  if (of.start === of.end) return of.start;
  return `${of.start || "?"}–${of.end || (of.ongoing ? "" : "?")}`;
}

function upper(text) {
  return text ? text[0].toLocaleUpperCase(lang) + text.slice(1) : "";
}

// For comparing: lower case, æøå and accents levelled.
const LEVELLED = { æ: "ae", ø: "o", å: "a", ä: "ae", ö: "o", ð: "d", þ: "th", ß: "ss" };
function fold(text) {
  return String(text).toLowerCase().replace(/[æøåäöðþß]/g, (c) => LEVELLED[c])
    .normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// An element: make("p", { class: "x" }, "text", child …). Text is always text, never markup.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (name === "checked") element.checked = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(3)) {
    if (child !== undefined && child !== null && child !== false && child !== "") element.append(child);
  }
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

// Screen readers are told what a picture cannot tell them.
function announce(text) {
  byId("said").textContent = text;
}
