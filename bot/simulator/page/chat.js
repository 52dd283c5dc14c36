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
  log.replaceChildren();
  log.setAttribute("aria-live", "off");
}

// Show these messages. `first` is the first time for this chat: then nothing is read aloud.
export function show(messages, zone, first) {
  const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
  const top = log.firstElementChild;
  const from = top ? top.getBoundingClientRect().top : 0;
  const focused = document.activeElement?.closest?.(".message");
  const fresh = [];
  const wanted = [];
  let day = "";
  for (const message of messages) {
    const here = dayOf(message.date, zone);
    if (here !== day) wanted.push(separator(here));
    day = here;
    const { node, isNew } = drawn(message, zone, first);
    if (isNew) fresh.push({ node, message });
    wanted.push(node);
  }
  takeAway(messages);
  arrange(wanted);
  if (focused) keepFocus(focused);
  if (!first && fresh.length && fresh.every(({ message }) => message.message_id < firstShown)) {
    if (top) scroll.scrollTop += top.getBoundingClientRect().top - from; // older ones came above
  } else if (first || near || fresh.some(({ message }) => message.from === "person")) {
    toTheEnd(fresh);
  }
  firstShown = messages.length ? messages[0].message_id : 0;
  if (first) setTimeout(() => log.setAttribute("aria-live", "polite"), 400);
}
let firstShown = 0;

function drawn(message, zone, first) {
  const waits = [...busy].filter((each) => each.startsWith(`${message.message_id} `));
  const json = JSON.stringify([message, zone, waits]);
  const old = known.get(message.message_id);
  if (old?.json === json) return { node: old.node, isNew: false };
  const node = old?.node || element("article");
  const bubble = fill(node, message, zone, busy);
  node.setAttribute("aria-label", message.from === "person" ? "Me" : "The bot");
  if (old && !first && old.text !== message.html) bubble.classList.add("changed");
  known.set(message.message_id, { json, node, text: message.html });
  return { node, isNew: !old };
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

// A card that changed in place takes its focused button with it: stay where the person was.
function keepFocus(message) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const all = [...log.querySelectorAll(".message")];
  const withButtons = all.filter((each) => each.querySelector(".buttons"));
  const target = message.isConnected && message.querySelector(".buttons")
    ? message : withButtons.at(-1) || all.at(-1);
  target?.focus({ preventScroll: true });
}

// Go to the end, but never past the beginning of a message that is longer than the phone.
function toTheEnd(fresh) {
  scroll.scrollTop = scroll.scrollHeight;
  const bot = fresh.find(({ message }) => message.from === "bot");
  if (bot && bot.node.offsetHeight > scroll.clientHeight - 20) {
    scroll.scrollTop = bot.node.offsetTop - scroll.offsetTop - 8;
  }
}

function dayOf(seconds, zone) {
  const options = { weekday: "long", day: "numeric", month: "long", timeZone: zone || undefined };
  return new Intl.DateTimeFormat(undefined, options).format(seconds * 1000);
}

function separator(day) {
  if (!days.has(day)) days.set(day, element("div", "day", day));
  return days.get(day);
}
