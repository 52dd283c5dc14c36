// The chat: messages come, change in place and go, without anything else moving.
import { element, fill } from "./message.js";

const scroll = document.getElementById("scroll");
const log = document.getElementById("log");
const NEAR = 90;

const known = new Map(); // message id -> { json, node }
const days = new Map(); // day -> node
export const busy = new Set(); // "message data" of taps that have no answer yet

export function clear() {
  known.clear();
  days.clear();
  busy.clear();
  lastTold = [];
  log.replaceChildren();
  following = true;
}

// Nothing of what is arranged now is read aloud.
let quiet = 0;
function hush() {
  log.setAttribute("aria-live", "off");
  clearTimeout(quiet);
  quiet = setTimeout(() => log.setAttribute("aria-live", "polite"), 400);
}

// Whether the person is at the end and wants to stay there: true until they scroll up themselves.
let following = true;
let firstShown = 0;
let shownZone = null; // that of the times; in another all are written anew
let lastTold = []; // what was last gone to

// What takes room above or below moves the chat along; a picture that has come is gone to.
let height = scroll.clientHeight;
new ResizeObserver(() => {
  const lost = height - scroll.clientHeight;
  height = scroll.clientHeight;
  if (following) scroll.scrollTop += lost;
}).observe(scroll);
log.addEventListener("load", () => { if (following) toTheEnd(lastTold); }, true);

export function follow() {
  byHand = 0;
  following = true;
}

export function follows() {
  return following;
}

// They want to read further up.
export function stay() {
  following = false;
}

function near() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
}

// Only a scroll by the person's own hand says that they want to be elsewhere.
let byHand = 0;

function hand(event) {
  if (event.type !== "keydown" || KEYS.includes(event.key)) byHand = performance.now();
}

const KEYS = ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown", " "];
for (const kind of ["wheel", "touchmove", "keydown"]) scroll.addEventListener(kind, hand, { passive: true });
scroll.addEventListener("pointerdown", (event) => { if (event.target === scroll) hand(event); });
scroll.addEventListener("scroll", () => {
  if (performance.now() - byHand < 1000) following = near();
}, { passive: true });

// Show these messages. `first` is the first time for this chat: then nothing is read aloud.
export function show(messages, zone, first) {
  if (first || zone !== shownZone) hush();
  shownZone = zone;
  const wasNear = near();
  const top = log.querySelector(".message");
  const from = top ? top.getBoundingClientRect().top : 0;
  const focused = document.activeElement?.closest?.(".message");
  const pressed = document.activeElement?.dataset?.data;
  const told = []; // new, or with other words
  const wanted = [];
  let day = "";
  for (const message of messages) {
    const here = dayOf(message.date, zone);
    if (here !== day) wanted.push(separator(here));
    day = here;
    const { node, says } = drawn(message, zone, first);
    if (says) told.push({ node, message });
    wanted.push(node);
  }
  const older = told.length > 0 && !first && told.every(({ message }) => message.message_id < firstShown);
  if (older) hush();
  takeAway(messages);
  arrange(wanted);
  if (focused) keepFocus(focused, pressed);
  if (older) {
    scroll.scrollTop += top.getBoundingClientRect().top - from; // they came above: nothing moves
  } else if (first || (following && told.length)) {
    toTheEnd(first ? told.slice(-1) : told);
  } else if (wasNear) {
    scroll.scrollTop = scroll.scrollHeight;
  }
  firstShown = messages.length ? messages[0].message_id : 0;
}

function drawn(message, zone, first) {
  const waits = [...busy].filter((each) => each.startsWith(`${message.message_id} `));
  const json = JSON.stringify([message, zone, waits]);
  const old = known.get(message.message_id);
  if (old?.json === json) return { node: old.node, says: false };
  const node = old?.node || element("article");
  const bubble = fill(node, message, zone, busy);
  node.setAttribute("aria-label", message.from === "person" ? "Me" : "The bot");
  const changed = Boolean(old) && old.text !== message.html;
  if (changed && !first) bubble.classList.add("changed");
  known.set(message.message_id, { json, node, text: message.html });
  return { node, says: !old || changed };
}

function takeAway(messages) {
  const there = new Set(messages.map((message) => message.message_id));
  for (const id of known.keys()) {
    if (!there.has(id)) known.delete(id);
  }
}

function arrange(wanted) {
  const keep = new Set(wanted);
  for (const node of [...log.children]) {
    if (!keep.has(node)) node.remove();
  }
  wanted.forEach((node, at) => {
    if (log.children[at] !== node) log.insertBefore(node, log.children[at] || null);
  });
}

// A card that changed in place takes its focused button with it: stay where the person was. That is
// the same button where a tick has changed only its sign.
function keepFocus(message, pressed) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const same = [...message.querySelectorAll(".buttons button")]
    .find((each) => pressed && unsigned(each.dataset.data) === unsigned(pressed));
  if (same?.isConnected) return void same.focus({ preventScroll: true });
  const all = [...log.querySelectorAll(".message")];
  const withButtons = all.filter((each) => each.querySelector(".buttons"));
  const target = message.isConnected && message.querySelector(".buttons")
    ? message : withButtons.at(-1) || all.at(-1);
  target?.focus({ preventScroll: true });
}

function unsigned(data) {
  return data.replace(/[+-](?=[^.]*$)/, "");
}

// Hide a control or show it; when one with the focus goes, the chat has it.
export function hide(control, hidden) {
  const had = document.activeElement === control;
  control.hidden = hidden;
  if (had && hidden) scroll.focus({ preventScroll: true });
}

// Go to the end, but never past the beginning of what is told where that is longer than the phone.
function toTheEnd(told) {
  lastTold = told;
  scroll.scrollTop = scroll.scrollHeight;
  const last = told.filter(({ message }) => message.buttons.length).at(-1) || told.at(-1);
  if (!last || last.message.from === "person" || !last.node.isConnected) return;
  const above = last.node.getBoundingClientRect().top - scroll.getBoundingClientRect().top - 8;
  if (above < 0) scroll.scrollTop += above;
}

function dayOf(seconds, zone) {
  const options = { weekday: "long", day: "numeric", month: "long", timeZone: zone || undefined };
  return new Intl.DateTimeFormat(undefined, options).format(seconds * 1000);
}

function separator(day) {
  if (!days.has(day)) days.set(day, element("div", "day", day));
  return days.get(day);
}
