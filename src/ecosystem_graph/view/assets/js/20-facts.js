// Look-ups over the facts: what is said about a thing, from each side.

// Without a prototype: an address may ask for any word as a key.
const THINGS = Object.assign(Object.create(null), FACTS.things);

function nameOf(key) {
  const known = THINGS[key];
  return known ? say(known.name) || key.split("/").pop() : String(key).split("/").pop();
}

function kindOf(key) {
  const known = THINGS[key];
  if (key.startsWith("topic/")) return word("topic");
  if (key.startsWith("asserter/")) return word("asserter");
  return known && known.kind ? code(known.kind) : "";
}

function groupBy(entries, keysOf) {
  const groups = new Map();
  for (const entry of entries) {
    for (const key of keysOf(entry)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(entry);
    }
  }
  return groups;
}

const RELATIONS = Object.entries(FACTS.relations).map(([id, relation]) => ({ id, ...relation }));
const relationById = new Map(RELATIONS.map((relation) => [relation.id, relation]));
const relationsFrom = groupBy(RELATIONS, (r) => [r.from]);
const relationsTo = groupBy(RELATIONS, (r) => [r.to]);

const CLAIMS = Object.entries(FACTS.claims).map(([id, claim]) => ({ id, ...claim }));
const claimById = new Map(CLAIMS.map((claim) => [claim.id, claim]));
const claimsFrom = groupBy(CLAIMS, (c) => [c.cause]);
const claimsTo = groupBy(CLAIMS, (c) => [c.effect]);
const claimsBy = groupBy(CLAIMS, (c) => new Set(c.voices.flatMap((v) => [v.by, ...(THINGS[v.by]?.speaksFor ?? [])])));

const figuresAbout = groupBy(FACTS.figures, (f) => [f.about]);
const keysOfKind = (kind) => Object.keys(THINGS).filter((key) => key.startsWith(kind + "/"));
const eventsWith = groupBy(keysOfKind("event"), (key) => THINGS[key].involves ?? []);
const topicsAbout = groupBy(keysOfKind("topic"), (key) => THINGS[key].concerns ?? []);
const actorsIn = groupBy(keysOfKind("actor"), (key) =>
  new Set([...(THINGS[key].within ?? []), ...(THINGS[key].place ? [THINGS[key].place] : [])]));

// Where an actor is: its municipality, or those it is said to lie in.
function placesOf(key) {
  const thing = THINGS[key] ?? {};
  if (thing.place) return [thing.place];
  const municipalities = (thing.within ?? []).filter((p) => THINGS[p]?.kind === "place-kind/municipality");
  if (municipalities.length) return municipalities;
  // A town lies where its coordinates do, though no source says in which municipality.
  const towns = SCENES.get("map")?.towns ?? {};
  const around = (thing.within ?? []).filter((p) => ["place-kind/town", "place-kind/locality"].includes(THINGS[p]?.kind)).map((p) => towns[p]).filter(Boolean);
  return around.length ? [...new Set(around)] : thing.placeName ? [thing.placeName] : [];
}

function placeName(place) {
  return THINGS[place] ? nameOf(place) : place;
}

const SCENES = new Map(FACTS.scenes.map((scene) => [scene.id, scene]));
const clustersOf = new Map();
const membersOf = new Map();
for (const [member, hub] of SCENES.get("clusters")?.ties ?? []) {
  const nodes = SCENES.get("clusters").nodes;
  const [actor, cluster] = [nodes[member][0], nodes[hub][0]];
  clustersOf.set(actor, [...(clustersOf.get(actor) ?? []), cluster]);
  membersOf.set(cluster, [...(membersOf.get(cluster) ?? []), actor]);
}
