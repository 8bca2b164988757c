"""Which addresses are public, and that a connection is made to no other, whatever leads there."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import (
    LinkNotPublic,
    LinkOfOtherScheme,
    LinkRefused,
    LinkToOtherPort,
    LinkWithPassword,
    UnreadableLink,
)
from bot.reading.fetching.connections import leads_back, system_names
from bot.reading.fetching.fetcher import Fetcher
from bot.reading.fetching.reach import PUBLIC, is_public
from tests.web import serving

INSIDE = [
    "0.0.0.0",  # noqa: S104 - an address to be refused
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.251",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "127.1",
    "localhost",
    "",
]
OUTSIDE = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:4700::1111"]

# What people and sites write to get in, and what each is refused as.
LINKS = {
    "http://127.0.0.1/": LinkNotPublic,
    "http://127.0.0.1:443/": LinkNotPublic,
    "https://127.0.0.1/": LinkNotPublic,
    "http://127.0.0.1./": LinkNotPublic,
    "http://127.0.0.1../": LinkNotPublic,
    "http://127.1/": LinkNotPublic,
    "http://127.0.1/": LinkNotPublic,
    "http://0/": LinkNotPublic,
    "http://0.0.0.0/": LinkNotPublic,
    "http://2130706433/": LinkNotPublic,
    "http://4294967297/": LinkNotPublic,
    "http://017700000001/": LinkNotPublic,
    "http://0177.0.0.1/": LinkNotPublic,
    "http://127.0.0.01/": LinkNotPublic,
    "http://0x7f000001/": LinkNotPublic,
    "http://0x7f.0.0.1/": LinkNotPublic,
    "http://0X7F.1/": LinkNotPublic,
    "http://127.0.0.0x1/": LinkNotPublic,
    "http://256.256.256.256/": LinkNotPublic,
    "http://①②⑦.⓪.⓪.①/": LinkNotPublic,
    "http://127。0。0。1/": LinkNotPublic,
    "http://１２７.０.０.１/": LinkNotPublic,
    "http://١٢٧.٠.٠.١/": LinkRefused,
    "http://127%2e0%2e0%2e1/": LinkRefused,
    "http://127.0.0.1%00.example.org/": LinkRefused,
    "http://10.0.0.1/": LinkNotPublic,
    "http://100.64.0.1/": LinkNotPublic,
    "http://168.63.129.16/": LinkNotPublic,
    "http://169.254.169.254/latest/meta-data/": LinkNotPublic,
    "http://172.16.0.1/": LinkNotPublic,
    "http://192.168.0.1/": LinkNotPublic,
    "http://224.0.0.1/": LinkNotPublic,
    "http://255.255.255.255/": LinkNotPublic,
    "http://[::]/": LinkNotPublic,
    "http://[::1]/": LinkNotPublic,
    "http://[0:0:0:0:0:0:0:1]/": LinkNotPublic,
    "http://[::ffff:127.0.0.1]/": LinkNotPublic,
    "http://[::ffff:7f00:1]/": LinkNotPublic,
    "http://[::ffff:169.254.169.254]/": LinkNotPublic,
    "http://[64:ff9b::7f00:1]/": LinkNotPublic,
    "http://[2002:7f00:1::]/": LinkNotPublic,
    "http://[2001:0:7f00:1::]/": LinkNotPublic,
    "http://[fd00:ec2::254]/": LinkNotPublic,
    "http://[fe80::1%25lo]/": LinkRefused,
    "http://[ff02::1]/": LinkNotPublic,
    "http://localhost/": LinkNotPublic,
    "http://LOCALHOST/": LinkNotPublic,
    "http://localhost./": LinkNotPublic,
    "http://localhost../": LinkNotPublic,
    "http://nothing.invalid/": LinkNotPublic,
    "http://127.0.0.1:22/": LinkToOtherPort,
    "http://example.org:8080/": LinkToOtherPort,
    "http://example.org:0/": LinkToOtherPort,
    "https://example.org:65535/": LinkToOtherPort,
    "http://example.org:65536/": UnreadableLink,
    "http://ada@example.org/": LinkWithPassword,
    "http://ada:secret@example.org/": LinkWithPassword,
    "http://example.org@127.0.0.1/": LinkWithPassword,
    "http://:secret@example.org/": LinkWithPassword,
    "http://example.org\\@127.0.0.1/": UnreadableLink,
    "http://exam ple.org/": UnreadableLink,
    "http://example.org/\tx": UnreadableLink,
    "https://" + "a" * 64 + ".invalid/": LinkRefused,
    "https://example.org/" + "a" * 2_000: UnreadableLink,
    "ftp://example.org/": LinkOfOtherScheme,
    "file:///etc/passwd": LinkOfOtherScheme,
    "gopher://127.0.0.1:70/": LinkOfOtherScheme,
    "data:text/html,<p>words": LinkOfOtherScheme,
    "javascript:alert(1)": LinkOfOtherScheme,
    "ws://example.org/": LinkOfOtherScheme,
    "mailto:ada@example.org": LinkOfOtherScheme,
}
# From a site these mean something else: a page of its own, a header of its own.
ONLY_GIVEN = {
    "http://example.org\r\nHost: 127.0.0.1/": UnreadableLink,
    "http:///path": LinkRefused,
    "http://": LinkRefused,
    "": UnreadableLink,
    " ": UnreadableLink,
    "nonsense": UnreadableLink,
    "//example.org/": UnreadableLink,
    "/etc/passwd": UnreadableLink,
    "http:example.org": UnreadableLink,
}


@pytest.fixture
async def stranger(worker):
    """Give a fetcher as the bot has it: nothing but the public is within its reach."""
    async with system_names() as names:
        yield Fetcher(names, worker.may_fetch)


@pytest.mark.parametrize("address", INSIDE)
def test_special_addresses_are_not_public(address):
    """Private, local, reserved and translated addresses are none that anybody may be led to."""
    assert not is_public(address)
    assert not PUBLIC.allows(address, 80)


@pytest.mark.parametrize("address", OUTSIDE)
def test_public_addresses_are_public_at_the_webs_ports(address):
    """Next to each refused range lies what is allowed."""
    assert is_public(address)
    assert PUBLIC.allows(address, 80)
    assert PUBLIC.allows(address, 443)
    assert not PUBLIC.allows(address, 22)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
@example(IPv4Address("192.0.0.9"))
@example(IPv6Address("2001:db8::"))
def test_nothing_is_public_that_python_calls_local(address):
    """The table refuses at least what the standard library does."""
    if not address.is_global or address.is_multicast:
        assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_no_address_hides_in_another(address):
    """IPv4 in IPv6 is refused in every notation, whatever it holds."""
    four = int(address)
    for six in (
        IPv6Address(four),
        IPv6Address(0xFFFF << 32 | four),
        IPv6Address(0xFFFF << 48 | four),
        IPv6Address(int(ip_address("64:ff9b::")) | four),
        IPv6Address(int(ip_address("2002::")) | four << 80),
        IPv6Address(int(ip_address("2001::")) | four << 64),
    ):
        assert not is_public(str(six))


@pytest.mark.parametrize("link", [*LINKS, *ONLY_GIVEN])
async def test_a_link_that_leads_inside_is_refused(link, stranger):
    """Nothing is asked for, and the refusal shows no more than the link itself."""
    with pytest.raises(LinkRefused) as refusal:
        await stranger.fetch(link)

    assert isinstance(refusal.value, (LINKS | ONLY_GIVEN)[link])
    assert "secret" not in repr(refusal.value)


@pytest.mark.parametrize("link", LINKS)
async def test_a_redirect_that_leads_inside_is_refused(link, fetcher, web):
    """What a site sends us on to is looked at like what somebody wrote."""
    given = web.serve("/go", b"", status=302, location=link.encode().decode("latin-1"))

    with pytest.raises(LinkRefused) as refusal:
        await fetcher.fetch(given)

    assert isinstance(refusal.value, LINKS[link])
    assert "secret" not in repr(refusal.value)
    assert web.asked == ["/robots.txt", "/go"]


@pytest.mark.parametrize(
    "address", [address for address in INSIDE if ":" in address or "." in address]
)
async def test_a_name_of_an_inner_address_is_refused(address, fetcher, names, web):
    """Also where it is one address among public ones; nothing is connected to."""
    names.know("inside.example", ["8.8.8.8", address] if address != "127.0.0.1" else ["127.0.0.1"])

    with pytest.raises(LinkNotPublic) as refusal:
        await fetcher.fetch("http://inside.example/")

    assert refusal.value.link == "http://inside.example/"
    assert web.connections == 0


async def test_a_name_that_moves_inside_between_two_connections_gets_nobody_there(
    fetcher, names, web
):
    """Each connection is checked for itself: rebinding a name helps nobody."""
    async with serving("127.0.0.2", web.port) as inner:
        names.know("moving.example", ["127.0.0.1"], ["127.0.0.2"])
        web.serve("/article")

        with pytest.raises(LinkNotPublic):
            await fetcher.fetch(web.url("/article", "moving.example"))

        assert names.asked == ["moving.example"] * 2
        assert web.asked == ["/robots.txt"]
        assert inner.connections == 0


async def test_what_was_checked_is_what_is_connected_to(fetcher, names, web):
    """A name is looked up once for each connection: no second answer can differ."""
    async with serving("127.0.0.2", web.port) as inner:
        names.know("moving.example", ["127.0.0.1"], ["127.0.0.1"], ["127.0.0.2"])
        web.serve("/article")

        assert (await fetcher.fetch(web.url("/article", "moving.example"))).data

        assert len(names.asked) == web.connections == 2
        assert inner.connections == 0


async def test_the_allowance_is_one_endpoint(fetcher, web):
    """Tests may reach their own server, and no other port or address of this machine."""
    async with serving() as other:
        with pytest.raises(LinkToOtherPort):
            await fetcher.fetch(other.url())
        web.redirect("/go", f"http://127.0.0.2:{web.port}/")
        with pytest.raises(LinkNotPublic):
            await fetcher.fetch(web.url("/go"))

        assert other.connections == 0


def test_this_machines_own_addresses_are_recognised():
    """What would be sent from the very address it is sent to comes back to this machine."""
    assert leads_back(socket.AF_INET, ("127.0.0.1", 80))
    assert not leads_back(socket.AF_INET, ("192.0.2.1", 80))
    assert not leads_back(socket.AF_INET, ("255.255.255.255", 80))
