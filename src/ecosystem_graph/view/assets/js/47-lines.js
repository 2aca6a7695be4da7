// The lines of claims, drawn as the report draws them: colour by mechanism (or by sign), width by the number of
// independent sources for it, dashed where contested, dotted where only disputed. What promotes ends in an arrow,
// what hinders in a bar; a letter names the mechanism, so that nothing hangs on colour alone.

const DASHES = { contested: [7, 4], "disputed-only": [1.5, 4] };
const FEW_LINES = 60; // with no more than these in view, each carries its letter
const BEND = 0.12; // how far a line of a claim leaves the straight one, as a part of its length

// The report is printed on white; on a dark ground the same hue is lighter.
function mechanismColour(mechanism) {
  const colour = FACTS.lines.colours[mechanism] ?? shade().muted;
  return isDark() ? blend(colour, "#ffffff", 0.42) : colour;
}

// A letter for each mechanism, in the order of their names; “unstated” comes last.
function mechanismLetters() {
  const last = (key) => (key.endsWith("/unstated") ? 1 : 0);
  const keys = Object.keys(FACTS.lines.colours).sort((a, b) => last(a) - last(b) || code(a).localeCompare(code(b), lang));
  return new Map(keys.map((key, i) => [key, String.fromCharCode(65 + i)]));
}

function widthFor(support) {
  return FACTS.lines.widths[Math.min(support, 3)] ?? 1.5;
}

function lineOf(claim) {
  const signs = { "+": shade().promotes, "-": shade().hinders };
  return {
    colour: state.lines === "sign" ? signs[claim.sign] : mechanismColour(claim.mechanism),
    width: widthFor(claim.support ?? 1),
    dashes: DASHES[claim.standing] ?? null,
    bar: claim.sign === "-",
  };
}

function arrowOf(claim) {
  return claim && claim.sign === "-" ? "⊣" : "→";
}

function supportWords(count) {
  return word(`support.${Math.min(count, 3)}`, number(count));
}

// What a line says, in words; a dispute is told where no badge tells it.
function claimWords(claim, disputed = true) {
  return [word("sign." + claim.sign), code(claim.mechanism), supportWords(claim.support ?? 0),
    disputed && DASHES[claim.standing] ? word("standing." + claim.standing) : "", claim.late ? word("late") : ""].filter(Boolean).join(" · ");
}

// The point that bends a line: vis-network's “curvedCW”, so that letters and the saved picture follow it.
function bendOf(from, to) {
  const part = BEND * 0.5 + 0.5;
  const turn = Math.atan2(from.y - to.y, to.x - from.x) + part * Math.PI;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return { x: from.x + part * length * Math.sin(turn), y: from.y + part * length * Math.cos(turn) };
}

// Letters stand on the lines that matter: those of what is chosen, or all where there are few.
function lettersFor(place) {
  if (seen.scene.type !== "spillovers" || state.lines === "sign") return [];
  const near = seen.light?.centres;
  const shown = seen.ties.filter((tie) => tie.claim && (near ? near.has(tie.from) || near.has(tie.to) : seen.ties.length <= FEW_LINES));
  if (shown.length > FEW_LINES) return [];
  const letters = mechanismLetters();
  return shown.map((tie) => {
    const [from, to] = [tie.from, tie.to].map((key) => place(seen.byKey.get(key).x, seen.byKey.get(key).y));
    const bend = bendOf(from, to);
    return { late: Boolean(tie.claim.late), x: from.x / 4 + bend.x / 2 + to.x / 4, y: from.y / 4 + bend.y / 2 + to.y / 4,
      text: letters.get(tie.claim.mechanism) + (tie.claim.late ? "!" : ""), colour: mechanismColour(tie.claim.mechanism) };
  });
}

function writeLetters(context, letters) {
  context.font = fontOf(11, true);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.strokeStyle = shade().paper;
  context.lineWidth = 3.5;
  for (const letter of letters) {
    context.strokeText(letter.text, letter.x, letter.y);
    context.fillStyle = letter.colour;
    context.fillText(letter.text, letter.x, letter.y);
  }
}

// Where a bent line meets the mark it goes to, and from which angle.
function tipOf(tie, style, place, scale) {
  const [a, b] = [seen.byKey.get(tie.from), seen.byKey.get(tie.to)];
  const [from, to] = [place(a.x, a.y), place(b.x, b.y)];
  const bend = style.smooth ? bendOf(from, to) : from;
  const turn = Math.atan2(to.y - bend.y, to.x - bend.x);
  const rim = b.size * seen.markScale * scale;
  const wide = Math.max(style.width * scale, 0.4);
  const size = Math.min(Math.min(7, Math.max(3, 9 * scale)) + wide, Math.max(Math.hypot(to.x - from.x, to.y - from.y) / 3, 1));
  return { x: to.x - Math.cos(turn) * rim, y: to.y - Math.sin(turn) * rim, turn, size, colour: style.color.color, opacity: style.color.opacity };
}

function barsFor(place, scale) {
  return seen.ties.flatMap((tie, i) => (tie.claim?.sign === "-" ? [tipOf(tie, seen.looks[i], place, scale)] : []));
}

