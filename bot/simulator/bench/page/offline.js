// A phone without a network: what is typed waits here, and the chat stands as it was.
import { post } from "./net.js";

let bot = 0; // each data folder has a bot of its own, and people's numbers begin alike in all

export function of(theBot) {
  bot = theBot;
}

function key(who) {
  return `offline ${bot} ${who}`;
}

function read(who) {
  const kept = localStorage.getItem(key(who));
  return kept ? JSON.parse(kept) : null;
}

function write(who, kept) {
  localStorage.setItem(key(who), JSON.stringify(kept));
}

export function isOffline(who) {
  return read(who) !== null;
}

export function goOffline(who, chat) {
  write(who, { chat, waiting: [] });
}

// Send what waits, the first first, with what is typed meanwhile; what is sent waits no more.
export async function sendAll(who) {
  while (read(who)?.waiting.length) {
    await post(`/sim/people/${who}/say`, { text: read(who).waiting[0].text });
    const kept = read(who);
    kept.waiting.shift();
    write(who, kept);
  }
}

export function comeBack(who) {
  localStorage.removeItem(key(who));
}

// `at` is the time it is for the person, travelled or not.
export function wait(who, text, at) {
  const kept = read(who);
  kept.waiting.push({ text, at });
  write(who, kept);
}

// The chat as it was, with what waits below it.
export function asItWas(who) {
  const { chat, waiting: left } = read(who);
  const mine = left.map(({ text, at }, number) => ({
    message_id: 1e12 + number, from: "person", date: at, text, html: escaped(text),
    buttons: [], file: null, edited: false, waiting: true,
  }));
  return { ...chat, messages: [...chat.messages, ...mine], typing: null };
}

function escaped(text) {
  const node = document.createElement("p");
  node.textContent = text;
  return node.innerHTML;
}
