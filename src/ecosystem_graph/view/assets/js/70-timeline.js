// The year: a slider with play, and the two readings of uncertain years.

let playing = null;

function startTimeline() {
  if (!YEARS) {
    byId("timeline").hidden = true;
    return;
  }
  const slider = make("input", { type: "range", id: "year", min: YEARS.first, max: YEARS.last, step: 1,
    oninput: (event) => {
      const year = Number(event.target.value); // before the slider is shown anew
      stopPlaying();
      change({ year });
    } });
  byId("timeline").append(
    make("button", { type: "button", id: "play", onclick: () => (playing ? stopPlaying() : startPlaying()) }),
    make("button", { type: "button", id: "all-years", onclick: () => { stopPlaying(); change({ year: null }); } }),
    make("label", { class: "unseen", for: "year", id: "year-label" }),
    make("div", { class: "slide" }, slider, ticks()),
    make("output", { id: "year-shown", for: "year" }),
    make("div", { class: "choice", role: "group", id: "reading" }, ["possible", "certain"].map((reading) => make("button", {
      type: "button", "data-reading": reading, onclick: () => change({ reading }) }))),
    make("p", { id: "reading-says" }));
}

function ticks() {
  const span = YEARS.last - YEARS.first;
  const step = span > 60 ? 20 : span > 25 ? 10 : 5;
  const marks = [];
  for (let year = Math.ceil(YEARS.first / step) * step; year <= YEARS.last; year += step) {
    marks.push(make("span", { style: `left:${((year - YEARS.first) / span) * 100}%` }, String(year)));
  }
  return make("div", { class: "ticks", "aria-hidden": "true" }, marks);
}

function showTimeline() {
  if (!YEARS) return;
  const all = state.year === null;
  byId("play").replaceChildren(make("span", { "aria-hidden": "true" }, playing ? "❚❚" : "▶"), make("span", { class: "wide" }, " " + word(playing ? "pause" : "play")));
  byId("play").setAttribute("aria-label", word(playing ? "pause" : "play"));
  byId("all-years").textContent = word("allYears");
  byId("all-years").setAttribute("aria-pressed", String(all));
  byId("year-label").textContent = word("year");
  byId("year").value = all ? YEARS.last : state.year;
  byId("year").setAttribute("aria-valuetext", all ? word("allYears") : String(state.year));
  byId("year").classList.toggle("idle", all);
  byId("year-shown").textContent = all ? word("allYears") : state.year;
  byId("reading").setAttribute("aria-label", word("reading"));
  for (const button of byId("reading").children) {
    button.textContent = word(button.dataset.reading);
    button.setAttribute("aria-pressed", String(state.reading === button.dataset.reading));
    button.disabled = all;
  }
  byId("reading-says").textContent = all ? word("allYearsSays") : word(state.reading + "Says", state.year);
}

function startPlaying() {
  if (state.year === null || state.year >= YEARS.last) change({ year: YEARS.first });
  playing = setInterval(() => {
    if (state.year >= YEARS.last) stopPlaying();
    else change({ year: state.year + 1 });
  }, 700);
  showTimeline();
}

function stopPlaying() {
  if (playing) clearInterval(playing);
  playing = null;
  showTimeline();
}
