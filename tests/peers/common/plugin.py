"""The protocol of plug-ins (docs/plugin-protocol.md), for adapters in Python."""

import json
import re
import sys


class NoAnswer(Exception):
    """A server that did not answer. No library's own exception: it would make a verdict of it."""


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
    """Asks massbench for something in the middle of a request."""
    write_frame({"id": request["id"], "ask": question, **details})
    return read_frame()[0]


def txt_record(request, name):
    """The first TXT record of a name, as octets; None if there is none."""
    answer = ask(request, "lookup", kind="dns_txt", name=name.rstrip("."))
    if answer["status"] in ("failed", "timeout"):
        raise NoAnswer("no answer for " + name)
    return answer["records"][0].encode("latin-1") if answer["records"] else None


def is_dns_name(domain):
    """Whether a domain can be signed for: other names have no keys in the DNS."""
    return re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain) is not None


def verdict(outcome, cause, state, reason=""):
    return {"outcome": outcome, "cause": cause, "state": state, "reason": str(reason)}


def merged(signatures):
    """The verdict on a message: that of its best signature, `none` if it has no signature."""
    if not signatures:
        return {"outcome": "none"}
    order = ["pass", "temperror", "fail", "permerror"]
    best = min(signatures, key=lambda one: order.index(one["outcome"]))
    return {**best, "signatures": signatures}


def serve(operations):
    """Answers requests until they end. `operations` gives for a name a function that takes the
    request and the message and returns an answer and octets."""
    while frame := read_frame():
        request, message = frame
        operation = operations.get(request["op"])
        try:
            header, changed = operation(request, message) if operation else (None, b"")
        except Exception as error:  # of the library: it costs this case
            header, changed = {"answer": "error", "reason": repr(error)}, b""
        if header is None:
            header = {"answer": "unsupported"}
        write_frame({"id": request["id"], "answer": "done", **header}, changed)
