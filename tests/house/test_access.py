"""Every address has a door: it says who may come in."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from jernih.ui.access import door_of

# Sign-in pages of the library look after their own doors.
OTHERS = ("allauth.", "django.views.static")


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            yield from addresses(found, before + str(found.pattern))
        else:
            yield before + str(found.pattern), found


def test_every_address_says_who_may_come_in():
    doorless = [
        address
        for address, pattern in addresses(get_resolver())
        if door_of(pattern.callback) is None and not pattern.callback.__module__.startswith(OTHERS)
    ]

    assert doorless == []


def test_no_two_addresses_share_a_name():
    names = [pattern.name for _, pattern in addresses(get_resolver()) if pattern.name]
    resolvers = [
        (found.namespace, pattern.name)
        for found in get_resolver().url_patterns
        if isinstance(found, URLResolver) and found.namespace
        for _, pattern in addresses(found)
    ]

    assert names
    assert len(resolvers) == len(set(resolvers))
