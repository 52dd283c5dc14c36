// Short words after a tap, alerts, and what went wrong on this side.

const toast = document.getElementById("toast");
const alert = document.getElementById("alert");
let timer = 0;

export function say(words) {
  clearTimeout(timer);
  toast.textContent = words;
  toast.classList.add("shown");
  timer = setTimeout(() => toast.classList.remove("shown"), 2500 + words.length * 45);
}

export function ask(words) {
  document.getElementById("alert-words").textContent = words;
  if (!alert.open) alert.showModal();
}

let last = 0;

// Tell what the bot answered to taps since the last time; nothing of what is old.
export function answers(chat, first) {
  const fresh = chat.answers.filter((each) => each.revision > last && each.shown && each.text);
  last = Math.max(last, ...chat.answers.map((each) => each.revision), 0);
  if (first) return;
  for (const each of fresh) {
    if (each.show_alert) ask(each.text);
    else say(each.text);
  }
}

export function forget() {
  last = 0;
}
