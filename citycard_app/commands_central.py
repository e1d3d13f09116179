"""`citycard central`: the central platform, until it is told to stop."""

import argparse
import sys

from central.operations.logs import to_standard_error
from central.server import ServeSettings, serve
from domain.errors import Code, EnvironmentProblem

_ENCRYPT = (
    "在其他位址上服務須加 --tls-certificate 與 --tls-key；前面有做 TLS 的代理時加 --plain-http-behind-proxy\n"
    "Any address but loopback needs --tls-certificate and --tls-key, or --plain-http-behind-proxy where a proxy does TLS"
)


def run(arguments: argparse.Namespace) -> int:
    """Serve. Raises what `central.server.serve` raises."""
    to_standard_error()
    try:
        _serve(arguments)
    except EnvironmentProblem as problem:
        if problem.code is Code.PLAIN_HTTP_REFUSED:
            print(_ENCRYPT, file=sys.stderr)
        raise
    return 0


def _serve(arguments: argparse.Namespace) -> None:
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
