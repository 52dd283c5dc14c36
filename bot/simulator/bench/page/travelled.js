// What a journey in time brought, in a sentence or two: who got what, and when.

export function told(gone, people, who, zone) {
  const stops = gone.stops.map((each) => stop(each, people, zone));
  const parts = [];
  if (!stops.length) parts.push(gone.held ? "" : "There. Nothing was due on the way.");
  else if (!gone.stops.some((each) => each.person === who)) parts.push(`Nothing was due for ${name(people, who)}.`);
  parts.push(...stops.map((each) => `${each}.`));
  if (gone.held) parts.push(`Stopped at ${when(gone.now, zone)}: something is not taken or can't be sent. Does the bot run?`);
  return parts.filter(Boolean).join(" ");
}

function stop(each, people, zone) {
  const sent = each.sent ? "" : ", but nothing was sent";
  return `${name(people, each.person)}: ${each.kind}, ${when(each.at, zone)}${sent}`;
}

function name(people, who) {
  return people.find((each) => each.id === who)?.first_name || "Somebody who is gone";
}

function when(seconds, zone) {
  const options = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone: zone || undefined };
  return new Intl.DateTimeFormat(undefined, options).format(seconds * 1000);
}
