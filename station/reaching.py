"""The platform as this machine's settings say that it is reached."""

from collections.abc import Callable

from domain.ports import Clock
from station.settings import PlatformSettings
from sync.http_platform import HttpPlatform, Renewal


def platform_at(
    settings: PlatformSettings,
    clock: Clock,
    *,
    url: str = "",
    token: Callable[[], str] = lambda: "",
    on_offset: Callable[[int], None] = lambda _offset_ms: None,
    instance: str = "",
    renewal: Renewal | None = None,
) -> HttpPlatform:
    """`url`: elsewhere than the settings say. The others, and what is raised, as of `HttpPlatform`."""
    return HttpPlatform(
        url or settings.url,
        token=token,
        clock=clock,
        on_offset=on_offset,
        ca_file=settings.ca_file or None,
        allow_plain_http=settings.allow_plain_http,
        proxy=settings.proxy or None,
        instance=instance,
        renewal=renewal,
    )
