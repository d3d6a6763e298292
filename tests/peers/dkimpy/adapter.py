"""dkimpy as a plug-in of massbench. Protocol: docs/plugin-protocol.md."""

import email.utils
import importlib.metadata
import json
import logging
import sys
import types

import dkim


class NoAnswer(Exception):
    """A key server that failed. Not the library's own exception: it would make a failure of it."""


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


def read_frame():
    line = sys.stdin.buffer.readline()
    if not line:
        return None
    header, octets = (int(length) for length in line.split())
    return json.loads(sys.stdin.buffer.read(header)), sys.stdin.buffer.read(octets)


def write_frame(header, octets=b""):
    text = json.dumps(header).encode("ascii")
    sys.stdout.buffer.write(b"%d %d\n" % (len(text), len(octets)) + text + octets)
    sys.stdout.buffer.flush()


def ask(request, question, **details):
    write_frame({"id": request["id"], "ask": question, **details})
    return read_frame()[0]


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
    if not domain:
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
        name = name.decode("latin-1") if isinstance(name, bytes) else name
        answer = ask(request, "lookup", kind="dns_txt", name=name.rstrip("."))
        if answer["status"] in ("failed", "timeout"):
            raise NoAnswer("no answer for " + name)
        return answer["records"][0].encode("latin-1") if answer["records"] else None
    return txt


def verdict(outcome, cause, reason):
    return {"outcome": outcome, "cause": cause, "reason": str(reason)}


def judge(verifier, index, request):
    """One signature, from the top."""
    COMPLAINTS.texts.clear()
    try:
        holds = verifier.verify(idx=index, dnsfunc=resolver(request))
    except NoAnswer as error:
        return verdict("temperror", "key_temperror", error)
    except dkim.KeyFormatError as error:
        return verdict("permerror", "key_weak" if "too small" in str(error) else "key_syntax", error)
    except dkim.ValidationError as error:
        if "body hash mismatch" in str(error):
            return verdict("fail", "crypto_bad", error)
        is_late = "x= value is past" in str(error)
        return verdict("permerror", "time_expired" if is_late else "sig_syntax", error)
    except dkim.DKIMException as error:
        return verdict("permerror", "sig_syntax", error)
    if holds:
        return {"outcome": "pass", "identity": verifier.domain.decode("latin-1")}
    if COMPLAINTS.texts:
        text = COMPLAINTS.texts[-1]
        return verdict("permerror", "key_missing" if "missing public key" in text else "key_syntax",
                       text)
    return verdict("fail", "crypto_bad", "the signature does not match")


def verify(request, message):
    set_clock(request)
    try:
        verifier = dkim.DKIM(message, logger=LOGGER, minkey=1024)
    except dkim.MessageFormatError as error:
        return {"verdict": verdict("permerror", "sig_syntax", error)}, b""
    count = sum(1 for name, _ in verifier.headers if name.lower() == b"dkim-signature")
    if count == 0:
        return {"verdict": {"outcome": "none"}}, b""
    signatures = [judge(verifier, index, request) for index in range(count)]
    order = ["pass", "temperror", "fail", "permerror"]
    best = min(signatures, key=lambda one: order.index(one["outcome"]))
    return {"verdict": {**best, "signatures": signatures}}, b""


OPERATIONS = {"hello": hello, "originate": originate, "verify": verify}


def main():
    while frame := read_frame():
        request, message = frame
        operation = OPERATIONS.get(request["op"])
        try:
            header, changed = operation(request, message) if operation else (None, b"")
        except Exception as error:  # of the library: it costs this case
            header, changed = {"answer": "error", "reason": repr(error)}, b""
        if header is None:
            header = {"answer": "unsupported"}
        write_frame({"id": request["id"], "answer": "done", **header}, changed)


main()
