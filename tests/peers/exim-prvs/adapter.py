"""The BATV of Exim, `${prvs` and `${prvscheck`, as a plug-in of massbench. Protocol:
docs/plugin-protocol.md.

One process of `exim -be` for each day of the simulation answers expressions, one a line. Exim asks
the wall clock, so libfaketime gives it the day."""

import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "common"))
from plugin import ask, merged, serve, verdict

FAKETIME = "libfaketime.so.1"
LIBRARIES = pathlib.Path("/usr/lib")
DAY = 86400
MOST_PROCESSES = 16
MARK = b"end-of-answer"
END = b"\n> " + MARK + b"\n"


def find_exim():
    """The program, without the set-user-id bit: a program that has it is given no other clock."""
    found = shutil.which("exim4", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if found is None:
        sys.exit("no exim4: install the Debian package exim4-daemon-light")
    if not os.stat(found).st_mode & stat.S_ISUID:
        return found
    copy = shutil.copyfile(found, FOLDER.name + "/exim4")
    os.chmod(copy, 0o700)
    return copy


def find_faketime():
    found = sorted(LIBRARIES.glob("*/faketime/" + FAKETIME))
    if not found:
        sys.exit("no libfaketime: install the Debian package libfaketime")
    return str(found[0])


FOLDER = tempfile.TemporaryDirectory(prefix="exim-prvs-")
EXIM = find_exim()
CLOCK = find_faketime()


class Calculator:
    """Exim on one day."""

    def __init__(self, day):
        frozen = time.strftime("%Y-%m-%d 12:00:00", time.gmtime(day * DAY))
        # Exim empties its environment, which libfaketime else reads again every ten seconds.
        environment = {"PATH": "/usr/bin:/bin", "TZ": "UTC", "LD_PRELOAD": CLOCK,
                       "FAKETIME": frozen, "FAKETIME_CACHE_DURATION": "1000000000"}
        self.process = subprocess.Popen([EXIM, "-C", "/dev/null", "-be"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, env=environment)

    def expand(self, expression):
        """What an expression stands for; None if Exim refuses it."""
        self.process.stdin.write(expression + b"\n" + MARK + b"\n")
        self.process.stdin.flush()
        answer = b""
        while not answer.endswith(END):  # an answer may have several lines
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError("exim ended")
            answer += line
        answer = answer.removesuffix(END).removeprefix(b"> ")
        return None if answer.startswith(b"Failed: ") else answer

    def end(self):
        self.process.stdin.close()
        self.process.wait(timeout=5)


calculators = {}


def calculator(request):
    day = request["now"] // DAY
    used = calculators.pop(day, None) or Calculator(day)
    if len(calculators) >= MOST_PROCESSES:  # the one that was used longest ago goes
        calculators.pop(next(iter(calculators))).end()
    calculators[day] = used
    return used


def quoted(text):
    """Octets that mean nothing to Exim's expansion."""
    return b"".join(b"\\x%02x" % octet for octet in text.encode("latin-1"))


def secret_for(request, address, number):
    held = ask(request, "secret", domain=address.rpartition("@")[2], number=number)
    return held["secret"] if held["status"] == "found" else None


def hello(request, message):
    version = subprocess.run([EXIM, "-C", "/dev/null", "-be", "$version_number"],
                             capture_output=True, timeout=10).stdout.decode("ascii").strip()
    return {
        "protocol": 1,
        "software": "Exim " + version,
        "operations": ["originate", "verify"],
        "scheme": {
            "title": "BATV",
            "protects": ["envelope", "bounce"],
            "parameters": [
                {"name": "rules", "standard": "plain", "choices": ["plain"],
                 "text": "the calculation without house rules"},
                {"name": "form", "standard": "later", "choices": ["later"],
                 "text": "prvs=TAG=joe@example.com"},
                {"name": "lifetime_days", "standard": 7, "least": 7, "most": 7,
                 "text": "built in"},
                {"name": "skew_days", "standard": 1, "least": 0, "most": 1,
                 "text": "without effect: Exim compares days in its own way"},
                {"name": "accept_early_order", "standard": True,
                 "text": "without effect: Exim reads the later order only"},
                {"name": "key_number", "standard": 0, "least": 0, "most": 9,
                 "text": "key to sign with"},
            ],
            "profiles": [{"name": "std", "text": "as Exim has it", "parameters": {}}],
        },
    }, b""


def originate(request, message):
    sender = request["envelope"]["mail_from"]
    if not sender:
        return {"declined": "null_sender"}, b""
    number = request["parameters"]["key_number"]
    secret = secret_for(request, sender, number)
    if secret is None:
        return {"declined": "no_key"}, b""
    tagged = calculator(request).expand(
        b"${prvs{%s}{%s}{%d}}" % (quoted(sender), quoted(secret), number))
    if tagged is None:
        return {"declined": "refused"}, b""
    return {"envelope": {"mail_from": tagged.decode("latin-1")}}, b""


def judge(request, recipient):
    exim = calculator(request)
    read = exim.expand(b"${prvscheck{%s}{x}{$prvscheck_keynum $prvscheck_address}}"
                       % quoted(recipient))
    if not read:
        return verdict("none", "sig_missing", "not-tagged")
    number, address = read.decode("latin-1").split(" ", 1)
    secret = secret_for(request, address, int(number))
    if secret is None:
        return verdict("fail", "crypto_bad", "no key")
    held = exim.expand(b"${prvscheck{%s}{%s}{$prvscheck_result}}"
                       % (quoted(recipient), quoted(secret)))
    if held == b"1":
        return {"outcome": "pass", "state": "valid", "identity": address}
    return verdict("fail", "crypto_bad", "invalid", "wrong hash or expired: Exim does not say which")


def verify(request, message):
    signatures = [judge(request, one) for one in request["envelope"]["rcpt_to"]]
    tagged = [one for one in signatures if one["outcome"] != "none"]
    return {"verdict": merged(tagged)}, b""


serve({"hello": hello, "originate": originate, "verify": verify})
