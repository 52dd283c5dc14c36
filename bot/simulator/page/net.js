// Talking to the simulator: JSON both ways, and one stream of "something has changed".

async function answer(response) {
  const told = await response.json();
  if (!response.ok) throw new Error(told.error || response.statusText);
  return told;
}

export async function get(path) {
  return answer(await fetch(path));
}

export async function post(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return answer(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

// Calls `changed(chat)` for each change, and `changed(null)` when changes may have been missed.
// A broken stream is made anew without its last id: after a restart ids begin at the bottom.
export function listen(changed) {
  const stream = new EventSource("/sim/events");
  stream.addEventListener("open", () => changed(null));
  stream.addEventListener("change", (event) => changed(JSON.parse(event.data).chat));
  stream.addEventListener("error", () => {
    stream.close();
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
