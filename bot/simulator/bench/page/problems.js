// What keeps the flows or the bot from working, above the chat; short, so that the chat stays in sight.
import { element } from "./message.js";

const MOST = 3;
const LONGEST = 110;
const box = document.getElementById("problems");

export function show({ bot, problems }) {
  const told = problems.map((each) => [`${each.file}:${each.line}:`, each.what]);
  if (bot.state === "stopped" && bot.reason) told.unshift(["", bot.reason]);
  const key = JSON.stringify([bot.state, told]);
  if (box.dataset.told === key) return;
  box.dataset.told = key;
  box.replaceChildren();
  if (!told.length) return;
  if (problems.length) {
    box.append(bot.state === "stopped" ? "The bot can't start with this:" : "This can't be used yet; what was there before goes on:");
  }
  const list = element("ul");
  list.append(...told.slice(0, MOST).map(([place, what]) => {
    const row = element("li");
    if (place) row.append(element("code", "", place), " ");
    row.append(short(what));
    row.title = what;
    return row;
  }));
  if (told.length > MOST) list.append(element("li", "", `and ${told.length - MOST} more; checkup flows check tells all`));
  box.append(list);
}

function short(words) {
  return words.length > LONGEST ? `${words.slice(0, LONGEST).replace(/[\s,;]+\S*$/, "")} …` : words;
}
