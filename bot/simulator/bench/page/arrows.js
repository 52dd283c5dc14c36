// The arrows of a drawing, beside its list of questions: straight on where the next one follows,
// else by a lane of their own. All that lead to one question share its lane.

const SVG = "http://www.w3.org/2000/svg";
const LANE = 9;
const ROUND = 5;
const DOT = 7; // from the middle of a dot to where an arrow ends
const ROOM = 44; // between the lanes and the words: what is asked aside, and a last stretch that points to it
const DOWN = 14; // the way down, from the words
const ASIDE = 26;
const MIDDLE = 12; // a dot's, from the top of its row

export function connect(drawing, arrows) {
  const rows = [...drawing.querySelectorAll("li")];
  const place = new Map(rows.map((row, index) => [row.dataset.question, index]));
  const aside = new Set(arrows.filter(({ kind }) => kind === "visit").map(({ to }) => to));
  const line = rows.map((row) => row.dataset.question).filter((name) => !aside.has(name));
  const next = new Map(line.map((name, index) => [name, line[index + 1]]));
  for (const row of rows) row.classList.toggle("beside", aside.has(row.dataset.question));

  const straight = arrows.filter(({ at, to }) => next.get(at) === to);
  const far = lanes(arrows.filter((arrow) => !straight.includes(arrow)), place);
  const words = ROOM + LANE * (1 + Math.max(-1, ...far.map(({ lane }) => lane)));
  drawing.style.setProperty("--words", `${words}px`);

  const svg = shape("svg", { "aria-hidden": "true", class: "arrows" });
  const height = (name) => rows[place.get(name)].offsetTop + MIDDLE;
  const across = (name) => words - (aside.has(name) ? ASIDE : DOWN);
  const arrow = ({ at, to, kind }, d, bow = "") => {
    svg.append(shape("path", { class: kind + bow, d, "data-at": at, "data-to": to }));
  };
  for (const each of straight) {
    const { at, to, kind } = each;
    const [from, end, x] = [height(at), height(to), words - DOWN];
    // Beside a way on, a pass bows out and shares its head.
    if (kind === "pass" && straight.some((other) => other.at === at && other.kind === "way")) {
      const out = `${x + 9} ${from + 9} ${x + 9} ${end - 9} ${x + 4} ${end - 4}`;
      arrow(each, `M${x + 4} ${from + 4}C${out}`, " bow");
    } else {
      arrow(each, `M${x} ${from + DOT}V${end - DOT}`);
    }
  }
  for (const { lane, ...each } of far) {
    const x = words - ROOM - LANE * lane;
    const [from, end] = [height(each.at), height(each.to)];
    const turn = end > from ? ROUND : -ROUND;
    const out = `M${across(each.at) - DOT} ${from}H${x + ROUND}q${-ROUND} 0 ${-ROUND} ${turn}`;
    arrow(each, `${out}V${end - turn}q0 ${turn} ${ROUND} ${turn}H${across(each.to) - DOT}`);
  }
  svg.append(head());
  drawing.querySelector("svg")?.remove();
  svg.setAttribute("height", drawing.scrollHeight);
  svg.setAttribute("width", words);
  drawing.append(svg);
}

// Give each arrow a lane, the short ways nearest to the list.
function lanes(arrows, place) {
  const ways = Map.groupBy(arrows, ({ to, kind }) => `${to} ${kind}`);
  const spans = [...ways.values()].map((same) => {
    const ends = same.flatMap(({ at, to }) => [place.get(at), place.get(to)]);
    return { same, from: Math.min(...ends), end: Math.max(...ends) };
  });
  const taken = [];
  for (const span of spans.sort((a, b) => a.end - a.from - (b.end - b.from))) {
    const free = ({ from, end }) => end < span.from || from > span.end;
    const lane = taken.findIndex((others) => others.every(free));
    span.lane = lane < 0 ? taken.push([]) - 1 : lane;
    taken[span.lane].push(span);
  }
  return spans.flatMap(({ same, lane }) => same.map((arrow) => ({ ...arrow, lane })));
}

function head() {
  const marker = shape("marker", {
    id: "head", viewBox: "0 0 6 6", refX: 5, refY: 3, markerWidth: 6, markerHeight: 6,
    orient: "auto-start-reverse", markerUnits: "userSpaceOnUse",
  });
  marker.append(shape("path", { class: "head", d: "M0 0L6 3L0 6z" }));
  return marker;
}

function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
