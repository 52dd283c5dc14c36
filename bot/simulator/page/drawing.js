// Where the person stands: the flow as a list of stations, the present one marked.
import { element } from "./message.js";

const place = document.getElementById("where");
const SAYS = { at: "here", been: "answered", passed: "passed by", ahead: "ahead", aside: "aside" };
let shown = "";

export function show(where, who) {
  const json = JSON.stringify([where, who]);
  if (json === shown) return;
  shown = json;
  if (!where.flow) {
    place.replaceChildren(element("p", "soft", where.note || "Nothing is open."));
    return;
  }
  const head = element("p", "stand");
  const name = element("b", "", where.stack.join(" › "));
  const link = element("a", "", "The chart's source");
  link.href = `/try/people/${who}/diagram`;
  link.target = "_blank";
  link.rel = "noopener";
  link.style.color = "inherit";
  head.append(name, link);
  const drawing = element("div", "drawing");
  drawing.tabIndex = 0;
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", `The flow ${where.flow}`);
  for (const step of where.steps) {
    drawing.append(element("h3", "", step.title));
    const list = element("ol");
    list.append(...step.questions.map(station));
    drawing.append(list);
  }
  place.replaceChildren(head, drawing);
  const at = drawing.querySelector(".at");
  if (at) drawing.scrollTop = at.offsetTop - drawing.clientHeight / 2;
}

function station(question) {
  const row = element("li", question.state);
  if (question.state === "at") row.setAttribute("aria-current", "step");
  row.append(element("code", "", question.id), ` ${question.words}`);
  row.append(element("span", "hidden", ` (${SAYS[question.state]})`));
  for (const way of question.ways) row.append(element("small", "", `${way.on} → ${way.to}`));
  return row;
}
