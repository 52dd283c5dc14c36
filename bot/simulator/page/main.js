// The page: who holds the phone, what stands in the chat, and keeping both up to date.
import * as bench from "./bench.js";
import * as chat from "./chat.js";
import * as composer from "./composer.js";
import { element } from "./message.js";
import { get, listen, oneAtATime, post } from "./net.js";
import * as offline from "./offline.js";
import * as toast from "./toast.js";

const STEP = 80;
const MOST = 3; // problems shown at once, so that the chat stays in sight
const $ = (id) => document.getElementById(id);

let who = Number(new URLSearchParams(location.search).get("who")) || 0;
let first = true; // nothing of this chat was shown yet
let last = STEP;
let shown = null;
let double = false;
let state = null;
const taps = []; // [message, data], oldest first

const phone = {
  who: () => who,
  be,
  refresh: () => refresh(),
  follow: chat.follow,
  failed: (error) => toast.say(error.message),
  offline: () => offline.isOffline(who),
  isOffline: () => offline.isOffline(who),
  isDouble: () => double,
  toggleDouble() { double = !double; },
  toggleOffline,
  waits(text) { offline.wait(who, text); return refresh(); },
  newcomer: () => ({ first_name: `Person ${state.people.length + 1}`, language_code: $("my-language").value.trim() || "en" }),
  async tapOld() {
    const old = taps.at(-1);
    if (!old) return "There is no old button yet: tap one first.";
    await post(`/sim/people/${who}/tap`, { message_id: old[0], data: old[1] });
    return "Tapped the button of before.";
  },
  photo: () => ({ kind: "photo", content_base64: $("bot-name").dataset.picture }),
};
// One grey point: a picture that a browser can show.
$("bot-name").dataset.picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaGj4DwAEhAKAT2tCDgAAAABJRU5ErkJggg==";

async function be(id) {
  who = id;
  history.replaceState(null, "", `?who=${id}`);
  first = true;
  last = STEP;
  taps.length = 0;
  toast.forget();
  chat.clear();
  composer.stopEditing();
  await refresh();
}

async function toggleOffline() {
  if (!offline.isOffline(who)) {
    offline.goOffline(who, shown);
    return "Offline: nothing comes, and what you type waits.";
  }
  for (const text of offline.comeBack(who)) await post(`/sim/people/${who}/say`, { text });
  return "Online again.";
}

const refresh = oneAtATime(async () => {
  try {
    await look();
  } catch (error) {
    $("bot-status").textContent = "no answer from the simulator"; // the stream tries on, then we do
  }
});

async function look() {
  const of = who;
  if (of) {
    const view = offline.isOffline(of) ? offline.asItWas(of) : await chatOf(of);
    if (of !== who || !view) return;
    show(view);
  }
  state = await get("/try/state");
  if (!state.people.some((each) => each.id === who)) return void setTimeout(() => be(state.people[0].id));
  bench.show(first, state);
  showStatus();
  first = false;
  await bench.look();
}

async function chatOf(id) {
  try {
    return await get(`/try/people/${id}/chat?last=${last}`);
  } catch (error) {
    if (error instanceof TypeError) throw error; // nobody answered at all
    state = await get("/try/state"); // somebody of an earlier time: be somebody who is there
    setTimeout(() => be(state.people[0].id));
    return null;
  }
}

let typingEnds = 0;

function show(view) {
  shown = view;
  const answered = new Set(view.answers.map((each) => each.callback_query_id));
  for (const [id, place] of waiting) {
    if (answered.has(id)) { waiting.delete(id); chat.busy.delete(place); }
  }
  const fresh = !view.messages.length;
  greet(view, fresh);
  composer.show(view, fresh);
  $("earlier").hidden = !view.earlier;
  $("log").lang = view.person.language_code || "en";
  chat.show(view.messages, bench.theZone(), first);
  toast.answers(view, first);
  $("typing").hidden = !view.typing;
  clearTimeout(typingEnds);
  if (view.typing) typingEnds = setTimeout(refresh, 5200);
}

function greet(view, fresh) {
  if (view.bot) $("bot-name").textContent = view.bot;
  const hello = $("hello");
  hello.hidden = !fresh || !view.description;
  if (hello.hidden) return;
  const card = element("div");
  const words = element("p", "", view.description);
  words.dir = "auto";
  words.lang = view.person.language_code || "en";
  card.append(element("h2", "", "What can this bot do?"), words);
  hello.replaceChildren(card);
}

function showStatus() {
  const { bot, problems } = state;
  const says = { running: "bot", starting: "starting …", stopped: "not running" };
  const status = offline.isOffline(who) ? "you are offline" : says[bot.state];
  $("bot-status").textContent = state.travelling ? "travelling in time …" : shown?.typing ? "writing …" : status;
  const box = $("problems");
  const told = problems.map((each) => `${each.file}:${each.line}: ${each.what}`);
  if (bot.state === "stopped" && bot.reason) told.unshift(bot.reason);
  if (box.dataset.told === JSON.stringify(told)) return;
  box.dataset.told = JSON.stringify(told);
  box.replaceChildren();
  if (!told.length) return;
  if (problems.length) {
    box.append(bot.state === "running" ? "This can't be used yet; what was there before goes on:" : "The bot can't start with this:");
  }
  const list = element("ul");
  for (const each of told.slice(0, MOST)) {
    const row = element("li");
    row.append(element("code", "", each));
    list.append(row);
  }
  if (told.length > MOST) list.append(element("li", "", `and ${told.length - MOST} more`));
  box.append(list);
}

const waiting = new Map(); // query id -> "message data"

$("log").addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  const number = Number(button?.closest(".message")?.dataset.id);
  if (!button) return;
  if (button.classList.contains("edit")) {
    return composer.edit(shown.messages.find((each) => each.message_id === number));
  }
  if (button.dataset.url) return void window.open(button.dataset.url, "_blank", "noopener");
  await tap(number, button);
});

async function tap(number, button) {
  if (offline.isOffline(who)) return toast.say("No network: the tap went nowhere.");
  const data = button.dataset.data;
  const place = `${number} ${data}`;
  button.setAttribute("aria-busy", "true");
  chat.busy.add(place);
  chat.follow();
  setTimeout(() => { if (chat.busy.delete(place)) refresh(); }, 15000);
  try {
    const made = await post(`/sim/people/${who}/tap`, { message_id: number, data, times: double ? 2 : 1 });
    taps.push([number, data]);
    for (const each of made) waiting.set(each.id, place);
  } catch (error) {
    chat.busy.delete(place);
    toast.say(error.message);
  }
  await refresh();
}

$("earlier").addEventListener("click", () => { last += STEP; refresh(); });

composer.setUp(phone);
bench.setUp(phone);
if (!who) {
  state = await get("/try/state");
  await be(state.people[0].id);
}
listen((changed) => {
  if (changed === null || changed === who || changed === 0) refresh();
  else quietly();
});
const quietly = oneAtATime(async () => {
  state = await get("/try/state").catch(() => state);
  bench.show(false, state);
});
