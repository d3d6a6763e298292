"""Sends signed mail through real Postfix and Mailman and compares what arrives, scheme by scheme,
with what their presets predict. Started by `run`, which installs what is needed."""

import argparse
import collections
import contextlib
import fnmatch
import json
import os
import re
import signal
import smtplib
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from program import HELO, SEED, Mail, Massbench
from servers import HERE, Mailman, NoNames, Postfix, Sink

CORPUS = HERE.parents[2] / "shared" / "corpus"
# Corpora of author mail and of odd mail; the lists' archives have been through lists already.
CORPORA = ("spamassassin-ham", "cjk-cyrillic", "signed-mail", "mime-torture")
CASE_FIELD = "X-Live-Case"
SIZE_LIMIT = 500_000  # octets; larger messages show nothing that smaller ones do not


class Case:
    """One message, signed by one scheme, on its way through one configuration."""

    def __init__(self, name, scheme, source, octets):
        self.name, self.scheme, self.source = name, scheme, source
        # Lists change envelopes and ids, so the message itself says which one it is. The field is
        # there before signing: to scheme and software it is part of the message.
        self.unsigned = f"{CASE_FIELD}: {name}\r\n".encode() + octets
        if not octets.endswith(b"\r\n"):
            self.unsigned += b"\r\n"  # DATA can end in no other way
        self.sent = None  # Mail as signed
        self.declined = ""  # why the scheme does not sign it
        self.refusal = ""  # reply that refused it
        self.arrived = None  # as the sink has it


def make_cases(configuration, schemes, messages):
    cases = []
    for file in messages:
        for scheme in schemes:
            name = f"{scheme}-{len(cases) + 1:04}"
            cases.append(Case(name, scheme, file.stem, file.read_bytes()))
    return cases


def sign(massbench, cases, recipient):
    def one(case):
        with tempfile.TemporaryDirectory() as folder:
            case.sent, case.declined = massbench.sign(case.scheme, case.unsigned, recipient, folder)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(one, cases))
    return [case for case in cases if case.sent]


def inject(cases, server):
    """Hands the messages to the server; a refusal is kept with its case."""
    kind = smtplib.LMTP if server.lmtp else smtplib.SMTP
    for case in cases:
        with kind("127.0.0.1", server.port, local_hostname=HELO, timeout=60) as client:
            client.ehlo(HELO)
            try:
                client.sendmail(case.sent.mail_from, case.sent.rcpt_to, case.sent.octets,
                                case.sent.params())
            except (smtplib.SMTPException, UnicodeEncodeError) as error:
                case.refusal = str(error) or type(error).__name__


def collect(cases, received):
    """Finds each message that arrived by its field; what else arrived are notices about messages."""
    by_name = {case.name: case for case in cases}
    for mail in received:
        header = mail["octets"].split(b"\r\n\r\n", 1)[0]
        found = re.search(rf"^{CASE_FIELD}: (\S+)\r?$".encode(), header, re.M)
        if found and found[1].decode() in by_name:
            by_name[found[1].decode()].arrived = mail


def write_captures(cases, folder, system, config):
    """The pairs in the form of the captures, so that `massbench calibrate` can compare octets."""
    folder.mkdir(parents=True)
    for case in cases:
        into = {"mail_from": case.sent.mail_from, "rcpt_to": case.sent.rcpt_to,
                "mail_params": " ".join(case.sent.params())}
        facts = {"system": system, "config": config, "in": into, "out": [], "source": case.source}
        (folder / f"{case.name}.in.eml").write_bytes(case.sent.octets)
        if case.arrived:
            facts["result"] = "delivered"
            facts["out"] = [{"file": f"{case.name}.out.eml", "role": "delivery"}
                            | {k: v for k, v in case.arrived.items() if k != "octets"}]
            (folder / f"{case.name}.out.eml").write_bytes(case.arrived["octets"])
        else:
            facts["result"] = "rejected" if case.refusal else "no-output"
            facts["note"] = case.refusal
        (folder / f"{case.name}.json").write_text(json.dumps(facts, indent=1))


class Outcome:
    """What became of a case, predicted or real: where it went, and the verdict if it arrived."""

    def __init__(self, where, verdict):
        self.where, self.verdict = where, verdict

    def __eq__(self, other):
        return (self.where, self.verdict) == (other.where, other.verdict)

    def word(self):
        return self.verdict["verdict"] if self.verdict else self.where

    def __str__(self):
        if not self.verdict:
            return self.where
        said = [f"{name} {text}" for name, text in self.verdict.items() if name != "verdict" and text]
        return f"{self.word()} ({', '.join(said)})"


def compare(massbench, case, path):
    """Predicted and real outcome. A message that is no longer on its way is `refused` in the
    transaction, or `undelivered` later; why it comes back, is held or dropped is not told apart."""
    is_bounce = case.sent.octets == case.unsigned  # what was signed is the reverse-path alone
    predicted, fate = massbench.predict(path, case.sent)
    if predicted:
        expected = Outcome("delivered", massbench.verify(case.scheme, predicted, is_bounce))
    else:
        expected = Outcome("refused" if fate == "rejected" else "undelivered", None)
    if case.arrived:
        mail = Mail(case.arrived["octets"], case.arrived["mail_from"], case.arrived["rcpt_to"])
        real = Outcome("delivered", massbench.verify(case.scheme, mail, is_bounce))
    else:
        real = Outcome("refused" if case.refusal else "undelivered", None)
    return expected, real


