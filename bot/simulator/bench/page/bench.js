// The bench: time travel, things that happen, and what the bot did.
import * as drawing from "./drawing.js";
import { clockTime, element } from "./message.js";
import * as narrow from "./narrow.js";
import { get, post } from "./net.js";
import * as people from "./people.js";
import { told as toldOfTravel } from "./travelled.js";

const $ = (id) => document.getElementById(id);
const told = $("told");
const travelled = $("travelled");
let phone = null; // what main.js hands over
let state = null;

export function setUp(thePhone) {
  phone = thePhone;
  people.setUp(phone, say);
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
  const { id, first_name } = me();
  $("sure-name").textContent = first_name;
  sure.returnValue = "";
  sure.showModal();
  await new Promise((closed) => { sure.addEventListener("close", closed, { once: true }); });
  if (sure.returnValue !== "yes") return;
  const fresh = await post(`/try/people/${id}/over`);
  phone.forget(id);
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
      giveBackFocus($(id));
    }
    await phone.refresh();
  });
}

// A disabled button loses the focus; whoever has gone on meanwhile keeps it where it is.
function giveBackFocus(button) {
  if (document.activeElement === document.body) button.focus({ preventScroll: true });
}

function say(words) {
  told.textContent = typeof words === "string" ? words : "";
}

function me() {
  return state.people.find((each) => each.id === phone.who());
}

function blocked() {
  return Boolean(me()?.blocked);
}

// Somebody else holds the phone now: nothing that was told or known of the one before is theirs.
export function forget() {
  told.textContent = travelled.textContent = "";
  zone = language = null;
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
    giveBackFocus(event.target);
  }
}

// Show the state of the bench; `fresh` is true when somebody else holds the phone now.
export function show(fresh, theState) {
  state = { ...theState, at: Date.now() / 1000 };
  people.show(fresh, state);
  $("opens").hidden = !state.flow;
  $("opens").textContent = `Start opens the flow ${state.flow}.`;
  pressed("block", blocked(), "Unblock the bot", "Block the bot");
  pressed("offline", phone.isOffline(), "Come back online", "Go offline");
  pressed("double", phone.isDouble(), "Double taps", "Double taps");
  showTime();
  showNotes();
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
    get(`/try/people/${who}/where`).catch((error) => ({ stack: [], note: error.message, zone, language })),
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
