"""Keys of other systems: told once, bounded, replaced with an overlap."""

import pytest

from central.access import service_keys
from central.access.service_keys import NewKey
from domain.errors import Code, EnvironmentProblem, Refused

HOUR_S = 3600


def added(platform, *scopes, **kwargs):
    with platform.store.write() as connection:
        return service_keys.add(connection, NewKey(name="系統", agency="示範局", scopes=scopes, **kwargs), platform.now_ms())


def state_of(platform, service_key):
    with platform.store.read() as connection:
        return next(one for one in service_keys.listed(connection) if one.service_key == service_key)


def unknown(platform, secret):
    with pytest.raises(EnvironmentProblem) as caught:
        platform.authenticate_service(secret)
    assert caught.value.code is Code.SERVICE_KEY_UNKNOWN


def test_a_key_opens_what_it_is_for_until_it_is_revoked(platform):
    service_key, secret = added(platform, "verify", services=["tycg_library"])
    service = platform.authenticate_service(secret)
    assert (service.service_key, service.agency, service.scopes) == (service_key, "示範局", {"verify"})
    assert service.services == {"tycg_library"}
    unknown(platform, secret + "x")
    with platform.store.write() as connection:
        service_keys.revoke(connection, service_key, platform.now_ms())
    unknown(platform, secret)
    assert state_of(platform, service_key).revoked


def test_a_key_ends_when_it_was_said_to(platform, clock):
    _, secret = added(platform, "verify", expires_ms=platform.now_ms() + 1000)
    platform.authenticate_service(secret)
    clock.advance(1)
    unknown(platform, secret)


def test_its_use_is_noted_once_a_minute(platform, clock):
    service_key, secret = added(platform, "verify")
    first = platform.now_ms()
    platform.authenticate_service(secret)
    clock.advance(30)
    platform.authenticate_service(secret)
    assert state_of(platform, service_key).last_used_ms == first
    clock.advance(30)
    platform.authenticate_service(secret)
    assert state_of(platform, service_key).last_used_ms == first + 60_000


def test_a_key_is_replaced_with_an_overlap(platform, clock):
    old, old_secret = added(platform, "verify", services=["a"])
    with platform.store.write() as connection:
        new, new_secret = service_keys.rotate(connection, old, platform.now_ms(), 2 * HOUR_S * 1000)
    both = [platform.authenticate_service(secret) for secret in (old_secret, new_secret)]
    assert [one.service_key for one in both] == [old, new]
    assert both[0].scopes == both[1].scopes
    assert both[1].services == {"a"}
    with platform.store.write() as connection, pytest.raises(Refused):
        service_keys.rotate(connection, old, platform.now_ms())
    clock.advance(2 * HOUR_S)
    unknown(platform, old_secret)
    assert platform.authenticate_service(new_secret).service_key == new
    assert state_of(platform, old).replaced_by == new


@pytest.mark.parametrize("bad", [{"scopes": []}, {"scopes": ["everything"]}, {"scopes": ["verify"], "expires_ms": 1}])
def test_what_is_no_key_is_refused(platform, bad):
    with platform.store.write() as connection, pytest.raises(Refused) as caught:
        service_keys.add(connection, NewKey(name="x", agency="y", **bad), platform.now_ms())
    assert caught.value.code is Code.REQUEST_INVALID
