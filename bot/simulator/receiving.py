"""How the bot gets its updates: by asking, or by a webhook."""

import re
from urllib.parse import urlsplit

from bot.simulator.errors import Json, bad_request, conflict
from bot.simulator.parameters import Parameters
from bot.simulator.simulator import Simulator
from bot.simulator.webhook import Settings

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MAX_CONNECTIONS = 100
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def get_updates(sim: Simulator, p: Parameters) -> list[Json]:
    """Return the waiting updates from an offset on."""
    if sim.webhook.active:
        raise conflict(WEBHOOK_ACTIVE)
    _allow(sim, p)
    offset, limit = p.integer("offset"), p.integer("limit", 100)
    return await sim.updates.get(offset, limit, p.integer("timeout"))


def set_webhook(sim: Simulator, p: Parameters) -> bool:
    """Set the webhook, or remove it with an empty url; http is taken on loopback only."""
    url = p.text("url").strip()
    if not url:
        return delete_webhook(sim, p)
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = p.text("secret_token")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = p.integer("max_connections", 40)
    if not 1 <= connections <= MAX_CONNECTIONS:
        raise bad_request("max_connections must be between 1 and 100")
    _allow(sim, p)
    if p.flag("drop_pending_updates"):
        sim.updates.clear()
    sim.webhook.set(Settings(url, secret, connections))
    return True


def delete_webhook(sim: Simulator, p: Parameters) -> bool:
    """Remove the webhook."""
    if p.flag("drop_pending_updates"):
        sim.updates.clear()
    sim.webhook.set(Settings())
    return True


def webhook_info(sim: Simulator, _p: Parameters) -> Json:
    """Tell how the webhook fares."""
    return sim.webhook.info()


def _allow(sim: Simulator, p: Parameters) -> None:
    if p.values.get("allowed_updates") is not None:
        allowed = [str(kind) for kind in p.list("allowed_updates")]
        if allowed != sim.updates.allowed:
            sim.updates.allow(allowed)
