"""`openssl cms` as a plug-in of massbench for entity S/MIME. Protocol: docs/plugin-protocol.md.

It signs and judges the CMS layer and the certificate path. What the profile adds, whose name the
certificate must carry and what a domain lists in the DNS, `openssl` does not know."""

import base64
import email.utils
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "common"))
from plugin import ask, is_dns_name, serve, verdict

AUTHORITY = "domain-signing-authority"
OPENSSL = "/usr/bin/openssl"
SECONDS = 20
FOLDER = tempfile.TemporaryDirectory(prefix="openssl-cms-")
CLOCKS = sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


def file(name, octets=None):
    path = pathlib.Path(FOLDER.name) / name
    if octets is not None:
        path.write_bytes(octets)
    return str(path)


def openssl(*arguments, given=b"", now=None):
    environment = {"PATH": "/usr/bin:/bin", "TZ": "UTC"}
    if now is not None and CLOCKS:  # signingTime comes from the wall clock
        environment |= {"LD_PRELOAD": str(CLOCKS[0]),
                        "FAKETIME": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(now))}
    return subprocess.run([OPENSSL, *arguments], input=given, capture_output=True,
                          timeout=SECONDS, env=environment)


def hello(request, message):
    return {
        "protocol": 1,
        "software": openssl("version").stdout.decode("ascii").strip(),
        "operations": ["originate", "verify"],
        "scheme": {
            "title": "S/MIME",
            "protects": ["body"],
            "parameters": [
                {"name": "profile", "standard": "mass-bench-1", "choices": ["mass-bench-1"],
                 "text": "which parts of a message are signed"},
                {"name": "ehlo_smime", "standard": False, "text": "without effect"},
                {"name": "hash", "standard": "sha1", "choices": ["sha1", "sha256"],
                 "text": "hash of new signatures"},
            ],
            "profiles": [
                {"name": "std", "text": "SHA-1, content as it stands", "parameters": {}},
                {"name": "sha256", "text": "as std with SHA-256", "parameters": {"hash": "sha256"}},
            ],
        },
    }, b""


def split_fields(header):
    """Fields with their folds and line ends."""
    return re.findall(rb"[^\r\n][^\n]*\n(?:[ \t][^\n]*\n)*", header)


def split_message(message):
    """Outer fields and signed entity. Source: S/MIME sheet section 4.1."""
    if message.startswith(b"\r\n"):
        header, body = b"", message[2:]
    else:
        header, separator, body = message.partition(b"\r\n\r\n")
        header += b"\r\n" if separator or not header.endswith(b"\r\n") else b""
    fields = split_fields(header)
    inner = [one for one in fields if one[:8].lower() == b"content-"]
    outer = [one for one in fields
             if one not in inner and one.partition(b":")[0].strip().lower() != b"mime-version"]
    inner = inner or [b"Content-Type: text/plain; charset=us-ascii\r\n"]
    return outer, b"".join(inner) + b"\r\n" + body


def author(message):
    fields = [one for one in split_fields(message.partition(b"\r\n\r\n")[0] + b"\r\n")
              if one.partition(b":")[0].strip().lower() == b"from"]
    if len(fields) != 1:
        return ""
    text = fields[0].partition(b":")[2].decode("latin-1")
    return email.utils.parseaddr(re.sub(r"\s+", " ", text))[1]


def originate(request, message):
    domain = author(message).rpartition("@")[2].lower()
    if not is_dns_name(domain):
        return {"declined": "no_from"}, b""
    held = ask(request, "certified_key", domain=domain, common_name=AUTHORITY,
               emails=[AUTHORITY + "@" + domain], dns_names=[domain])
    if held["status"] != "found":
        return {"declined": "no_key"}, b""
    outer, entity = split_message(message)
    made = openssl("cms", "-sign", "-md", request["parameters"]["hash"], "-crlfeol",
                   "-signer", file("signer.pem", held["certificate"].encode("ascii")),
                   "-inkey", file("key.pem", held["pem"].encode("ascii")),
                   "-certfile", file("chain.pem", "".join(held["chain"]).encode("ascii")),
                   given=entity, now=request["now"])
    if made.returncode != 0:
        return {"answer": "error", "reason": made.stderr.decode("latin-1")[-400:]}, b""
    text = re.sub(rb"(?<!\r)\n", b"\r\n", made.stdout) if is_wire(entity) else made.stdout
    return {}, b"".join(outer) + with_boundary(text, request["random"])


