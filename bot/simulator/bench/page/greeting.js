// What the bot says of itself in a chat in which nobody has said anything yet.
import { element } from "./message.js";

const hello = document.getElementById("hello");

export function greet(description, language) {
  hello.hidden = !description;
  if (hello.hidden) return;
  const card = element("div");
  const words = element("p", "", description);
  words.dir = "auto";
  words.lang = language;
  card.append(element("h2", "", "What can this bot do?"), words);
  hello.replaceChildren(card);
}
