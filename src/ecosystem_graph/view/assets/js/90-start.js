// Everything that changes is shown again from the state; then the page begins.

function showWords() {
  document.documentElement.lang = lang;
  document.title = `${say(FACTS.region)}: ${word("title")}`;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-word-label]")) element.setAttribute("aria-label", word(element.dataset.wordLabel));
  for (const element of document.querySelectorAll("[data-word-placeholder]")) element.placeholder = word(element.dataset.wordPlaceholder);
  for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
}

function showViews() {
  const held = document.activeElement?.id;
  const main = FACTS.scenes.slice(0, 4).filter((scene, i) => i === 0 || scene.type !== "network");
  const others = FACTS.scenes.filter((scene) => !main.includes(scene));
  const chosenOther = others.some((scene) => scene.id === state.view);
  byId("views").replaceChildren(
    make("div", { class: "tabs" }, main.map((scene) => make("button", { type: "button", id: "view-" + scene.id, "aria-current": state.view === scene.id ? "page" : null, onclick: () => chooseView(scene.id) }, titleOf(scene.id)))),
    others.length ? make("select", { id: "other-view", class: chosenOther ? "on" : null, "aria-label": word("moreNetworks"), onchange: (event) => event.target.value && chooseView(event.target.value) },
      make("option", { value: "", selected: !chosenOther, disabled: chosenOther }, word("moreNetworks") + " …"),
      others.map((scene) => make("option", { value: scene.id, selected: scene.id === state.view }, titleOf(scene.id)))) : "");
  byId("heading").textContent = say(FACTS.region);
  byId("question").textContent = questionOf(SCENES.get(state.view));
  if (held) byId(held)?.focus?.();
}

function show() {
  if (state.theme) document.documentElement.dataset.theme = state.theme;
  else delete document.documentElement.dataset.theme;
  showWords();
  seen = look();
  showViews();
  drawPicture();
  showLegend();
  showFacets();
  showNotice();
  showTimeline();
  byId("picture").hidden = state.as !== "picture";
  byId("tables").hidden = state.as !== "table";
  if (state.as === "table") showTables();
  showDetails();
}

function begin() {
  readAddress();
  startPicture();
  startGliding();
  startTimeline();
  startSearch();
  startKeyboard();
  show();
  fitPicture();
  if (state.selected && !tieOf(state.selected)) bringIntoView(state.selected);
  for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => change({ lang: button.dataset.lang }));
  for (const button of document.querySelectorAll("[data-save]")) button.addEventListener("click", () => saveAs(button.dataset.save));
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => (button.dataset.zoom === "fit" ? fitPicture() : zoomBy(button.dataset.zoom === "in" ? 1.35 : 1 / 1.35)));
  }
  byId("theme").addEventListener("click", () => change({ theme: isDark() ? "light" : "dark" }));
  byId("share").addEventListener("click", async () => {
    writtenAt = 0;
    writeAddress();
    byId("save").open = false;
    try {
      await navigator.clipboard.writeText(location.href);
      notify(word("copied"));
    } catch {
      notify(word("notCopied"));
    }
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    change({ as: "table" });
    byId("tables").querySelector("button")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (!byId("save").contains(event.target)) byId("save").open = false;
  });
  window.addEventListener("hashchange", () => {
    if (location.hash.slice(1) === writtenAddress) return;
    readAddress();
    show();
    fitPicture();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => state.theme || show());
  document.documentElement.dataset.ready = "true";
}

function notify(text) {
  announce(text);
  const note = make("div", { class: "toast" }, text);
  document.body.append(note);
  setTimeout(() => note.remove(), 3500);
}

begin();
