"""Settings: from the environment and `.env`, refused in one clear sentence, the token kept."""

import re
import traceback
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import BadSetting, TokenMissing
from bot.settings import Settings, is_loopback, load_settings, unknown_settings

_TOKEN = "MTA.secret-of-the-test.abcdef"
_ONE, _TWO = 123456789012345678, 1234567890123456789
_REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def told(monkeypatch, tmp_path):
    """Give a way to load settings from a folder of its own, with these variables only."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(f"COLLOQUY_{field.upper()}", raising=False)

    def load(env_file=None, **variables):
        if env_file is not None:
            data = env_file if isinstance(env_file, bytes) else env_file.encode()
            (tmp_path / ".env").write_bytes(data)
        for name, value in variables.items():
            monkeypatch.setenv(f"COLLOQUY_{name}", value)
        return load_settings()

    return load


class TestSources:
    """Where settings come from."""

    def test_defaults(self, told):
        """Told nothing, everything but the token has a value."""
        found = told()

        assert found.database == Path("data/colloquy.db")
        assert found.api_url is None
        assert found.log == "info"
        assert found.guild_ready_seconds == 2.0
        with pytest.raises(TokenMissing):
            found.require_token()

    def test_environment(self, told):
        """Variables of the environment are taken."""
        found = told(
            TOKEN=_TOKEN,
            DATABASE="/data/x.db",
            API_URL="https://proxy.example/api/v10",
            LOG="debug",
            GUILD_READY_SECONDS="0.2",
        )

        assert found.require_token() == _TOKEN
        assert found.database == Path("/data/x.db")
        assert found.api_url == "https://proxy.example/api/v10"
        assert (found.log, found.guild_ready_seconds) == ("debug", 0.2)

    def test_env_file(self, told):
        """What stands in `.env` is taken, the environment before it."""
        found = told(f"COLLOQUY_TOKEN={_TOKEN}\nCOLLOQUY_LOG=error\nOTHER=1\n", LOG="warning")

        assert found.require_token() == _TOKEN
        assert found.log == "warning"

    @pytest.mark.parametrize("empty", ["", "COLLOQUY_TOKEN=\n", 'COLLOQUY_TOKEN=""\n'])
    def test_empty(self, told, empty):
        """What is left empty counts as not given."""
        with pytest.raises(TokenMissing):
            told(empty, LOG="").require_token()

    @pytest.mark.parametrize("token", ["   ", "\t"])
    def test_blank_token(self, told, token):
        """A token of blanks is no token."""
        with pytest.raises(TokenMissing):
            told(TOKEN=token).require_token()

    def test_token_with_blanks_around(self, told):
        """Blanks around a token, left from copying, do no harm."""
        assert told(TOKEN=f" {_TOKEN}\n").require_token() == _TOKEN

    @pytest.mark.parametrize("given", [f"{_ONE},{_TWO}", f" {_ONE} , {_TWO} ,", f"{_TWO},{_ONE}"])
    def test_servers(self, told, given):
        """Servers are named by ids parted by commas; none named means every server."""
        assert told(GUILDS=given).guilds == {_ONE, _TWO}
        assert told(GUILDS="").guilds == frozenset()

    def test_unknown_names(self, told):
        """A variable of ours that nobody knows is no trouble, but can be named."""
        before = set(unknown_settings())

        assert told("COLLOQUY_COLOUR=red\nOTHER=1\n", GUILD="123", TOKEN="x").log == "info"

        assert set(unknown_settings()) - before == {"COLLOQUY_COLOUR", "COLLOQUY_GUILD"}

    def test_frozen(self, told):
        """Settings do not change once they are read."""
        with pytest.raises(ValueError, match="frozen"):
            told().log = "debug"

    def test_without_sources(self):
        """Settings made by hand look at neither environment nor file."""
        assert Settings(database=Path("x.db")).database == Path("x.db")


class TestRefusals:
    """Values that cannot be used."""

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("LOG", "loud"),
            ("LOG", "INFO "),
            ("GUILD_READY_SECONDS", "soon"),
            ("GUILD_READY_SECONDS", "-1"),
            ("GUILD_READY_SECONDS", "61"),
            ("GUILD_READY_SECONDS", "nan"),
            ("GUILD_READY_SECONDS", "inf"),
            ("GUILDS", "1;2"),
            ("GUILDS", "Readers"),
            ("GUILDS", "-1"),
            ("GUILDS", ","),
            ("GUILDS", "123"),
            ("GUILDS", "0123456789012345678"),
            ("HEALTH_PORT", "0"),
            ("HEALTH_PORT", "70000"),
            ("LOG_FORMAT", "xml"),
            ("BACKUPS", "-1"),
            ("API_URL", "http://proxy.example/api"),
            ("API_URL", "http://192.168.0.4/api"),
            ("API_URL", "http://0.0.0.0/api"),
            ("API_URL", "http://127.0.0.1.example/api"),
            ("API_URL", "http://localhost@proxy.example/api"),
            ("API_URL", "ftp://127.0.0.1/"),
            ("API_URL", "proxy.example"),
            ("API_URL", "https://"),
            ("API_URL", "https://user:secret@proxy.example/api"),
            ("API_URL", "https://proxy.example/api?x=1"),
            ("API_URL", "https://proxy.example/api#x"),
            ("API_URL", "https://proxy.example:port/api"),
            ("API_URL", "https://proxy.example:99999/api"),
            ("API_URL", "http://[::1/api"),
        ],
    )
    def test_named(self, told, name, value):
        """A bad value is refused with the variable's name and a reason, in a line."""
        with pytest.raises(BadSetting) as refusal:
            told(**{name: value}, TOKEN=_TOKEN)

        assert refusal.value.name == f"COLLOQUY_{name}"
        assert refusal.value.reason
        assert "\n" not in refusal.value.reason
        assert not refusal.value.reason.startswith("Value error")

    def test_no_text(self, told):
        """A `.env` that is no text is refused by its name."""
        with pytest.raises(BadSetting) as refusal:
            told(f"COLLOQUY_TOKEN={_TOKEN}\nÜ".encode("latin-1"))

        assert refusal.value.name == ".env"

    @pytest.mark.parametrize(
        "url",
        [
            "https://user:hunter2@proxy.example/api",
            "https://user:hunter2@prox℀y.example/api",
            "http://user:hunter2@proxy.example/api",
        ],
    )
    def test_no_password_is_repeated(self, told, url):
        """A password within an address is not repeated in its refusal."""
        with pytest.raises(BadSetting) as refusal:
            told(API_URL=url)

        assert "hunter2" not in "".join(traceback.format_exception(refusal.value))


