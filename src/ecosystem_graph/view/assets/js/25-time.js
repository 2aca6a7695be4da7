// Time: a period with unknown or open ends, and its two readings in a year.
// Certain: the sources say that it held. Possible: nothing that they say rules it out.

function yearOf(date) {
  return date ? Number(String(date).slice(0, 4)) : null;
}

function certainly(of, year) {
  const [first, last] = [yearOf(of.start), yearOf(of.end)];
  if (first !== null && (last !== null || of.ongoing)) return first <= year && (last === null || year <= last);
  return year === first || year === last;
}

function possibly(of, year) {
  const [first, last] = [yearOf(of.start), yearOf(of.end)];
  return (first === null || first <= year) && (last === null || year <= last);
}

function lifeOf(key) {
  const thing = THINGS[key] ?? {};
  return { start: thing.founded, end: thing.dissolved };
}

function livesIn(key, year) {
  return year === null || possibly(lifeOf(key), year);
}

// A statement between two things counts in a year if its own dates say so; or, read as possible, if neither its
// dates nor the foundation or dissolution of its ends rule it out.
function counts(row, year, reading) {
  if (year === null || certainly(row, year)) return true;
  if (reading === "certain" || !possibly(row, year)) return false;
  return livesIn(row.from, year) && livesIn(row.to, year);
}

// The years of the slider: from the decade by which one dated statement in fifty has begun, to the last beginning.
const YEARS = (() => {
  const starts = [...RELATIONS, ...CLAIMS.flatMap((c) => c.voices)]
    .map((r) => yearOf(r.start)).filter((y) => y !== null).sort((a, b) => a - b);
  if (!starts.length) return null;
  const early = starts[Math.floor(starts.length / 50)];
  return { first: Math.floor(early / 10) * 10, last: starts[starts.length - 1] };
})();
