"""The settings: defaults, secrets in files, and every problem told at once."""

import base64
from pathlib import Path

import pytest

from bot.settings.settings import Settings, SettingsError, read, read_store

TOKEN = "123456789:" + "A" * 35
KEY = base64.b64encode(b"k" * 32).decode()


def problems(env: dict[str, str]) -> dict[str, str]:
    """Read settings that must fail; give what is wrong by name."""
    with pytest.raises(SettingsError) as caught:
        read(env)
    return {problem.name: problem.wrong for problem in caught.value.problems}


def test_a_token_is_enough() -> None:
    """Everything but the token has a default."""
    settings = read({"TELEGRAM_BOT_TOKEN": TOKEN})
    assert settings.telegram_bot_token.get_secret_value() == TOKEN
    assert settings.telegram_api_base_url == "https://api.telegram.org"
    assert (settings.default_language, settings.retention_days) == ("en", 400)
    assert settings.health_listen is None
    assert settings.webhook_url is None


def test_the_database_path_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The default database lies under the folder one stands in, and says so in full."""
    monkeypatch.chdir(tmp_path)
    assert read_store({}).database_url == f"sqlite+aiosqlite:///{tmp_path}/data/checkup.db"


def test_an_empty_value_is_no_value() -> None:
    """Compose files pass empty values on; they count as not set."""
    empty = {field.upper(): "" for field in Settings.model_fields} | {"TELEGRAM_BOT_TOKEN": TOKEN}
    assert read(empty) == read({"TELEGRAM_BOT_TOKEN": TOKEN})


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "CHECKUP_KEYS", "WEBHOOK_SECRET"])
def test_a_secret_may_come_from_a_file(name: str, tmp_path: Path) -> None:
    """Each secret is also read from the file that NAME_FILE names, its last line end cut."""
    values = {"TELEGRAM_BOT_TOKEN": TOKEN, "CHECKUP_KEYS": KEY, "WEBHOOK_SECRET": "s" * 32}
    file = tmp_path / "secret"
    file.write_text(values[name] + "\n", "utf-8")
    from_file = {key: value for key, value in values.items() if key != name}
    assert read(from_file | {f"{name}_FILE": str(file)}) == read(values)


def test_every_problem_is_told_at_once() -> None:
    """One look at the message is enough to repair everything, the missing partner too."""
    found = problems(
        {
            "TELEGRAM_BOT_TOKEN": "hello",
            "DATABASE_URL": "mysql://here",
            "CHECKUP_KEYS": "c2hvcnQ=",
            "WEBHOOK_URL": "http://example.org/hook",
            "HEALTH_LISTEN": "8081",
            "RETENTION_DAYS": "7",
            "DEFAULT_COUNTRY": "England",
            "PRIVACY_URL": "privacy.html",
            "LOG_LEVEL": "loud",
        }
    )
    assert found["CHECKUP_KEYS"] == "key 1 has 40 bits, not 256"
    assert found["WEBHOOK_SECRET"] == "is needed with WEBHOOK_URL"
    assert set(found) == {
        "TELEGRAM_BOT_TOKEN",
        "DATABASE_URL",
        "CHECKUP_KEYS",
        "WEBHOOK_URL",
        "WEBHOOK_SECRET",
        "HEALTH_LISTEN",
        "RETENTION_DAYS",
        "DEFAULT_COUNTRY",
        "PRIVACY_URL",
        "LOG_LEVEL",
    }


def test_a_language_without_words_is_a_problem_that_names_those_with() -> None:
    """Nothing silently means English; a kind of a known language is that language."""
    rest = {"TELEGRAM_BOT_TOKEN": TOKEN}
    for unknown in ("xx", "xx-ES", "english", "e"):
        wrong = problems(rest | {"DEFAULT_LANGUAGE": unknown})["DEFAULT_LANGUAGE"]
        assert wrong.startswith("is none of the bot's languages, en, es")
    for known in ("en", "es", "es-MX", "en-GB"):
        assert read(rest | {"DEFAULT_LANGUAGE": known}).default_language == known


def test_a_country_that_is_none_is_a_problem() -> None:
    """Also where it looks like one: it would silently mean no country."""
    rest = {"TELEGRAM_BOT_TOKEN": TOKEN}
    for unknown in ("XX", "ZZ", "EU", "gb", "GBR", "419"):
        assert problems(rest | {"DEFAULT_COUNTRY": unknown}) == {
            "DEFAULT_COUNTRY": "is no country's code"
        }
    for known in ("GB", "NP", "XK"):
        assert read(rest | {"DEFAULT_COUNTRY": known}).default_country == known


def test_each_problem_says_what_to_write_instead() -> None:
    """A problem is one line: the name, what is wrong, what to write."""
    with pytest.raises(SettingsError) as caught:
        read({"RETENTION_DAYS": "soon"})
    lines = str(caught.value).splitlines()
    assert "TELEGRAM_BOT_TOKEN: is not set. Write the token that @BotFather gave you" in lines[0]
    assert lines[1].endswith("Write a whole number of days from 120 to 3650.")


def test_no_message_shows_a_value() -> None:
    """Neither a problem nor the settings' own text shows a secret."""
    secret = "canary-7f3a"
    names = "TELEGRAM_BOT_TOKEN CHECKUP_KEYS WEBHOOK_SECRET WEBHOOK_URL DATABASE_URL RETENTION_DAYS"
    env = dict.fromkeys(names.split(), secret)
    with pytest.raises(SettingsError) as caught:
        read(env)
    assert len(caught.value.problems) == len(env)
    assert secret not in str(caught.value) + repr(caught.value)
    good = read(
        {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "CHECKUP_KEYS": KEY,
            "DATABASE_URL": "postgresql+asyncpg://me:canary-7f3a@host/db",
        }
    )
    assert not [each for each in (TOKEN, KEY, secret) if each in repr(good) + str(good)]


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    """With both NAME and NAME_FILE set nobody could know which one counts."""
    file = tmp_path / "token"
    file.write_text(TOKEN, "utf-8")
    found = problems({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_BOT_TOKEN_FILE": str(file)})
    assert found == {"TELEGRAM_BOT_TOKEN": "is given twice, also as TELEGRAM_BOT_TOKEN_FILE"}


def test_a_secret_file_that_is_missing_or_empty_is_told(tmp_path: Path) -> None:
    """A wrong path and an empty file are told by the setting's name."""
    (tmp_path / "empty").write_text("\n", "utf-8")
    found = problems(
        {
            "TELEGRAM_BOT_TOKEN_FILE": str(tmp_path / "gone"),
            "CHECKUP_KEYS_FILE": str(tmp_path / "empty"),
        }
    )
    assert "No such file" in found["TELEGRAM_BOT_TOKEN"]
    assert found["CHECKUP_KEYS"] == "CHECKUP_KEYS_FILE is empty"


def test_postgres_needs_keys() -> None:
    """Several machines can't share a key file beside a database, so the keys must be given."""
    url = "postgresql+asyncpg://me@host/db"
    with pytest.raises(SettingsError) as caught:
        read_store({"DATABASE_URL": url})
    assert [p.name for p in caught.value.problems] == ["CHECKUP_KEYS"]
    assert read_store({"DATABASE_URL": url, "CHECKUP_KEYS": KEY}).database_url == url


def test_a_webhook_may_be_plain_http_on_this_machine_only() -> None:
    """A proxy on the same machine may speak http to it; nobody else may."""
    rest = {"TELEGRAM_BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": "s" * 32}
    assert read(rest | {"WEBHOOK_URL": "http://127.0.0.1:8080/hook"}).webhook_url
    assert problems(rest | {"WEBHOOK_URL": "http://10.0.0.1/hook"})


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:80", "127.0.0.1", 80),
        (":8080", "0.0.0.0", 8080),
        ("[::1]:0", "::1", 0),
    ],
)
def test_addresses(text: str, host: str, port: int) -> None:
    """host:port, an empty host for every interface, brackets for IPv6."""
    listen = read({"TELEGRAM_BOT_TOKEN": TOKEN, "HEALTH_LISTEN": text}).health_listen
    assert listen == (host, port)


def test_several_keys_keep_their_order() -> None:
    """The newest key stands first and seals; the others only open."""
    other = base64.b64encode(b"o" * 32).decode()
    keys = read_store({"CHECKUP_KEYS": f"{KEY}, {other}"}).checkup_keys
    assert [key.get_secret_value() for key in keys] == [b"k" * 32, b"o" * 32]
