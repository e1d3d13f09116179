"""`citycard central`: the central platform, until it is told to stop."""

import argparse

from central.operations.logs import to_standard_error
from central.server import ServeSettings, serve


def run(arguments: argparse.Namespace) -> int:
    """Serve. Raises what `central.server.serve` raises."""
    to_standard_error()
    serve(
        ServeSettings(
            directory=arguments.data,
            programme_file=arguments.programme,
            demo=True if arguments.demo else None,
            database=arguments.database,
            workers=arguments.workers,
            host=arguments.host,
            port=arguments.port,
            tls_certificate=arguments.tls_certificate,
            tls_key=arguments.tls_key,
            plain_http_behind_proxy=arguments.plain_http_behind_proxy,
            **({"trusted_proxies": tuple(arguments.trusted_proxy)} if arguments.trusted_proxy else {}),
        )
    )
    return 0
