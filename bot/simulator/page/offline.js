// A phone without a network: what is typed waits here, and the chat stands as it was.

const KEY = "offline ";

function read(who) {
  const kept = localStorage.getItem(KEY + who);
  return kept ? JSON.parse(kept) : null;
}

function write(who, kept) {
  localStorage.setItem(KEY + who, JSON.stringify(kept));
}

export function isOffline(who) {
  return read(who) !== null;
}

export function goOffline(who, chat) {
  write(who, { chat, waiting: [] });
}

// Come back; gives the words that waited.
export function comeBack(who) {
  const kept = read(who);
  localStorage.removeItem(KEY + who);
  return kept ? kept.waiting : [];
}

export function wait(who, text) {
  const kept = read(who);
  kept.waiting.push(text);
  write(who, kept);
}

// The chat as it was, with what waits below it.
export function asItWas(who) {
  const { chat, waiting } = read(who);
  const now = Date.now() / 1000;
  const mine = waiting.map((text, at) => ({
    message_id: 1e12 + at, from: "person", date: now, text, html: escaped(text),
    buttons: [], file: null, edited: false, waiting: true,
  }));
  return { ...chat, messages: [...chat.messages, ...mine], typing: null };
}

function escaped(text) {
  const node = document.createElement("p");
  node.textContent = text;
  return node.innerHTML;
}
