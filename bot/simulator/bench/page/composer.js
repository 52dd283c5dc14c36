// The line to type in: words, the command menu, changing one's own message, and no network.
import { hide } from "./chat.js";
import { element } from "./message.js";
import { post } from "./net.js";

const form = document.getElementById("composer");
const words = document.getElementById("words");
const menu = document.getElementById("menu");
const list = document.getElementById("commands");
const begin = document.getElementById("begin");
const overInput = document.getElementById("over-input");

let phone = null; // { who(), isOffline(), refresh(), failed(error), waits(text), follow() }
let commands = [];
let editing = null;

export function setUp(thePhone) {
  phone = thePhone;
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  words.addEventListener("keydown", keys);
  words.addEventListener("input", () => { grow(); suggest(); });
  menu.addEventListener("click", () => (list.hidden ? openMenu(commands) : closeMenu()));
  begin.addEventListener("click", () => say("/start"));
  list.addEventListener("click", (event) => {
    const command = event.target.closest("button")?.dataset.command;
    if (command) { closeMenu(); words.value = ""; grow(); words.focus(); say(`/${command}`); }
  });
  list.addEventListener("keydown", menuKeys);
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".foot")) closeMenu();
  });
  document.getElementById("over-cancel").addEventListener("click", stopEditing);
}

export function show(chat, fresh) {
  commands = chat.commands;
  hide(begin, !fresh);
  form.hidden = fresh;
}

export function edit(message) {
  editing = message;
  document.getElementById("over-words").textContent = "Changing your message";
  overInput.hidden = false;
  words.value = message.text;
  grow();
  words.focus();
}

export function stopEditing() {
  if (editing) empty();
}

export function empty() {
  editing = null;
  overInput.hidden = true;
  words.value = "";
  grow();
}

async function send() {
  const text = words.value.trim();
  if (!text) return;
  closeMenu();
  const message = editing;
  if (message && phone.isOffline()) return phone.failed(new Error("No network: a change can't be sent."));
  empty();
  if (!message) return say(text, text);
  const change = () => post(`/sim/people/${phone.who()}/edit`, { message_id: message.message_id, text });
  await attempt(change, text, message);
}

async function say(text, typed = "") {
  phone.follow();
  if (phone.isOffline()) return phone.waits(text);
  await attempt(() => post(`/sim/people/${phone.who()}/say`, { text }), typed);
}

async function attempt(work, typed, message = null) {
  try {
    await work();
  } catch (error) {
    if (!words.value && !editing) putBack(typed, message);
    phone.failed(error);
  }
  await phone.refresh();
}

// What was typed is not lost by a failure.
function putBack(typed, message) {
  if (message) edit(message);
  words.value = typed;
  grow();
}

function keys(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape") {
    closeMenu();
    stopEditing();
  } else if (event.key === "ArrowUp" && !list.hidden) {
    event.preventDefault();
    list.querySelector("li:last-child button")?.focus();
  }
}

function menuKeys(event) {
  const rows = [...list.querySelectorAll("button")];
  const at = rows.indexOf(document.activeElement);
  if (event.key === "Escape") { closeMenu(); menu.focus(); return; }
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  rows[(to + rows.length) % rows.length]?.focus();
}

function grow() {
  words.style.height = "";
  words.style.height = `${Math.min(words.scrollHeight + 2, 130)}px`;
}

function suggest() {
  const typed = words.value;
  const match = /^\/(\w*)$/.exec(typed);
  const found = match ? commands.filter((each) => each.command.startsWith(match[1])) : [];
  if (found.length) openMenu(found, false);
  else closeMenu();
}

function openMenu(found, focus = true) {
  if (!found.length) return;
  list.replaceChildren(...found.map((each) => {
    const row = element("li");
    const button = element("button");
    button.type = "button";
    button.dataset.command = each.command;
    const about = element("span", "", each.description);
    about.dir = "auto";
    const typed = element("b", "", `/${each.command}`);
    typed.dir = "ltr";
    button.append(about, typed);
    row.append(button);
    return row;
  }));
  list.hidden = false;
  menu.setAttribute("aria-expanded", "true");
  if (focus) list.querySelector("button").focus();
}

function closeMenu() {
  list.hidden = true;
  menu.setAttribute("aria-expanded", "false");
}
