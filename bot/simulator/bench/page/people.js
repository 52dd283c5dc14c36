// Who holds the phone: a tab for each person, and the name and the language of the one shown.
import { element } from "./message.js";
import { post } from "./net.js";

const NEW = "new"; // the tab of somebody who is to come
const list = document.getElementById("people");
const name = document.getElementById("my-name");
const language = document.getElementById("my-language");
const seen = {}; // person -> revision last looked at
let phone = null;
let say = null;

export function setUp(thePhone, theSay) {
  phone = thePhone;
  say = theSay;
  list.addEventListener("click", choose);
  document.getElementById("me").addEventListener("submit", save);
}

async function choose(event) {
  const who = event.target.closest("button")?.dataset.who;
  if (!who) return;
  try {
    await phone.be(who === NEW ? (await post("/try/people", phone.newcomer())).id : Number(who));
  } catch (error) {
    say(error.message);
  }
}

async function save(event) {
  event.preventDefault();
  const names = { first_name: name.value.trim() || "Ann", language_code: language.value.trim() || null };
  name.value = names.first_name;
  try {
    await post(`/sim/people/${phone.who()}/change`, names);
    say("Saved. The bot takes the language from the phone at the first Start. After that, /language in the chat changes it.");
  } catch (error) {
    say(error.message);
  }
  await phone.refresh();
}

// Show everybody; `fresh` is true when somebody else holds the phone now.
export function show(fresh, { people, languages }) {
  const me = people.find((each) => each.id === phone.who());
  if (me) seen[me.id] = me.revision;
  const add = element("button", "", "Somebody new");
  add.dataset.who = NEW;
  replace([...people.map((each) => tab(each, each === me)), add]);
  document.getElementById("languages").replaceChildren(...languages.map((each) => new Option(each, each)));
  if (fresh && me) {
    name.value = me.first_name;
    language.value = me.language_code || "";
  }
}

function tab({ id, revision, first_name, language_code }, now) {
  seen[id] ??= revision;
  const unread = revision > seen[id];
  const button = element("button", unread ? "new" : "", first_name);
  button.dataset.who = id;
  if (now) button.setAttribute("aria-current", "true");
  button.append(" ", element("small", "", language_code || "–"));
  if (unread) button.append(element("span", "hidden", ", something new"));
  return button;
}

function replace(buttons) {
  const focused = document.activeElement.closest("#people button")?.dataset.who;
  list.replaceChildren(...buttons.map((button) => {
    button.type = "button";
    const row = element("li");
    row.append(button);
    return row;
  }));
  if (!focused) return;
  const again = list.querySelector(`[data-who="${focused}"]`) || list.querySelector("[aria-current]");
  again?.focus({ preventScroll: true });
}
