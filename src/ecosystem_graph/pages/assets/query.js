// The query editor: Yasgui's editor and its result views, with one view of our own that draws the answer as
// a network. Without scripts the form sends the text to the endpoint, which answers by itself.
(() => {
  "use strict";
  const form = document.getElementById("asking");
  const area = document.getElementById("sparql");
  if (!form || !window.Yasgui) return;
  const set = form.dataset;
  const words = JSON.parse(set.words);
  const told = document.getElementById("told");
  const { Yasqe, Yasr } = window.Yasgui;
  const SPHERE = getComputedStyle(document.documentElement);
  const colour = (name) => SPHERE.getPropertyValue(name).trim();

  // -- a thing of the region has a page of its own here ---------------------------------------------------

  const page = (iri) => {
    const index = new URL(set.root, window.location.href);
    return iri.startsWith(set.base) ? new URL(`${set.lang}/${iri.slice(set.base.length)}`, index).href : iri;
  };
  const short = (iri) => decodeURIComponent(iri.split(/[/#]/).filter(Boolean).pop() || iri);

  // -- the answer as a network ----------------------------------------------------------------------------

  const PAIRS = [
    ["source", "target"], ["subject", "object"], ["from", "to"], ["cause", "effect"], ["first", "second"],
    ["actor", "other"], ["member", "cluster"], ["funder", "recipient"], ["owner", "owned"],
  ];
  const things = (binding, name) => binding[name] && binding[name].type === "uri";

  // The two columns whose rows are ties: well-known names first, else the first two that hold things.
  const ends = (parser) => {
    const bindings = parser.getBindings() || [];
    const columns = parser.getVariables() || [];
    const held = columns.filter((name) => bindings.some((binding) => things(binding, name)));
    const known = PAIRS.find(([a, b]) => held.includes(a) && held.includes(b));
    return known || (held.length > 1 ? [held[0], held[1]] : null);
  };

  const ties = (parser) => {
    const statements = parser.getStatements && parser.getType() === "ttl" ? parser.getStatements() : null;
    if (statements && statements.length) {
      return statements.filter((s) => s.object.termType === "NamedNode")
        .map((s) => [s.subject.value, s.object.value, short(s.predicate.value), null, null]);
    }
    const pair = ends(parser);
    if (!pair) return [];
    const label = (binding, name) =>
      [`${name}_${set.lang}`, `${name}Label`, `${name}_label`].map((n) => binding[n] && binding[n].value).find(Boolean);
    return (parser.getBindings() || []).filter((b) => things(b, pair[0]) && things(b, pair[1]))
      .map((b) => [b[pair[0]].value, b[pair[1]].value, "", label(b, pair[0]), label(b, pair[1])]);
  };

  class Network {
    constructor(yasr) {
      this.yasr = yasr;
      this.priority = 3;
      this.label = words.network;
    }

    canHandleResults() {
      const found = this.yasr.results;
      return Boolean(found) && !found.hasError() && ties(found).length > 0;
    }

    draw() {
      const found = ties(this.yasr.results);
      const nodes = new Map();
      const add = (iri, name) => {
        if (!nodes.has(iri)) nodes.set(iri, { id: iri, label: name || short(iri), value: 0 });
        nodes.get(iri).value += 1;
      };
      const edges = found.map(([a, b, label, nameA, nameB]) => {
        add(a, nameA);
        add(b, nameB);
        return { from: a, to: b, label };
      });
      const box = document.createElement("div");
      box.className = "drawing";
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", `${words.drawing}: ${nodes.size}, ${edges.length}`);
      this.yasr.resultsEl.replaceChildren(box);
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      const drawn = new window.vis.Network(box, { nodes: [...nodes.values()], edges }, {
        layout: { randomSeed: 7, improvedLayout: nodes.size < 150 },
        nodes: {
          shape: "dot", scaling: { min: 6, max: 24, label: { enabled: true, min: 13, max: 26, drawThreshold: 7 } },
          color: { background: colour("--accent"), border: colour("--paper"), highlight: colour("--research-education") },
          font: { color: colour("--ink"), size: 14 },
        },
        edges: {
          arrows: { to: { enabled: true, scaleFactor: 0.5 } }, color: { color: colour("--field") }, smooth: false,
          font: { color: colour("--soft"), size: 11, strokeWidth: 3, strokeColor: colour("--paper") },
        },
        physics: { stabilization: { iterations: still ? 400 : 200 } },
        interaction: { keyboard: false, hover: true },
      });
      drawn.once("stabilizationIterationsDone", () => drawn.setOptions({ physics: false }));
      drawn.on("doubleClick", (event) => {
        if (event.nodes.length) window.location.href = page(event.nodes[0]);
      });
      this.drawn = drawn;
    }

    destroy() {
      if (this.drawn) this.drawn.destroy();
    }

    getIcon() { return undefined; }
  }

  // -- the answer as a table ------------------------------------------------------------------------------

  const cell = (value) => {
    if (!value) return "";
    if (value.type !== "uri") {
      const text = document.createElement("span");
      text.textContent = value.value;
      if (value["xml:lang"]) text.lang = value["xml:lang"];
      return text;
    }
    if (!/^https?:/.test(value.value)) return value.value;
    const link = document.createElement("a");
    link.href = page(value.value);
    link.textContent = short(value.value);
    link.title = value.value;
    return link;
  };
  const term = (node) => ({
    type: node.termType === "NamedNode" ? "uri" : "literal", value: node.value, "xml:lang": node.language,
  });

  class Table {
    constructor(yasr) {
      this.yasr = yasr;
      this.priority = 10;
      this.label = words.table;
    }

    rows() {
      const parser = this.yasr.results;
      const statements = parser.getType() === "ttl" ? parser.getStatements() : null;
      if (statements) {
        const columns = ["subject", "predicate", "object"];
        return [columns, statements.map((s) => Object.fromEntries(columns.map((c) => [c, term(s[c])])))];
      }
      if (typeof parser.getBoolean() === "boolean") {
        return [["answer"], [{ answer: { type: "literal", value: String(parser.getBoolean()) } }]];
      }
      return [parser.getVariables() || [], parser.getBindings() || []];
    }

    canHandleResults() {
      const found = this.yasr.results;
      return Boolean(found) && !found.hasError() && this.rows()[0].length > 0;
    }

    draw() {
      const [columns, rows] = this.rows();
      const box = document.createElement("div");
      const table = document.createElement("table");
      const caption = table.createCaption();
      const head = table.createTHead().insertRow();
      const body = table.createTBody();
      const more = document.createElement("button");
      let shown = 0;
      box.className = "scroll";
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", words.results);
      caption.textContent = `${rows.length} ${words.rows}`;
      columns.forEach((name) => {
        const title = document.createElement("th");
        title.scope = "col";
        title.textContent = name;
        head.append(title);
      });
      more.type = "button";
      more.className = "load";
      more.textContent = words.more;
      const fill = () => {
        rows.slice(shown, shown + 200).forEach((row) => {
          const line = body.insertRow();
          columns.forEach((name) => line.insertCell().append(cell(row[name])));
        });
        shown += 200;
        more.hidden = shown >= rows.length;
      };
      more.addEventListener("click", fill);
      fill();
      box.append(table);
      this.yasr.resultsEl.replaceChildren(box, more);
    }

    getIcon() { return undefined; }

    download() {
      return { contentType: "text/csv", getData: () => this.yasr.results.asCsv(), filename: "answer.csv", title: words.download };
    }
  }

  // -- editor and answers ---------------------------------------------------------------------------------

  Yasr.registerPlugin("table", Table);
  Yasr.registerPlugin("network", Network);
  class Raw extends Yasr.plugins.response {
    constructor(...given) {
      super(...given);
      this.label = words.raw;
    }

    getIcon() { return undefined; }
  }
  Yasr.registerPlugin("response", Raw);
  Yasqe.defaults.autocompleters = ["variables"];
  const host = document.createElement("div");
  area.before(host);
  const editor = new Yasqe(host, {
    value: area.value,
    persistenceId: null,
    showQueryButton: false,
    autocompleters: ["variables"],
    prefixCcApi: null,
    createShareableLink: () => window.location.href,
    consumeShareLink: null,
    pluginButtons: () => [],
    resizeable: false,
    requestConfig: {
      endpoint: new URL(set.endpoint, window.location.href).href,
      method: "POST",
      acceptHeaderGraph: "text/turtle",
      headers: { "Accept-Language": set.lang },
    },
  });
  editor.setValue(area.value);
  area.hidden = true;
  area.disabled = true;
  const input = editor.getInputField();
  input.setAttribute("aria-label", words.editor);
  // Tab leads on to the button; indenting is not worth a trap for the keyboard.
  editor.setOption("extraKeys", { ...(editor.getOption("extraKeys") || {}), Tab: false, "Shift-Tab": false });

  const answer = document.getElementById("answer");
  // What the server says of a failure, as sentences; Yasgui would show them as JSON.
  const problem = async (error) => {
    let found = {};
    try { found = JSON.parse(error.text) || {}; } catch { /* Not from the server: shown as it is. */ }
    if (!found.detail) return undefined;
    const said = document.createElement("pre");
    said.textContent = `${found.title}\n${found.detail}`;
    return said;
  };
  const results = new Yasr(answer, {
    persistenceId: null,
    prefixes: () => editor.getPrefixesFromQuery(),
    pluginOrder: ["table", "network", "response"],
    defaultPlugin: "table",
    errorRenderers: [problem],
  });

  // Yasgui names its buttons in English only.
  results.on("drawn", () => {
    answer.querySelectorAll("button[aria-label]").forEach((button) => {
      const name = button.classList.contains("yasr_download") ? words.download : button.textContent.trim();
      if (name) { button.setAttribute("aria-label", name); button.title = name; }
    });
  });
  editor.on("query", () => { told.textContent = words.running; });
  editor.on("queryResponse", (_, response, duration) => {
    results.setResponse(response, duration);
    const parser = results.results;
    if (!parser || parser.hasError()) { told.textContent = words.failed; return; }
    const rows = parser.getBindings();
    told.textContent = rows ? `${rows.length} ${words.rows}` : "";
  });
  const run = () => editor.query().catch(() => { told.textContent = words.failed; });
  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });

  // -- the shipped questions ------------------------------------------------------------------------------

  const bring = (name, questions) => {
    if (!questions[name]) return;
    editor.setValue(questions[name]);
    document.getElementById("ask").scrollIntoView();
    run();
  };
  fetch(new URL(set.questions, window.location.href)).then((got) => got.json()).then((questions) => {
    document.querySelectorAll("button.load").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => { bring(button.dataset.question, questions); input.focus(); });
    });
    const asked = () => bring(decodeURIComponent(window.location.hash.slice(1)), questions);
    window.addEventListener("hashchange", asked);
    asked();
  });
})();