def is_wire(entity):
    return not re.search(rb"(?<!\r)\n", entity)


def with_boundary(text, seed):
    """The same octets in each run: the boundary, which is not signed, is drawn from the seed."""
    found = re.search(rb'boundary="([^"]+)"', text)
    fresh = b"----" + hashlib.sha256(seed.encode("latin-1")).hexdigest()[:32].upper().encode("ascii")
    return text.replace(found.group(1), fresh)


def anchors(request, certificates):
    """PEM of the roots to which these certificates lead."""
    found = {}
    for one in re.findall(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", certificates,
                          re.DOTALL):
        der = base64.b64decode(b"".join(one.splitlines()[1:-1]))
        issuer = hashlib.sha256(issuer_of(der)).hexdigest()
        answer = ask(request, "lookup", kind="x509_anchor", name=issuer)
        for root in answer["records"]:
            found[root] = None
    pem = b""
    for root in found:
        text = base64.encodebytes(root.encode("latin-1"))
        pem += b"-----BEGIN CERTIFICATE-----\n" + text + b"-----END CERTIFICATE-----\n"
    return pem


def element(der, at):
    """Where the contents of a DER element begin and where it ends."""
    length, begin = der[at + 1], at + 2
    if length >= 0x80:
        begin += length & 0x7f
        length = int.from_bytes(der[at + 2:begin], "big")
    return begin, begin + length


def issuer_of(der):
    """The issuer's name, whole: behind version, serial number and algorithm (RFC 5280 4.1)."""
    at = element(der, element(der, 0)[0])[0]
    for _ in range(3 if der[at] == 0xa0 else 2):
        at = element(der, at)[1]
    return der[at:element(der, at)[1]]


# What OpenSSL says when there is no layer at its top level to judge.
NO_LAYER = ("no content type", "invalid mime type", "not a CMS", "mime no content type")


def verify(request, message):
    name = file("message.eml", message)
    certificates = file("certificates.pem", b"")
    now = str(request["now"])
    whole = openssl("cms", "-verify", "-in", name, "-noverify", "-certsout", certificates,
                    "-out", "/dev/null")
    text = whole.stderr.decode("latin-1")
    if whole.returncode == 2:
        if any(words in text for words in NO_LAYER):
            return {"verdict": {"outcome": "none"}}, b""
        return {"verdict": verdict("permerror", "sig_syntax", "exit 2", last_words(text))}, b""
    if whole.returncode != 0:
        return {"verdict": verdict("fail", "crypto_bad", "exit %d" % whole.returncode,
                                   last_words(text))}, b""
    roots = anchors(request, pathlib.Path(certificates).read_bytes())
    trusted = openssl("cms", "-verify", "-in", name, "-purpose", "smimesign", "-attime", now,
                      *(("-CAfile", file("roots.pem", roots)) if roots else ("-no-CAfile",)),
                      "-no-CApath", "-no-CAstore",
                      "-out", "/dev/null")
    if trusted.returncode != 0:
        words = last_words(trusted.stderr.decode("latin-1"))
        is_late = "expired" in words
        return {"verdict": verdict("fail", "time_expired" if is_late else "ident_mismatch",
                                   "not trusted", words)}, b""
    return {"verdict": {"outcome": "pass", "state": "exit 0"}}, b""


def last_words(text):
    """The reasons in OpenSSL's stack of errors, without addresses and line numbers."""
    return "; ".join(":".join(line.split(":")[4:6] + line.split(":")[8:]) if line.count(":") > 5
                     else line for line in text.splitlines())


serve({"hello": hello, "originate": originate, "verify": verify})
