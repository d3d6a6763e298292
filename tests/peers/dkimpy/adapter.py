"""dkimpy as a plug-in of massbench. Protocol: docs/plugin-protocol.md."""

import email.utils
import importlib.metadata
import logging
import pathlib
import sys
import types

import dkim

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "common"))
from plugin import NoAnswer, ask, is_dns_name, merged, serve, txt_record, verdict


class Complaints(logging.Handler):
    """What the library says of a key before it returns no more than False."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.texts = []

    def emit(self, record):
        self.texts.append(record.getMessage())


COMPLAINTS = Complaints()
LOGGER = logging.Logger("dkimpy")
LOGGER.addHandler(COMPLAINTS)


def hello(request, message):
    return {
        "protocol": 1,
        "software": "dkimpy " + importlib.metadata.version("dkimpy"),
        "operations": ["originate", "verify"],
        "scheme": {
            "title": "DKIM",
            "protects": ["header", "body"],
            "parameters": [
                {"name": "tolerance", "standard": "rfc8301", "choices": ["rfc8301"],
                 "text": "keys of at least 1,024 bits"},
                {"name": "selector", "standard": "dkim", "text": "selector of the key"},
                {"name": "canonicalization", "standard": "relaxed/relaxed",
                 "choices": ["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"],
                 "text": "canonicalization of new signatures"},
                {"name": "headers",
                 "standard": ["from", "subject", "date", "to", "cc", "message-id", "mime-version",
                              "content-type"],
                 "text": "fields to sign, as often as they are present"},
            ],
            "profiles": [
                {"name": "std", "text": "as std of the built-in scheme", "parameters": {}},
                {"name": "strict", "text": "simple/simple",
                 "parameters": {"canonicalization": "simple/simple"}},
            ],
        },
    }, b""


def set_clock(request):
    # The library asks the wall clock; the run has its own.
    dkim.time = types.SimpleNamespace(time=lambda: request["now"])


def originate(request, message):
    set_clock(request)
    parameters = request["parameters"]
    names = {name.lower().encode("latin-1") for name in parameters["headers"]}
    try:
        signer = dkim.DKIM(message)
    except dkim.MessageFormatError:
        return {"declined": "malformed"}, b""
    senders = [value for name, value in signer.headers if name.lower() == b"from"]
    address = email.utils.parseaddr(senders[0].decode("latin-1"))[1] if len(senders) == 1 else ""
    domain = address.rpartition("@")[2].lower()
    if not is_dns_name(domain):
        return {"declined": "no_from"}, b""
    key = ask(request, "private_key", algorithm="rsa", domain=domain,
              selector=parameters["selector"])
    if key["status"] != "found":
        return {"declined": "no_key"}, b""
    field = signer.sign(
        parameters["selector"].encode("latin-1"), domain.encode("latin-1"),
        key["pem"].encode("ascii"),
        canonicalize=tuple(part.encode("ascii")
                           for part in parameters["canonicalization"].split("/")),
        include_headers=[name for name, _ in signer.headers if name.lower() in names])
    return {}, field + message


def resolver(request):
    """What the library asks in place of the network."""
    def txt(name, timeout=5):
        return txt_record(request, name.decode("latin-1") if isinstance(name, bytes) else name)
    return txt


def judge(verifier, index, request):
    """One signature, from the top."""
    COMPLAINTS.texts.clear()
    try:
        holds = verifier.verify(idx=index, dnsfunc=resolver(request))
    except NoAnswer as error:
        return verdict("temperror", "key_temperror", "no answer", error)
    except dkim.KeyFormatError as error:
        cause = "key_weak" if "too small" in str(error) else "key_syntax"
        return verdict("permerror", cause, "KeyFormatError", error)
    except dkim.ValidationError as error:
        if "body hash mismatch" in str(error):
            return verdict("fail", "crypto_bad", "body hash mismatch", error)
        is_late = "x= value is past" in str(error)
        cause = "time_expired" if is_late else "sig_syntax"
        return verdict("permerror", cause, "ValidationError", error)
    except dkim.DKIMException as error:
        return verdict("permerror", "sig_syntax", type(error).__name__, error)
    if holds:
        return {"outcome": "pass", "identity": verifier.domain.decode("latin-1")}
    if COMPLAINTS.texts:
        text = COMPLAINTS.texts[-1]
        is_missing = "missing public key" in text
        return verdict("permerror", "key_missing" if is_missing else "key_syntax", "key", text)
    return verdict("fail", "crypto_bad", "mismatch", "the signature does not match")


def verify(request, message):
    set_clock(request)
    try:
        verifier = dkim.DKIM(message, logger=LOGGER, minkey=1024)
    except dkim.MessageFormatError as error:
        return {"verdict": verdict("permerror", "sig_syntax", "MessageFormatError", error)}, b""
    count = sum(1 for name, _ in verifier.headers if name.lower() == b"dkim-signature")
    return {"verdict": merged([judge(verifier, index, request) for index in range(count)])}, b""


serve({"hello": hello, "originate": originate, "verify": verify})
