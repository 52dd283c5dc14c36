// The page: who holds the phone, what stands in the chat, and keeping both up to date.
import * as bench from "./bench.js";
import * as chat from "./chat.js";
import * as composer from "./composer.js";
import { greet } from "./greeting.js";
import { Unreachable, get, listen, oneAtATime, post } from "./net.js";
import * as offline from "./offline.js";
import * as photo from "./photo.js";
import * as problems from "./problems.js";
import * as toast from "./toast.js";

const STEP = 80;
const NO_NETWORK = "No network: this went nowhere.";
const TO_THE_LEFT = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
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
  isOffline: () => offline.isOffline(who),
  isDouble: () => double,
  toggleDouble() { double = !double; },
  toggleOffline,
  forget: offline.comeBack,
  waits(text) { offline.wait(who, text, bench.theTime()); return refresh(); },
  newcomer: () => ({ first_name: `Person ${state.people.length + 1}` }),
  async tapOld() {
    if (offline.isOffline(who)) return NO_NETWORK;
    const old = taps.at(-1);
    if (!old) return "There is no old button yet: tap one first.";
    await post(`/sim/people/${who}/tap`, { message_id: old[0], data: old[1] });
    return "Tapped the button of before.";
  },
  async sendPhoto() {
    if (offline.isOffline(who)) return NO_NETWORK;
    chat.follow();
    await post(`/sim/people/${who}/send`, photo.made());
    return "";
  },
};

async function be(id) {
  if (id === who) return refresh();
  who = id;
  history.replaceState(null, "", `?who=${id}`);
  first = true;
  last = STEP;
  taps.length = 0;
  toast.forget();
  chat.clear();
  composer.empty();
  bench.forget();
  return refresh();
}

function theirs(of) {
  return get(`/try/people/${of}/chat?last=${last}`);
}

async function toggleOffline() {
  const of = who; // somebody else may hold the phone when this is done
  if (!offline.isOffline(of)) {
    offline.goOffline(of, await theirs(of));
    return "Offline: nothing comes, and what you type waits.";
  }
  try {
    await offline.sendAll(of);
  } catch (error) {
    return `Still offline, and your words wait. ${error.message}`;
  }
  offline.comeBack(of);
  return "Online again.";
}

const refresh = oneAtATime(async () => {
  try {
    await look();
  } catch (error) {
    const gone = error instanceof Unreachable; // the line tries on, then we do
    if (!gone) console.error(error);
    $("bot-status").textContent = gone ? "no answer from checkup try" : "this page has failed; see its console";
  }
});

async function look() {
  state = await get("/try/state");
  offline.of(state.bot.id);
  // Nobody yet, or somebody of an earlier time: be somebody who is there.
  if (!state.people.some((each) => each.id === who)) return void setTimeout(() => be(state.first));
  const of = who;
  if (chat.follows()) last = STEP; // back at the end: what was fetched above may go again
  const view = offline.isOffline(of) ? offline.asItWas(of) : await theirs(of);
  if (of !== who) return;
  show(view);
  bench.show(first, state);
  showStatus();
  const zone = bench.theZone();
  await bench.look();
  if (of !== who) return;
  if (bench.theZone() !== zone) show(view); // the times were another zone's
  first = false;
  speak();
}

// The words are in the language spoken with the bot; the menu and the phone itself keep their own.
function speak() {
  const own = shown.person.language_code || "en";
  $("log").lang = bench.theLanguage() || own;
  $("commands").lang = own;
}

let typingEnds = 0;

function show(view) {
  shown = view;
  const answered = new Set(view.answers.map((each) => each.callback_query_id));
  for (const [id, place] of waiting) {
    if (answered.has(id)) { waiting.delete(id); chat.busy.delete(place); }
  }
  const fresh = !view.messages.length;
  if (view.bot) $("bot-name").textContent = view.bot;
  greet(fresh && view.description, view.person.language_code || "en");
  composer.show(view, fresh);
  chat.hide($("earlier"), !view.earlier);
  const language = view.person.language_code || "en";
  document.querySelector(".phone").dir = TO_THE_LEFT.includes(language.split(/[-_]/)[0]) ? "rtl" : "ltr";
  chat.show(view.messages, bench.theZone(), first);
  toast.answers(view, first);
  $("typing").hidden = !view.typing;
  clearTimeout(typingEnds);
  if (view.typing) typingEnds = setTimeout(refresh, 5200);
}

function showStatus() {
  const { bot } = state;
  const says = { running: "bot", starting: "starting …", stopped: "not running" };
  const status = offline.isOffline(who) ? "you are offline" : says[bot.state];
  $("bot-status").textContent = state.travelling ? "travelling in time …" : shown?.typing ? "writing …" : status;
  problems.show(state);
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
  if (offline.isOffline(who)) return toast.say(NO_NETWORK);
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

$("earlier").addEventListener("click", () => { chat.stay(); last += STEP; refresh(); });

composer.setUp(phone);
bench.setUp(phone);
listen((chats) => {
  if (!chats || chats.includes(who) || chats.includes(0)) refresh();
  else quietly();
});
const quietly = oneAtATime(async () => {
  state = await get("/try/state").catch(() => state);
  bench.show(false, state);
});
