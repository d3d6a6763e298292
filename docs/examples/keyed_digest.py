"""A toy scheme as a plug-in: a keyed digest of Subject and body, its key in the DNS.

It proves nothing, since whoever can look up the key can sign; it shows everything a plug-in does.
"""

import hashlib
import hmac
import json
import sys

FIELD = b"X-Keyed-Digest"


def read_frame():
    """The next frame as (header, octets), or None when the harness has closed the pipe."""
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
    """Asks the harness in the middle of a request: it counts look-ups and simulates the servers."""
    write_frame({"id": request["id"], "ask": question, **details})
    return read_frame()[0]


def octets(text):
    """Texts in headers are octets: the character U+00E9 is the octet E9."""
    return text.encode("latin-1")


def parts(message):
    """Header fields and body. A field keeps its folds."""
    header, _, body = message.partition(b"\r\n\r\n")
    return header.replace(b"\r\n ", b"\r\n\t").split(b"\r\n"), body


def value_of(fields, name):
    for field in fields:
        if field.lower().startswith(name.lower() + b":"):
            return field[len(name) + 1:].strip()
    return None


def digest(key, message):
    fields, body = parts(message)
    hashed = (value_of(fields, b"Subject") or b"") + b"\n" + body
    return hmac.new(key, hashed, hashlib.sha256).hexdigest()


def hello(request, message):
    return {
        "protocol": 1,
        "operations": ["provision", "originate", "verify"],
        "scheme": {
            "title": "Keyed digest, a toy",
            "source": "docs/plugins.md",
            "protects": ["header", "body"],
            "parameters": [{"name": "selector", "standard": "s", "text": "names the key"}],
        },
    }, b""


def name_of_key(request, domain):
    return request["parameters"]["selector"] + "._digest." + domain


def provision(request, message):
    secret = ask(request, "secret", domain=request["domain"], number=0)
    if secret["status"] != "found":
        return {"dns": []}, b""
    record = {"name": name_of_key(request, request["domain"]), "text": "k=" + secret["secret"]}
    return {"dns": [record]}, b""


def originate(request, message):
    domain = request["envelope"]["mail_from"].rpartition("@")[2].lower()
    secret = ask(request, "secret", domain=domain, number=0)
    if secret["status"] != "found":
        return {"declined": "no_key"}, b""
    signature = digest(octets(secret["secret"]), message)
    field = b"%s: d=%s; h=%s\r\n" % (FIELD, octets(domain), signature.encode("ascii"))
    return {}, field + message


def judged(outcome, cause, **more):
    return {"verdict": {"outcome": outcome, "cause": cause, **more}}, b""


def verify(request, message):
    field = value_of(parts(message)[0], FIELD)
    if field is None:
        return judged("none", "sig_missing")
    tags = dict(tag.strip().split(b"=", 1) for tag in field.split(b";") if b"=" in tag)
    domain = tags.get(b"d", b"").decode("latin-1")
    if not domain or b"h" not in tags:
        return judged("permerror", "sig_syntax")
    answer = ask(request, "lookup", kind="dns_txt", name=name_of_key(request, domain))
    if answer["status"] in ("failed", "timeout"):
        return judged("temperror", "key_temperror")
    if answer["status"] != "found" or not answer["records"][0].startswith("k="):
        return judged("permerror", "key_missing")
    if digest(octets(answer["records"][0][2:]), message).encode("ascii") != tags[b"h"]:
        return judged("fail", "crypto_bad")
    return judged("pass", "intact", identity=domain)


OPERATIONS = {"hello": hello, "provision": provision, "originate": originate, "verify": verify}


def main():
    while frame := read_frame():
        request, message = frame
        operation = OPERATIONS.get(request["op"])
        if operation is None:
            write_frame({"id": request["id"], "answer": "unsupported"})
            continue
        header, changed = operation(request, message)
        write_frame({"id": request["id"], "answer": "done", **header}, changed)


main()
