"""Settings from PUBLISHER_* variables or `publisher.toml` in the home. Two addresses make a larger installation."""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Jurisdiction


def home_folder() -> Path:
    chosen = os.environ.get("PUBLISHER_HOME")
    return Path(chosen).expanduser() if chosen else user_data_path("doctor-publisher", appauthor=False)


class Settings(BaseSettings):
    """Everything that may differ between installations. Seconds unless a name says otherwise."""

    model_config = SettingsConfigDict(env_prefix="PUBLISHER_", extra="forbid")

    home: Path = Field(default_factory=home_folder)
    database_url: str = ""
    chroma_url: str = ""
    embedding_model: str = "auto"
    public_url: str = "http://127.0.0.1:8501/site"
    secret_key_file: Path | None = None
    organisation: str = ""
    zone: str = "UTC"
    jurisdictions: tuple[Jurisdiction, ...] = ()
    approval: Literal["when_there_is_a_reviewer", "off"] = "when_there_is_a_reviewer"
    allowed_hosts: tuple[str, ...] = ()
    trust_forwarded: bool = False
    session_days: int = Field(default=14, ge=1, le=90)
    crisis_seconds: float = Field(default=45.0, gt=0, le=60)
    follow_up_hours: int = Field(default=48, ge=1)
    origin_days: int = Field(default=30, ge=1, le=365)
    booking_page: str = ""
    internet_hospital: str = ""
    mail_host: str = ""
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = ""
    mail_user: str = ""
    mail_password_file: Path | None = None
    late_after_seconds: int = Field(default=6 * 3600, ge=60)
    send_timeout_seconds: float = Field(default=30.0, gt=0)
    grace_seconds: float = Field(default=45.0, gt=0)
    first_pause_seconds: float = Field(default=20.0, gt=0)
    relay_seconds: float = Field(default=0.3, gt=0)
    sweep_seconds: float = Field(default=10.0, gt=0)
    worker_threads: int = Field(default=32, ge=1, le=64)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    metrics_token_file: Path | None = None
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret_file: Path | None = None

    @field_validator("grace_seconds")
    @classmethod
    def _grace_outlives_a_send(cls, grace: float, info: Any) -> float:
        timeout = info.data.get("send_timeout_seconds", 30.0)
        if grace <= timeout:
            raise ValueError(f"must be longer than send_timeout_seconds ({timeout:g}), or a slow send could be doubled")
        return grace

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, home_folder() / "publisher.toml")
        return init_settings, env_settings, toml

    @property
    def database(self) -> str:
        """The SQLAlchemy address of our own tables."""
        if not self.database_url:
            return f"sqlite:///{self.home / 'publisher.db'}"
        for prefix in ("postgresql://", "postgres://"):
            if self.database_url.startswith(prefix):
                return "postgresql+psycopg://" + self.database_url.removeprefix(prefix)
        return self.database_url

    @property
    def on_sqlite(self) -> bool:
        return self.database.startswith("sqlite")

    @property
    def site_root(self) -> Path:
        return self.home / "site"

    @property
    def key_file(self) -> Path:
        return self.secret_key_file or self.home / "secret.key"


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; a wrong one is a ConfigurationError that names it and where it stands."""
    file = home_folder() / "publisher.toml"
    try:
        return Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(
            f"setting “{name}”: {first['msg']}. Change it in publisher.toml or PUBLISHER_{name.upper()}.",
            file=str(file) if file.exists() else None,
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"not valid TOML: {error}", file=str(file)) from None