class TestToken:
    """The token is nowhere to be seen."""

    def test_in_words(self, told):
        """Neither settings nor their parts show it when printed, logged or dumped."""
        found = told(TOKEN=_TOKEN)

        for shown in (repr(found), str(found), f"{found.token}", found.model_dump_json()):
            assert "secret" not in shown

    @pytest.mark.parametrize("source", ["environment", "file"])
    def test_in_errors(self, told, source):
        """No error about settings shows it, nor its traceback with all that led to it."""
        file = f"COLLOQUY_TOKEN={_TOKEN}\n" if source == "file" else None
        variables = {"TOKEN": _TOKEN} if source == "environment" else {}

        with pytest.raises(BadSetting) as refusal:
            told(file, LOG="loud", GUILD_READY_SECONDS=_TOKEN, **variables)

        shown = "".join(traceback.format_exception(refusal.value))
        assert "secret" not in shown + repr(refusal.value) + str(refusal.value)

    def test_in_broken_files(self, told):
        """A `.env` that cannot be read as text does not show it either."""
        with pytest.raises(BadSetting) as refusal:
            told(f"COLLOQUY_TOKEN={_TOKEN}\nÜ".encode("latin-1"))

        assert "secret" not in "".join(traceback.format_exception(refusal.value))

    def test_missing(self, told):
        """The error about a missing token has nothing to show."""
        with pytest.raises(TokenMissing) as refusal:
            told().require_token()

        assert str(refusal.value) == "TokenMissing()"


class TestAddress:
    """Another API base."""

    @pytest.mark.parametrize("end", ["", "/", "//"])
    def test_slashes_at_the_end(self, told, end):
        """Slashes at the end make no difference."""
        found = told(API_URL=f"https://proxy.example/api/v10{end}")

        assert found.api_url == "https://proxy.example/api/v10"

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1:8080/api/v10",
            "http://localhost/api",
            "http://LOCALHOST/api",
            "http://[::1]:8080/api",
            "http://127.3.2.1/api",
            "https://discord.example",
        ],
    )
    def test_allowed(self, told, url):
        """Plain http is for this machine, https for any."""
        assert told(API_URL=url).api_url == url

    @given(host=st.ip_addresses())
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_only_this_machine(self, host):
        """An address is this machine's exactly if it is a loopback address."""
        assert is_loopback(str(host)) is host.is_loopback

    @pytest.mark.parametrize("host", ["", "example.org", "localhost.example.org", "127.0.0.256"])
    def test_other_names(self, host):
        """No other name is this machine."""
        assert not is_loopback(host)


def test_every_setting_is_documented():
    """Every setting stands in `.env.example` and in the docs, and none that is not one."""
    names = {f"COLLOQUY_{field.upper()}" for field in Settings.model_fields}

    for page in (".env.example", "docs/settings.md"):
        text = (_REPOSITORY / page).read_text(encoding="utf-8")
        assert names <= set(re.findall(r"COLLOQUY_[A-Z_]+[A-Z]", text)), page
    example = (_REPOSITORY / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?(COLLOQUY_[A-Z_]+)=", example, re.MULTILINE)) == names


def test_every_setting_named_elsewhere_exists():
    """What `compose.yaml` and the host's pages name is a setting."""
    names = {f"COLLOQUY_{field.upper()}" for field in Settings.model_fields}

    for page in ("compose.yaml", "docs/hosting.md", "README.md", "Dockerfile"):
        text = (_REPOSITORY / page).read_text(encoding="utf-8")
        assert set(re.findall(r"COLLOQUY_[A-Z_]+[A-Z]", text)) <= names, page


def test_the_example_is_valid(told):
    """The example as it stands sets nothing; with its lines uncommented it is accepted."""
    example = (_REPOSITORY / ".env.example").read_text(encoding="utf-8")

    assert told(example) == told("")
    assert told(re.sub(r"^#(?=COLLOQUY)", "", example, flags=re.MULTILINE)).api_url
