"""An OIDC provider for the tests: a real one, on loopback, which can be told to lie."""

import base64
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import flask
import oidc_provider_mock
import werkzeug.serving
from joserfc import jwt
from joserfc.jwk import RSAKey
from oidc_provider_mock._storage import storage

SECRET = "of-no-other-desk-" * 3
"""What the desk signs cookies with."""

Claims = dict[str, object]


@dataclass
class Provider:
    """A running provider."""

    url: str
    lie: Callable[[str], str] | None = None
    """Changes the token that is given out next, and every one after; None for the truth."""

    given: list[str] = field(default_factory=list)
    """Tokens that were given out."""

    key: RSAKey | None = None
    """What it signs with."""

    def resigned(self, change: Callable[[Claims], Claims]) -> Callable[[str], str]:
        """Return a lie under the provider's own key, as a provider tells it that was taken over."""
        return lambda token: str(
            jwt.encode(
                _head(token), change(claims_of(token)), self.key or RSAKey.generate_key(2048)
            )
        )


@contextmanager
def provider(users: Sequence[str], *, hours: float = 1.0) -> Iterator[Provider]:
    """Run a provider that knows some users by their addresses, each confirmed.

    Args:
        users: Their addresses; what they are called at the provider is these with "sub-" before.
        hours: How long a sign-in holds.
    """
    claims = [
        oidc_provider_mock.User(
            sub=f"sub-{mail}", claims={"email": mail, "email_verified": "unconfirmed" not in mail}
        )
        for mail in users
    ]
    app = oidc_provider_mock.app(
        user_claims=claims, require_nonce=True, access_token_max_age=timedelta(hours=hours)
    )
    server = werkzeug.serving.make_server("localhost", 0, app, threaded=True)
    running = Provider(url=f"http://localhost:{server.server_port}")

    @app.before_request
    def note_key() -> None:
        plain = storage.jwk.as_dict(is_private=True)
        running.key = RSAKey.import_key(plain)

    @app.after_request
    def tell(answer: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/token" and answer.status_code == 200:
            plain = answer.get_json()
            if running.lie is not None:
                plain["id_token"] = running.lie(plain["id_token"])
            running.given.append(plain["id_token"])
            answer.set_data(json.dumps(plain))
        return answer

    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def secrets_toml(desk: str, provider: str) -> str:
    """Return Streamlit's secrets for a desk that signs in at a provider."""
    return f"""[auth]
redirect_uri = "{desk}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "desk"
client_secret = "of the desk"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


def claims_of(token: str) -> Claims:
    """Return what a token says, unchecked."""
    body = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))


def unsigned(token: str) -> str:
    """Return the same token with no signature, as `alg: none` has it."""
    return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{token.split('.')[1]}."


def altered(token: str) -> str:
    """Return a token for somebody else under the signature of this one."""
    head, _, signature = token.split(".")
    return f"{head}.{_part({**claims_of(token), 'sub': 'sub-admin@north.example'})}.{signature}"


def of_another_key(token: str) -> str:
    """Return the same token, signed by somebody who has not the provider's key."""
    return str(jwt.encode({"alg": "RS256"}, claims_of(token), RSAKey.generate_key(2048)))


def signed_with_the_secret(token: str) -> str:
    """Return the same token, signed with the client's secret, as `alg: HS256` has it."""
    from joserfc.jwk import OctKey

    return str(jwt.encode({"alg": "HS256"}, claims_of(token), OctKey.import_key("of the desk" * 4)))


TRUE_KEY_LIES: dict[str, Callable[[Claims], Claims]] = {
    "another issuer": lambda claims: {**claims, "iss": "https://other.example"},
    "another desk": lambda claims: {**claims, "aud": "another", "azp": "another"},
    "run out": lambda claims: {**claims, "exp": int(str(claims["iat"])) - 7200},
    "another sign-in": lambda claims: {**claims, "nonce": "of another"},
    "nobody": lambda claims: {name: claims[name] for name in claims if name != "sub"},
}
"""What a token may say that is signed as it should be, and is not for this sign-in here."""


def _head(token: str) -> dict[str, str]:
    head = token.split(".")[0]
    return dict(json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))))


def _part(plain: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).rstrip(b"=").decode()
