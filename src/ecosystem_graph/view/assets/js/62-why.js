// “Why?”: how an edge that no source states follows from what sources do state.

function whyButton(explain) {
  const box = make("div", { class: "why", hidden: true });
  const button = make("button", { type: "button", class: "why-button", "aria-expanded": "false", onclick: () => {
    if (!box.childElementCount) box.append(...explain());
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
  } }, word("why"));
  return [button, box];
}

// Each line is the key of what states it (a relation, a claim, an assertion, a thing) and its words.
function steps(lead, lines) {
  const stated = [...new Set(lines.map(([key]) => key))].map((key) => make("code", {}, key.split("/").slice(1).join("/")));
  return [make("p", {}, lead), make("ol", {}, lines.map(([key, ...line]) => make("li", { "data-premise": key }, line))),
    make("p", { class: "note" }, word("statedIn"), " ", stated.flatMap((name, i) => [i ? ", " : "", name]))];
}

// The flat edge of a relation: a chain from the subject to the relation node, and from there to the object.
function whyRelation(relation) {
  const type = FACTS.relationTypes[relation.type];
  if (!type) return [];
  const node = word("thisRelation", say(type.class));
  const edge = `${nameOf(relation.from)} ${say(type.label)} ${nameOf(relation.to)}`;
  return steps(word("whyChain", edge, word("chainRule")), [
    ["relation/" + relation.id, word("whyRole", nameOf(relation.from), say(type.subject), node), " ", sourceLinks(relation.sources)],
    ["relation/" + relation.id, word("whyRole", nameOf(relation.to), say(type.object), node), " ", sourceLinks(relation.sources)],
  ]);
}

// The influence that a supported claim lets follow; a dispute does not undo it, but is shown beside it.
function whyClaim(claim) {
  const edge = `${nameOf(claim.cause)} ${word("influences")} ${nameOf(claim.effect)}`;
  const supporting = claim.voices.filter((voice) => !voice.disputes);
  return steps(word("whyChain", edge, word("chainRule")), [
    ["proposition/" + claim.id, word("whyCause", nameOf(claim.cause), nameOf(claim.effect))],
    ...supporting.map((voice) => ["assertion/" + voice.id, word("whySupport", nameOf(voice.by)), " ", sourceLinks(voice.sources)]),
    ["proposition/" + claim.id, word("whyEffect", nameOf(claim.effect))],
  ]);
}

// The steps from a thing to a place around it, each with its sources.
function whyPlace(key, goal) {
  const from = (place) => [
    ...(THINGS[place]?.place ? [{ to: THINGS[place].place, states: place, sources: THINGS[place].sources }] : []),
    ...(THINGS[place]?.county ? [{ to: THINGS[place].county, states: place, sources: THINGS[place].sources }] : []),
    ...(relationsFrom.get(place) ?? []).filter((r) => ["locatedIn", "within", "partOf"].includes(r.type)).map((r) => ({ to: r.to, states: "relation/" + r.id, sources: r.sources })),
  ];
  const came = new Map([[key, null]]);
  const queue = [key];
  while (queue.length && !came.has(goal)) {
    const at = queue.shift();
    for (const step of from(at)) {
      if (came.has(step.to)) continue;
      came.set(step.to, { at, ...step });
      queue.push(step.to);
    }
  }
  const path = [];
  for (let step = came.get(goal); step; step = came.get(step.at)) path.unshift(step);
  const edge = `${nameOf(key)} ${word("liesIn")} ${nameOf(goal)}`;
  return steps(word("whyChain", edge, word("chainRule")), path.map((step) => [step.states, word("whyStep", nameOf(step.at), nameOf(step.to)), " ", sourceLinks(step.sources)]));
}
