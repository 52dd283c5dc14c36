// Where the person stands: the flow's drawing, its questions in a list with the arrows beside
// them, the present one marked.
import { connect } from "./arrows.js";
import { element } from "./message.js";

const place = document.getElementById("where");
const SAYS = { at: "here", been: "answered", passed: "passed by", ahead: "ahead", aside: "aside" };
const END = "over";
const HOW = "Dashed: passed by where its condition fails. Two heads: asked aside, then back.";
let shown = "";

export function show(where, who) {
  const json = JSON.stringify([where, who]);
  if (json === shown) return;
  shown = json;
  if (!where.flow) {
    place.replaceChildren(element("p", "soft", where.note || "Nothing is open."));
    return;
  }
  const focused = [".stand a", ".drawing"].find((each) => document.activeElement.matches(`#where ${each}`));
  const head = element("p", "stand");
  const link = element("a", "", "The chart's source");
  link.href = `/try/people/${who}/diagram`;
  link.target = "_blank";
  link.rel = "noopener";
  head.append(element("b", "", where.stack.join(" › ")), link);
  const drawing = drawn(where);
  place.replaceChildren(head, element("p", "how soft", HOW), drawing);
  if (focused) place.querySelector(focused).focus({ preventScroll: true });
  let before = 0; // while it is hidden it has no height, and nowhere to scroll to
  const arrange = () => {
    connect(drawing, where.arrows);
    if (!before) toThePresent(drawing);
    before = drawing.clientHeight;
  };
  const watch = new ResizeObserver(arrange);
  for (const each of [drawing, ...drawing.querySelectorAll("ol")]) watch.observe(each);
  arrange();
}

function toThePresent(drawing) {
  const at = drawing.querySelector(".at");
  if (at) drawing.scrollTop = at.offsetTop - drawing.clientHeight / 4; // ways on are below it
}

function drawn({ flow, steps, arrows }) {
  const drawing = element("div", "drawing");
  drawing.tabIndex = 0;
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", `The flow ${flow}`);
  for (const { title, questions } of steps) {
    const list = element("ol");
    for (const each of questions) {
      list.append(station(each, arrows.filter(({ at }) => at === each.id)));
    }
    drawing.append(element("h3", "", title), list);
  }
  if (arrows.some(({ to }) => to === END)) {
    const list = element("ol");
    const end = element("li", "end", "the end");
    end.dataset.question = END;
    list.append(end);
    drawing.append(list);
  }
  return drawing;
}

function station({ id, words, state }, arrows) {
  const row = element("li", state);
  row.dataset.question = id;
  if (state === "at") row.setAttribute("aria-current", "step");
  row.append(element("code", "", id), ` ${words}`);
  row.append(element("span", "hidden", ` (${SAYS[state]})`));
  for (const { to, kind, label } of arrows) {
    const end = to === END ? "the end" : to;
    if (label) row.append(element("small", "", `${label} → ${end}`));
    if (kind === "visit") row.append(element("span", "hidden", ` (may ask ${end} aside)`));
  }
  return row;
}
