// Talking to the simulator: JSON both ways, and one line that says what has changed.

// Nobody answered at all.
export class Unreachable extends Error {}

async function ask(path, options = {}) {
  let response, told;
  try {
    response = await fetch(path, options);
    told = await response.json();
  } catch (error) {
    throw new Unreachable("The page can't reach checkup try. Is it still running?", { cause: error });
  }
  if (!response.ok) throw new Error(sentence(told.error || response.statusText));
  return told;
}

function sentence(words) {
  const begun = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

export function get(path) {
  return ask(path);
}

export function post(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

// Calls `changed(chats)` for each change, and `changed(null)` when changes may have been missed.
// A WebSocket, because of event streams a browser opens only six to one place.
export function listen(changed) {
  const line = new WebSocket(`${location.origin.replace(/^http/, "ws")}/try/changes`);
  line.binaryType = "arraybuffer";
  line.addEventListener("open", () => changed(null));
  line.addEventListener("message", (event) => changed(JSON.parse(new TextDecoder().decode(event.data))));
  line.addEventListener("close", () => {
    changed(null); // which finds out whether anybody is there
    setTimeout(() => listen(changed), 1000);
  });
}

// Lets `work` run one at a time; calls that come meanwhile become one more run.
export function oneAtATime(work) {
  let running = null;
  let again = false;
  return function run() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await work();
      } while (again);
    })().finally(() => { running = null; });
    return running;
  };
}