class Report:
    """The table, and the differences one by one."""

    def __init__(self):
        self.differences = []
        print(f"{'configuration':29} {'scheme':15} {'sent':>5}  {'real outcomes':45} differ")

    def add(self, path, scheme, results, declined):
        outcomes = collections.Counter(real.word() for _, _, real in results)
        differ = [one for one in results if one[1] != one[2]]
        self.differences += [(path, *one) for one in differ]
        shown = ", ".join(f"{word} {count}" for word, count in sorted(outcomes.items()))
        if declined:
            shown += f", not signed {declined}"
        print(f"{path:29} {scheme:15} {len(results):5}  {shown:45} {len(differ):6}", flush=True)

    def differences_shown(self):
        for path, case, expected, real in self.differences:
            print(f"\n{path} {case.name} ({case.source})\n  predicted {expected}\n  real      {real}")
            if case.refusal:
                print(f"  reply     {case.refusal}")
        return bool(self.differences)


def run_configuration(massbench, path, configuration, server, sink, schemes, messages, folder, report):
    cases = make_cases(configuration, schemes, messages)
    on_the_way = sign(massbench, cases, configuration["recipient"])
    sink.received.clear()
    inject(on_the_way, server)
    server.drain()
    collect(on_the_way, sink.received)
    system, config = path.split("/")
    captures = folder / "captures" / system / config
    write_captures(on_the_way, captures, system, config)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda case: compare(massbench, case, path), on_the_way))
    for scheme in schemes:
        results = [(case, *both) for case, both in zip(on_the_way, outcomes) if case.scheme == scheme]
        declined = sum(1 for case in cases if case.scheme == scheme and case.declined)
        report.add(path, scheme, results, declined)
    exact, pairs = massbench.octets_agree(captures)
    print(f"{path:29} octet for octet as predicted: {exact} of {pairs}\n", flush=True)


def run_all(options, folder):
    massbench = Massbench(str(options.build / "harness" / "massbench"), folder)
    messages = folder / "messages"
    messages.mkdir()
    corpora = [str(CORPUS / name) for name in CORPORA] if CORPUS.is_dir() else []
    if not corpora:
        print("note: ../shared/corpus is absent; the messages are those of the built-in corpus")
    subprocess.run([options.build / "tests/live/live_messages", messages, str(options.messages), SEED,
                    *corpora], check=True, timeout=300)
    massbench.write_keys(messages)
    chosen = sorted(file for file in messages.iterdir() if file.stat().st_size <= SIZE_LIMIT)
    schemes = [name for name in massbench.schemes() if fnmatch.fnmatch(name, options.scheme)]
    everything = json.loads((HERE / "configurations.json").read_text())
    wanted = {name: one for name, one in everything.items() if fnmatch.fnmatch(name, options.path)}
    if not wanted or not schemes:
        print("nothing to do: no configuration or no scheme has such a name", file=sys.stderr)
        sys.exit(2)

    report = Report()
    with contextlib.ExitStack() as lists:
        lists.enter_context(NoNames())
        mailman = None
        for path, configuration in wanted.items():
            place = folder / path.replace("/", "-")
            with contextlib.ExitStack() as relay:
                if not path.startswith("mailman3/"):
                    sink = relay.enter_context(Sink(configuration["next_hop"]))
                    server = relay.enter_context(Postfix(place, configuration, sink.port))
                elif mailman is None:  # one Mailman has all lists
                    list_sink = lists.enter_context(Sink(configuration["next_hop"]))
                    mailman = lists.enter_context(Mailman(folder / "mailman3", list_sink.port))
                if path.startswith("mailman3/"):
                    server, sink = mailman, list_sink
                run_configuration(massbench, path, configuration, server, sink, schemes, chosen,
                                  folder, report)
        if mailman and mailman.shunted():
            print(f"Mailman itself failed at {mailman.shunted()} messages")
    return report.differences_shown()


def main():
    parser = argparse.ArgumentParser(prog="tests/live/run", description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--messages", type=int, default=12, metavar="N",
                        help="messages from the built-in corpus and from each shared one (default: 12)")
    parser.add_argument("--scheme", default="*", metavar="GLOB", help="schemes (default: all)")
    parser.add_argument("--path", default="*", metavar="GLOB",
                        help="configurations, such as 'postfix/*' (default: all)")
    parser.add_argument("--keep", type=Path, metavar="DIR",
                        help="keep messages, captures, queues and logs in this new folder")
    options = parser.parse_args()

    # So that `with` blocks stop the servers then too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(4))
    with contextlib.ExitStack() as stack:
        if options.keep:
            folder = options.keep.resolve()
            folder.mkdir(parents=True)
        else:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="massbench-live-")))
        folder.chmod(0o755)  # the servers drop root's rights and must get through
        try:
            differ = run_all(options, folder)
        except (RuntimeError, OSError, subprocess.SubprocessError, smtplib.SMTPException) as error:
            print(f"the check itself failed: {error}", file=sys.stderr)
            return 5
    if not differ:
        print("no differences")
    return 1 if differ else 0


sys.exit(main())
