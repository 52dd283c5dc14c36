// One message as a node: words, file, buttons, time.

export function element(tag, className = "", words = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (words) node.textContent = words;
  return node;
}

export function clockTime(seconds, zone) {
  const options = { hour: "numeric", minute: "2-digit", timeZone: zone || undefined };
  return new Intl.DateTimeFormat(undefined, options).format(seconds * 1000);
}

const said = new WeakMap(); // node -> what its bubble says

// Only the buttons are made anew where nothing else has changed: a bubble made anew is read aloud.
export function fill(node, message, zone, busy) {
  const mine = message.from === "person";
  node.className = mine ? "message mine" : "message";
  node.tabIndex = -1;
  node.dataset.id = message.message_id;
  const { buttons, ...own } = message;
  const says = JSON.stringify([own, zone]);
  if (said.get(node) === says) node.querySelector(".buttons")?.remove();
  else node.replaceChildren(bubbled(message, mine, zone));
  said.set(node, says);
  if (buttons.length) node.append(keyboard(message, busy));
  return node.firstChild;
}

function bubbled(message, mine, zone) {
  const bubble = element("div", "bubble");
  const file = message.file ? filed(message.file, message.text) : other(message);
  if (file) bubble.append(file);
  if (message.html) bubble.append(written(message.html));
  bubble.append(meta(message, mine, zone));
  return bubble;
}

function written(html) {
  const text = element("div", "text");
  text.dir = "auto";
  // The words are escaped by the simulator; only its own few tags are in there.
  text.innerHTML = html
    .replace(/\n*(<blockquote>)/g, "$1")
    .replace(/(<\/blockquote>)\n*/g, "$1")
    .replace(/\n\n/g, '<span class="gap"></span>');
  return text;
}

function meta(message, mine, zone) {
  const line = element("div", "meta");
  if (message.waiting) {
    line.append(element("span", "", "waits for the network"));
    return line;
  }
  const editable = mine && !message.file && !message.forward_origin && !message.text.startsWith("/");
  if (editable) {
    const edit = element("button", "edit", "Edit");
    edit.type = "button";
    line.append(edit);
  }
  if (message.edited) line.append(element("span", "mark", "edited"));
  const time = element("time", "", clockTime(message.date, zone));
  time.dir = "auto"; // "8:00 PM" stays so on a phone that reads to the left
  line.append(time);
  return line;
}

function filed(file, caption) {
  const url = `/try/files/${file.url.split("/").pop()}`;
  if (file.kind === "photo") {
    const picture = element("img", "picture");
    picture.src = url;
    picture.alt = caption || "Picture";
    return opens(element("a", "opens"), url, picture);
  }
  if (file.kind === "sticker") return element("p", "sticker", file.emoji || "Sticker");
  const name = element("span", "", file.name || file.kind);
  name.append(element("small", "", `${(file.size / 1024).toFixed(1)} kB`));
  return opens(element("a", "document"), url, name);
}

function opens(link, url, what) {
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener";
  link.append(what);
  return link;
}

function other(message) {
  const kind = ["location", "contact", "dice"].find((each) => each in message);
  return kind ? element("p", "", kind) : null;
}

function keyboard(message, busy) {
  const rows = element("div", "buttons");
  rows.setAttribute("role", "group");
  rows.setAttribute("aria-label", "Answers");
  for (const row of message.buttons) {
    const line = element("div");
    for (const each of row) {
      const button = element("button", "", each.text);
      button.type = "button";
      button.dir = "auto";
      button.title = each.text;
      button.dataset.data = each.callback_data || "";
      if (each.url) button.dataset.url = each.url;
      if (busy.has(`${message.message_id} ${each.callback_data}`)) {
        button.setAttribute("aria-busy", "true");
      }
      line.append(button);
    }
    rows.append(line);
  }
  return rows;
}
