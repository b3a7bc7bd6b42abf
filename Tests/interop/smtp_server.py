#!/usr/bin/env python3
"""A real SMTP server (aiosmtpd) for the tests: STARTTLS, TLS and plain ports, AUTH PLAIN and LOGIN.

Each mail is kept as MAILBOX/MESSAGE-ID.eml, with X-Peer-* lines that say how it came. `nobody@` is refused for good,
`busy@` for now.
"""
import argparse, datetime, pathlib, ssl, subprocess, time
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

parser = argparse.ArgumentParser()
parser.add_argument("--certificates")
parser.add_argument("--serve")
parser.add_argument("--port", type=int, default=8325)
arguments = parser.parse_args()


def certificates(folder):
    folder.mkdir(parents=True, exist_ok=True)
    openssl = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
               "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem", "-out", folder / "authority.pem"]
    subprocess.run(openssl, check=True, capture_output=True)


class Keeper:
    def __init__(self, mailbox):
        self.mailbox = mailbox

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("busy@"):
            return "450 4.2.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        import email
        name = email.message_from_bytes(envelope.content)["Message-ID"].strip("<>").replace("/", "")
        secure = "yes" if session.ssl is not None or server.transport.get_extra_info("ssl_object") else "no"
        how = f"X-Peer-TLS: {secure}\nX-Peer-User: {session.auth_data.login.decode() if session.auth_data else ''}\n" \
              f"X-Peer-Recipients: {' '.join(envelope.rcpt_tos)}\n"
        (self.mailbox / f"{name}.eml").write_bytes(how.encode() + envelope.content)
        return "250 Kept"


def check(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"alerts", b"correct horse")
    return AuthResult(success=good, handled=False, auth_data=data)


def serve(folder, port):
    mailbox = folder / "mailbox"
    mailbox.mkdir(exist_ok=True)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(folder / "authority.pem", folder / "key.pem")
    keep = Keeper(mailbox)
    common = dict(hostname="127.0.0.1", authenticator=check, auth_required=True)
    Controller(keep, port=port, tls_context=tls, require_starttls=True, **common).start()
    Controller(keep, port=port + 1, ssl_context=tls, auth_require_tls=False, **common).start()
    Controller(keep, port=port + 2, auth_require_tls=False, **common).start()
    (folder / "ready").write_text(datetime.datetime.now().isoformat())
    while True:
        time.sleep(3600)


if arguments.certificates:
    certificates(pathlib.Path(arguments.certificates))
if arguments.serve:
    serve(pathlib.Path(arguments.serve), arguments.port)