function halfBar(size) {
  return Math.min(Math.max(size * 0.8, 3.2), 6);
}

function paintBars(context, bars) {
  for (const bar of bars) {
    const [half, dx, dy] = [halfBar(bar.size), Math.cos(bar.turn), Math.sin(bar.turn)];
    context.beginPath();
    context.moveTo(bar.x - 2 * dx - half * dy, bar.y - 2 * dy + half * dx);
    context.lineTo(bar.x - 2 * dx + half * dy, bar.y - 2 * dy - half * dx);
    context.strokeStyle = bar.colour;
    context.globalAlpha = bar.opacity;
    context.lineWidth = 2.2;
    context.stroke();
  }
  context.globalAlpha = 1;
}

// The end of a line pointing along an angle: an arrowhead, or a bar across.
function tipSvg({ x, y, turn, size, colour, opacity }, bar) {
  const at = (along, aside) => `${(x + along * Math.cos(turn) - aside * Math.sin(turn)).toFixed(1)} ${(y + along * Math.sin(turn) + aside * Math.cos(turn)).toFixed(1)}`;
  const half = halfBar(size);
  if (bar) return drawn("path", { d: `M${at(-2, -half)}L${at(-2, half)}`, stroke: colour, "stroke-width": 2.2, "stroke-opacity": opacity });
  return drawn("path", { d: `M${at(0, 0)}L${at(-size, -size * 0.45)}L${at(-size, size * 0.45)}Z`, fill: colour, "fill-opacity": opacity });
}

// A sample of a line for the legend: 30 wide, around a height of 0.
function sampleSvg({ colour, width = 2, dashes = null, tip = "", exclaims = false }, x = 0, y = 0) {
  if (exclaims) return drawn("text", { x: x + 24, y: y + 5, fill: colour, "font-weight": 700, "font-size": 14 }, "!");
  const group = drawn("g", { transform: `translate(${x} ${y})` },
    drawn("path", { d: `M0 0H${tip === "arrow" ? 24 : tip ? 28 : 30}`, fill: "none", stroke: colour, "stroke-width": width, "stroke-dasharray": dashes?.join(" ") }));
  if (tip) group.append(tipSvg({ x: 30, y: 0, turn: 0, size: 8, colour }, tip === "bar"));
  return group;
}

// How to read the lines in view, whatever their colour means: samples with their words.
function lineKey() {
  const claims = seen.ties.filter((tie) => tie.claim).map((tie) => tie.claim);
  const grey = shade().muted;
  const tones = state.lines === "sign" ? [shade().promotes, shade().hinders] : [grey, grey];
  return [
    { colour: tones[0], tip: "arrow", text: word("sign.+") },
    { colour: tones[1], tip: "bar", text: word("sign.-") },
    ...[1, 2, 3].filter((n) => claims.some((c) => Math.min(c.support, 3) === n)).map((n) => ({ colour: grey, width: widthFor(n), text: n === 3 ? word("supportMore") : n === 2 && claims.some((c) => c.support === 1) ? "2" : supportWords(n) })),
    ...Object.entries(DASHES).filter(([standing]) => claims.some((c) => c.standing === standing)).map(([standing, dashes]) => ({ colour: grey, dashes, text: word("standing." + standing) })),
    ...(lettersFor(toScreen).some((letter) => letter.late) ? [{ exclaims: true, colour: grey, text: word("late") }] : []),
  ];
}

// The mechanisms in view with their colours and letters; as buttons each is a filter.
function mechanismKey() {
  if (state.lines === "sign") return [];
  const used = new Set([...seen.ties.map((tie) => tie.claim?.mechanism), ...state.facets.mechanism, ...seen.counted.mechanism.keys()]);
  return [...mechanismLetters()].filter(([key]) => used.has(key))
    .map(([key, letter]) => ({ key, letter, colour: mechanismColour(key), width: 3.6, text: upper(code(key)) }));
}

// A letter over a stroke of its colour: what the lines' letters stand for.
function letterMark(item) {
  return make("b", { class: "letter", "aria-hidden": "true", style: `border-color:${item.colour}` }, item.letter);
}

function sample(item) {
  return drawn("svg", { width: 30, height: 16, viewBox: "0 -8 30 16", "aria-hidden": "true", focusable: "false" }, sampleSvg(item));
}

function mechanismChips() {
  const chosen = state.facets.mechanism;
  return make("div", { class: "chips mechanisms", role: "group", "aria-label": word("mechanism") }, mechanismKey().map((item) => make("button", {
    type: "button", id: item.key.replace("/", "-"), class: "chip", "aria-pressed": String(chosen.has(item.key)), onclick: () => toggleFacet("mechanism", item.key),
  }, letterMark(item), make("span", {}, item.text), make("span", { class: "count" }, number(seen.counted.mechanism.get(item.key) ?? 0)))));
}

function linesPick() {
  return make("label", { class: "pick" }, make("span", {}, word("lineColour")), make("select", { id: "lines", onchange: (event) => change({ lines: event.target.value }) },
    [["", "byMechanism"], ["sign", "bySign"]].map(([value, name]) => make("option", { value, selected: state.lines === value }, word(name)))));
}
