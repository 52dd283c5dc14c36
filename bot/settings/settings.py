"""The settings, read from the environment once, with every problem told at once.

Each setting is an environment variable of the same name in capitals. A setting may also be given
as NAME_FILE, the path of a file that holds its value: that is how containers hand over secrets.
An empty value counts as not set, because that is what compose files pass on.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretBytes,
    SecretStr,
    ValidationError,
)

from bot.settings import setting_values as values


class Problem(NamedTuple):
    """One setting that can't be used: its name, what is wrong, what to write instead."""

    name: str
    wrong: str
    instead: str

    def __str__(self) -> str:
        return f"{self.name}: {self.wrong}. {self.instead}."


class SettingsError(Exception):
    """The settings can't be used; `problems` has every one of them, and never a value."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


_Address = Annotated[values.Address, BeforeValidator(values.address)]
_Keys = Annotated[tuple[SecretBytes, ...], BeforeValidator(values.keys)]


class StoreSettings(BaseModel):
    """What is needed to open the database: the operator's commands ask for no more."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database_url: Annotated[str, AfterValidator(values.database)] = Field(
        default=f"{values.SQLITE}data/checkup.db",
        validate_default=True,
        repr=False,
        description=f"Write {values.SQLITE}data/checkup.db"
        f" or {values.POSTGRES}user:password@host/name",
    )
    checkup_keys: _Keys = Field(
        default=(),
        description="Write 32 random bytes as base64 (`openssl rand -base64 32` makes them),"
        " several with commas between, the newest first",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Write DEBUG, INFO, WARNING or ERROR"
    )


class Settings(StoreSettings):
    """Everything that `checkup run` needs to know."""

    telegram_bot_token: Annotated[SecretStr, AfterValidator(values.token)] = Field(
        description="Write the token that @BotFather gave you: digits, a colon, 35 characters"
    )
    telegram_api_base_url: Annotated[str, AfterValidator(values.api_root)] = Field(
        default="https://api.telegram.org",
        description="Write the root of a Bot API, like https://api.telegram.org",
    )
    webhook_url: Annotated[str, AfterValidator(values.webhook)] | None = Field(
        default=None,
        description="Write the public https address of the webhook, or leave it empty to poll",
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(values.secret)] | None = Field(
        default=None,
        description=f"Write {values.SHORTEST_SECRET} to 256 random letters, digits, _ or -"
        " (`openssl rand -hex 32` makes them)",
    )
    webhook_listen: _Address = Field(
        default=values.Address("127.0.0.1", 8080),
        description="Write host:port, like 127.0.0.1:8080",
    )
    health_listen: _Address | None = Field(
        default=None, description="Write host:port, like 127.0.0.1:8081, or leave it empty"
    )
    default_language: Annotated[str, AfterValidator(values.language)] = Field(
        default="en", description="Write one of these, or leave it empty for en"
    )
    default_country: Annotated[str, AfterValidator(values.country)] | None = Field(
        default=None,
        description="Write a country's two capital letters, like GB, or leave it empty",
    )
    # A person may wait twelve weeks for their window's end, and two and a half more for the last
    # reminder, and is told a fortnight before anything is erased: 115 days.
    retention_days: int = Field(
        default=400, ge=120, le=3650, description="Write a whole number of days from 120 to 3650"
    )
    operator_name: str | None = Field(
        default=None, max_length=100, description="Write a name of at most 100 characters"
    )
    privacy_url: Annotated[str, AfterValidator(values.page)] | None = Field(
        default=None, description="Write the https address of your privacy page, or leave it empty"
    )


Kind = TypeVar("Kind", bound=StoreSettings)


def read(env: Mapping[str, str]) -> Settings:
    """Read all settings from `env`; raises SettingsError with every problem."""
    return _read(Settings, env)


def read_store(env: Mapping[str, str]) -> StoreSettings:
    """Read what opens the database, for commands that need no token; raises SettingsError."""
    return _read(StoreSettings, env)


def _read(kind: type[Kind], env: Mapping[str, str]) -> Kind:
    found = {field: _given(field.upper(), env) for field in kind.model_fields}
    problems = [each for each in found.values() if isinstance(each, Problem)]
    given = {field: each for field, each in found.items() if isinstance(each, str) and each}
    problems += _missing_partners(kind, given, told={problem.name for problem in problems})
    told = {problem.name for problem in problems}
    try:
        settings = kind.model_validate(given)
    except ValidationError as error:
        problems += [each for each in _problems(kind, error) if each.name not in told]
        raise SettingsError(tuple(problems)) from None
    if problems:
        raise SettingsError(tuple(problems))
    return settings


def _given(name: str, env: Mapping[str, str]) -> str | Problem:
    value, file = env.get(name, "").strip(), env.get(f"{name}_FILE", "").strip()
    if not file:
        return value
    if value:
        return Problem(name, f"is given twice, also as {name}_FILE", "Keep one of the two")
    try:
        text = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not text"
        return Problem(name, f"{name}_FILE can't be read ({why})", "Write the path of a file")
    return text or Problem(name, f"{name}_FILE is empty", "Put the value into the file")


def _missing_partners(
    kind: type[StoreSettings], given: Mapping[str, str], told: set[str]
) -> list[Problem]:
    postgres = given.get("database_url", "").startswith(values.POSTGRES)
    needed = {
        "checkup_keys": "is needed with PostgreSQL" if postgres else "",
        "webhook_secret": "is needed with WEBHOOK_URL" if "webhook_url" in given else "",
    }
    return [
        Problem(field.upper(), wrong, kind.model_fields[field].description or "")
        for field, wrong in needed.items()
        if wrong and field not in given and field.upper() not in told
    ]


def _problems(kind: type[StoreSettings], error: ValidationError) -> list[Problem]:
    found = []
    for each in error.errors(include_input=False, include_url=False):
        wrong = str(each.get("ctx", {}).get("error", "")) or each["msg"]
        if each["type"] == "missing":
            wrong = "is not set"
        field = str(each["loc"][0])
        instead = kind.model_fields[field].description or ""
        found.append(Problem(field.upper(), wrong[0].lower() + wrong[1:], instead))
    return found
