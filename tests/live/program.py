"""What the live check asks massbench: to sign, to predict and to verify one message."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

SEED = "20040804"
NOW = "1091779200"  # what certificates and time limits are judged by: that of every run
HELO = "client.author.example"
CLIENT = "127.0.0.1"
# What of a verdict is compared.
COMPARED = ("verdict", "state", "identity", "cause", "disposition")


@dataclass
class Mail:
    """A message with the envelope it has at some point of its way."""

    octets: bytes
    mail_from: str
    rcpt_to: list

    def params(self):
        """What MAIL FROM declares."""
        declared = [] if self.octets.isascii() else ["BODY=8BITMIME"]
        return declared + ([] if self.mail_from.isascii() else ["SMTPUTF8"])


class Massbench:
    def __init__(self, program, folder):
        self.program = program
        self.keys = folder / "keys"

    def run(self, *words, octets=b""):
        return subprocess.run([self.program, *words], input=octets, capture_output=True, timeout=60)

    def answer(self, *words):
        ran = self.run(*words)
        if ran.returncode != 0:
            raise RuntimeError(f"massbench {' '.join(words)}: {ran.stderr.decode()}")
        return ran.stdout

    def schemes(self):
        return [one["name"] for one in json.loads(self.answer("list", "schemes", "--format", "json"))]

    def write_keys(self, messages):
        """Keys for every domain of a folder of messages, as their domains publish them."""
        self.answer("zone", "--scheme", "all", "--seed", SEED, "--corpus", str(messages),
                    "--out", str(self.keys))

    def sign(self, scheme, octets, recipient, folder):
        """The signed message, or the reason why the scheme does not sign it."""
        envelope = Path(folder, "envelope.json")
        ran = self.run("sign", "--scheme", scheme, "--profile", "std", "--seed", SEED, "--now", NOW,
                       "--envelope", json.dumps({"rcpt_to": [recipient]}),
                       "--envelope-out", str(envelope), "-", octets=octets)
        if ran.returncode != 0:
            return None, ran.stderr.decode().strip()
        return Mail(ran.stdout, json.loads(envelope.read_text())["mail_from"], [recipient]), ""

    def predict(self, path, mail):
        """The message at the end of a preset, or what becomes of it instead of being delivered."""
        envelope = {"mail_from": mail.mail_from, "rcpt_to": mail.rcpt_to, "helo": HELO,
                    "client_address": CLIENT, "eight_bit_mime": "BODY=8BITMIME" in mail.params(),
                    "smtp_utf8": "SMTPUTF8" in mail.params()}
        ran = self.run("mangle", "--path", path, "--wire", "--envelope", json.dumps(envelope), "-",
                       octets=mail.octets)
        said = ran.stderr.decode().strip().splitlines()
        if ran.returncode == 1 and said and said[-1].startswith("not delivered: "):
            return None, said[-1].removeprefix("not delivered: ")
        if ran.returncode != 0:
            raise RuntimeError(f"massbench mangle --path {path}: {ran.stderr.decode()}")
        end = json.loads(said[-1].removeprefix("envelope "))
        return Mail(ran.stdout, end["mail_from"], end["rcpt_to"]), "delivered"

    def verify(self, scheme, mail, is_bounce):
        """The verdict on a message, or on the bounce that would go to its envelope sender."""
        envelope = {"mail_from": mail.mail_from, "rcpt_to": mail.rcpt_to}
        if is_bounce:
            envelope = {"mail_from": "", "rcpt_to": [mail.mail_from]}
        ran = self.run("verify", "--scheme", scheme, "--profile", "std", "--seed", SEED, "--now", NOW,
                       "--keys-folder", str(self.keys), "--envelope", json.dumps(envelope),
                       "--format", "json", "-", octets=mail.octets)
        if ran.returncode not in (0, 1) or not ran.stdout:
            raise RuntimeError(f"massbench verify --scheme {scheme}: {ran.stderr.decode()}")
        verdict = json.loads(ran.stdout)
        return {name: verdict[name] for name in COMPARED}

    def octets_agree(self, captures):
        """How many captured pairs a preset explains octet for octet."""
        ran = self.run("calibrate", "--format", "json", str(captures))
        counts = json.loads(ran.stdout)
        return counts["exact"], counts["pairs"]
