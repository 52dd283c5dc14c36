"""What the parent asks the bot's process, answered from inside it; `child` says how."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.landing import Landing, language_of
from bot.outbox.outbox import Outbox
from bot.people.person import Record
from bot.telegram.dressing import dressings
from bot.turns.turns import House
from flows.content.library import Library
from flows.engine import Engine
from flows.place.front import Front
from flows.values.words import Words


@dataclass(frozen=True, slots=True)
class Questions:
    """Answers what the parent asks; `content` reads the dialogue as it is saved now."""

    house: House
    outbox: Outbox
    engine: Engine
    content: Callable[[], tuple[Library, Words]]
    operator: str | None

    async def answer(self, asked: Mapping[str, Any]) -> Any:
        """Answer one question."""
        match asked["ask"]:
            case "where":
                return self._where(await self.house.records.look(int(asked["person"])))
            case "due":
                store = self.house.records.store
                return await store.next_due(), await store.next_reminder()
            case "busy":
                return self.outbox.busy()
            case "coming":
                return await self._coming()
            case "renew":
                return await self._renew()
        raise ValueError(f"nobody knows how to answer {asked['ask']}")

    async def _coming(self) -> list[tuple[float, int, str]]:
        people = await self.house.records.store.active_since(0.0)
        due = [(one.remind_at, one.state["chat"], "reminder") for one in people]
        due += [(one.deliver_after, one.state["chat"], "message") for one in people]
        return sorted((at, chat, kind) for at, chat, kind in due if at is not None)

    async def _renew(self) -> bool:
        """Put what is saved now in the place of what was loaded; no turn is open meanwhile."""
        before = dressings(self.engine, self.operator)
        library, words = await asyncio.to_thread(self.content)
        vars(self.engine.words).update(vars(words))
        renewed = Engine(library, self.engine.words, self.engine.facts)
        vars(self.engine).update(vars(renewed))
        await self._redraw()
        return dressings(self.engine, self.operator) == before

    def _where(self, record: Record | None) -> Any:
        talk = record.talk if record else None
        if talk is None:
            return {"stack": []}
        known = {"language": talk.known.get("language"), "zone": talk.known.get("zone")}
        if talk.front is None:
            return {"stack": [], **known}
        path: tuple[str, ...] = ()
        flow = self.engine.library.flows.get(talk.front.flow)  # none, where it has another name now
        if flow and flow.fingerprint == talk.front.fingerprint:
            path = Front(self.engine.library, self.engine.words).walk(talk, talk.front).path
        return {"stack": talk.stack, "at": talk.front.at, "path": path, **known}

    async def _redraw(self) -> None:
        for person in await self.house.records.store.active_since(0.0):
            chat = person.state["chat"]
            await self.house.records.change(chat, self._redrawn)
            self.outbox.wake(chat)

    def _redrawn(self, record: Record) -> Record:
        if record.talk is None or record.open is None or record.open.keep or not record.reachable:
            return record
        moment = self.house.clock.now()
        card = self.house.engine.face(record.talk, moment)
        landing = Landing(self.house.screen, language_of(record), moment.timestamp())
        return landing.card(record, card) if card and card.keep is None else record
