// Search as you type, over an index that is loaded when the field is first used. Without scripts the form
// leads to the list from A to Z.
(() => {
  "use strict";
  const field = document.getElementById("search");
  if (!field) return;
  const form = field.form;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  const set = field.dataset;
  const SHOWN = 12;
  let loading = null;
  let chosen = -1;
  let typed = "";

  list.id = "found";
  list.className = "found";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", set.results);
  status.className = "unseen";
  status.setAttribute("role", "status");
  form.append(list, status);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", "found");
  field.setAttribute("aria-autocomplete", "list");

  const LETTERS = { "æ": "ae", "ø": "o", "å": "a", "ä": "ae", "ö": "o", "ð": "d", "þ": "th", "ß": "ss" };

  // The same as `fold` in Python: lower case, æøå and accents levelled, letters, digits and single spaces.
  const fold = (text) =>
    text.toLowerCase().replace(/[æøåäöðþß]/g, (c) => LETTERS[c]).normalize("NFKD").replace(/\p{M}/gu, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  const load = () => {
    loading = loading || new Promise((resolve) => {
      if (window.ecosystemIndex) { resolve(); return; }
      const script = document.createElement("script");
      script.src = set.index;
      script.onload = resolve;
      script.onerror = () => resolve();
      document.head.append(script);
    });
    return loading;
  };

  const rank = (names, wanted) => {
    let best = 9;
    for (const name of names.split("|")) {
      const at = name.indexOf(wanted);
      if (at < 0) continue;
      best = Math.min(best, name === wanted ? 0 : at === 0 ? 1 : name[at - 1] === " " ? 2 : 3);
    }
    return best;
  };

  const find = (text) => {
    const wanted = fold(text);
    if (!wanted) return [];
    const hits = [];
    (window.ecosystemIndex || []).forEach((row, place) => {
      const found = rank(row[3], wanted);
      if (found < 9) hits.push([found, place, row]);
    });
    return hits.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((hit) => hit[2]);
  };

  const address = (path) => set.root + set.lang + path + set.ending;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    const options = [...list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    chosen = (place + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
    field.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };

  const show = () => {
    typed = field.value;
    const hits = find(typed);
    list.replaceChildren();
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    if (!fold(typed)) { close(); return; }
    hits.slice(0, SHOWN).forEach(([name, path, kind], number) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const what = document.createElement("small");
      item.id = `hit-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      link.href = address(path);
      link.tabIndex = -1;
      what.textContent = kind;
      link.append(name, " ", what);
      item.append(link);
      list.append(item);
    });
    status.textContent = hits.length ? `${hits.length} ${set.some}` : set.none;
    if (!hits.length) {
      const item = document.createElement("li");
      item.className = "none";
      item.setAttribute("role", "option");
      item.setAttribute("aria-disabled", "true");
      item.setAttribute("aria-selected", "false");
      item.id = "hit-0";
      item.textContent = set.none;
      list.append(item);
    }
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  };

  field.addEventListener("focus", load);
  field.addEventListener("input", () => load().then(show));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    load().then(() => {
      if (list.hidden || typed !== field.value) show();
      const links = list.querySelectorAll("a");
      const target = links[Math.max(chosen, 0)];
      if (target) window.location.href = target.href;
    });
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
})();
