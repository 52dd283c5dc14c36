// The bench: who I am, time travel, things that happen, and what the bot did.
import * as drawing from "./drawing.js";
import { clockTime, element } from "./message.js";
import * as narrow from "./narrow.js";
import { get, post } from "./net.js";
import { told as toldOfTravel } from "./travelled.js";

const $ = (id) => document.getElementById(id);
const told = $("told");
const travelled = $("travelled");
let phone = null; // what main.js hands over
let state = null;
let seen = {}; // person -> revision last looked at

export function setUp(thePhone) {
  phone = thePhone;
  $("people").addEventListener("click", choose);
  $("me").addEventListener("submit", saveMe);
  $("travel").addEventListener("click", travel);
  act("block", () => post(`/sim/people/${phone.who()}/${blocked() ? "unblock" : "block"}`));
  act("offline", () => phone.toggleOffline());
  act("double", () => phone.toggleDouble());
  act("old-tap", () => phone.tapOld());
  act("resend", async () => {
    await post(`/try/people/${phone.who()}/resend`);
    return "Sent once more. The bot should do nothing.";
  });
  act("photo", () => phone.sendPhoto());
  act("restart", async () => {
    say("Killing and starting the bot …");
    const { bot } = await post("/try/restart");
    if (bot.state === "running") return "The bot runs again.";
    return bot.reason || "The bot is not ready yet.";
  });
  act("start-over", startOver);
  narrow.setUp();
  setInterval(showTime, 1000);
}

async function startOver() {
  const sure = $("sure");
  $("sure-name").textContent = me().first_name;
  sure.returnValue = "";
  sure.showModal();
  await new Promise((closed) => { sure.addEventListener("close", closed, { once: true }); });
  if (sure.returnValue !== "yes") return;
  const fresh = await post(`/try/people/${phone.who()}/over`);
  phone.forget();
  await phone.be(fresh.id);
}

function act(id, work) {
  $(id).addEventListener("click", async () => {
    $(id).disabled = true;
    try {
      say((await work()) || "");
    } catch (error) {
      say(error.message);
    } finally {
      $(id).disabled = false;
      $(id).focus({ preventScroll: true });
    }
    await phone.refresh();
  });
}

function say(words) {
  told.textContent = typeof words === "string" ? words : "";
}

function me() {
  return state.people.find((each) => each.id === phone.who());
}

function blocked() {
  return me()?.blocked;
}

async function choose(event) {
  const button = event.target.closest("button");
  if (!button) return;
  try {
    const id = button.dataset.who || (await post("/try/people", phone.newcomer())).id;
    await phone.be(Number(id));
  } catch (error) {
    say(error.message);
  }
}

async function saveMe(event) {
  event.preventDefault();
  const names = { first_name: $("my-name").value.trim() || "Ann", language_code: $("my-language").value.trim() || null };
  try {
    await post(`/sim/people/${phone.who()}/change`, names);
    say("Saved. The bot takes the language from the phone at the first Start. After that, /language in the chat changes it.");
  } catch (error) {
    say(error.message);
  }
  await phone.refresh();
}

async function travel(event) {
  const wish = event.target.dataset.travel;
  if (!wish) return;
  const buttons = [...$("travel").querySelectorAll("button")];
  buttons.forEach((each) => { each.disabled = true; });
  try {
    travelled.textContent = "Travelling …";
    const gone = await post("/try/travel", wish === "next" ? { next: true } : { seconds: Number(wish) });
    travelled.textContent = toldOfTravel(gone, state.people, phone.who(), zone);
  } catch (error) {
    travelled.textContent = error.message;
  } finally {
    buttons.forEach((each) => { each.disabled = false; });
    event.target.focus({ preventScroll: true });
  }
}

// Show the state of the bench; `fresh` is true when somebody else holds the phone now.
export function show(fresh, theState) {
  state = { ...theState, at: Date.now() / 1000 };
  seen[phone.who()] = state.people.find((each) => each.id === phone.who())?.revision;
  const tabs = state.people.map((each) => {
    const now = each.id === phone.who();
    const unread = !now && each.revision > (seen[each.id] || 0) && seen[each.id] !== undefined;
    const button = element("button", unread ? "new" : "", each.first_name);
    button.type = "button";
    button.dataset.who = each.id;
    if (now) button.setAttribute("aria-current", "true");
    button.append(" ", element("small", "", each.language_code || "–"));
    if (unread) button.append(element("span", "hidden", ", something new"));
    seen[each.id] ??= each.revision;
    const row = element("li");
    row.append(button);
    return row;
  });
  const more = element("li");
  const add = element("button", "", "Somebody new");
  add.type = "button";
  more.append(add);
  replace($("people"), [...tabs, more]);
  $("languages").replaceChildren(...state.languages.map((each) => new Option(each, each)));
  const me = state.people.find((each) => each.id === phone.who());
  if (fresh && me) {
    $("my-name").value = me.first_name;
    $("my-language").value = me.language_code || "";
  }
  $("opens").hidden = !state.flow;
  $("opens").textContent = `Start opens the flow ${state.flow}.`;
  pressed("block", Boolean(me?.blocked), "Unblock the bot", "Block the bot");
  pressed("offline", phone.isOffline(), "Come back online", "Go offline");
  pressed("double", phone.isDouble(), "Double taps", "Double taps");
  showTime();
  showNotes();
}

function replace(list, rows) {
  const focus = document.activeElement?.closest?.("#people button")?.dataset.who;
  list.replaceChildren(...rows);
  if (focus) list.querySelector(`[data-who="${focus}"]`)?.focus({ preventScroll: true });
}

function pressed(id, on, yes, no) {
  $(id).setAttribute("aria-pressed", on);
  $(id).textContent = on ? yes : no;
}

let zone = null;
let language = null;

function showTime() {
  if (!state) return;
  const now = theTime() * 1000;
  const options = { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit", timeZone: zone || undefined };
  const text = new Intl.DateTimeFormat(undefined, options).format(now);
  if ($("now").textContent !== text) $("now").textContent = text;
  const hours = Math.round(state.clock.offset / 3600);
  const ahead = hours ? `${hours < 24 ? many(hours, "hour") : many(hours / 24, "day")} ahead` : "real time";
  $("offset").textContent = `${ahead}${zone ? `, ${zone}` : ""}`;
}

function many(count, what) {
  const whole = Math.round(count);
  return `${whole} ${what}${whole === 1 ? "" : "s"}`;
}

function showNotes() {
  const notes = state.warnings.map((each) => element("li", "", `${each.file}:${each.line}: ${each.what}`));
  $("warnings").replaceChildren(...notes);
}

// Look where the person stands and what the bot called.
export async function look() {
  const who = phone.who();
  const [where, calls] = await Promise.all([
    get(`/try/people/${who}/where`).catch((error) => ({ stack: [], note: error.message })),
    get(`/try/people/${who}/calls`),
  ]);
  if (who !== phone.who()) return;
  zone = where.zone || null;
  language = where.language || null;
  drawing.show(where, who);
  $("calls").replaceChildren(...calls.map((each) => {
    const row = element("li");
    row.append(element("time", "", clockTime(each.at, zone)));
    row.append(element("b", "", each.method), element("span", "", each.about));
    if (each.status !== 200) row.append(element("span", "bad", `${each.status} ${each.description}`));
    return row;
  }));
}

// The time it is for the bot and everybody, travelled or not, in seconds.
export function theTime() {
  return Date.now() / 1000 - state.at + state.clock.now;
}

export function theZone() {
  return zone;
}

// The language the person speaks with the bot, once they do.
export function theLanguage() {
  return language;
}
