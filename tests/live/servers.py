"""The servers of the live check: Postfix and Mailman as Debian ships them, and a sink behind them.

All listen on 127.0.0.1 only, keep what they write in a folder of their own, and are stopped by the
process id they were started with when their `with` block ends, however it ends."""

import os
import pwd
import re
import shutil
import signal
import socket
import socketserver
import subprocess
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
START_SECONDS = 60
STOP_SECONDS = 30
DRAIN_SECONDS = 300


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for_port(port, process):
    """Waits until something listens; an error if the process ends first or time is up."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing listens on port {port}; the server ended with {process.poll()}")


class Sink:
    """An SMTP server that takes everything and keeps it octet for octet."""

    def __init__(self, keywords):
        self.keywords = keywords
        self.received = []  # dictionaries: mail_from, mail_params, rcpt_to, ehlo, octets
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def _handler(self):
        sink = self

        class Session(socketserver.StreamRequestHandler):
            timeout = 120

            def reply(self, text):
                self.wfile.write(text.encode() + b"\r\n")

            def handle(self):
                try:
                    self.talk()
                except (TimeoutError, ConnectionError):
                    pass  # the client gives up; what it had sent whole is kept

            def talk(self):
                self.reply("220 sink.example ESMTP")
                ehlo, mail = "", {}
                while line := self.rfile.readline(8192):
                    line = line.decode("utf-8", "replace").rstrip("\r\n")
                    word = line[:4].upper()
                    if word == "EHLO":
                        ehlo = line
                        words = ["sink.example", "SIZE", "PIPELINING", *sink.keywords]
                        for text in words[:-1]:
                            self.reply("250-" + text)
                        self.reply("250 " + words[-1])
                    elif word == "MAIL":
                        path, params = re.match(r"MAIL FROM:\s*<(.*)>\s*(.*)", line, re.I).groups()
                        mail = {"mail_from": path, "mail_params": params, "rcpt_to": [], "ehlo": ehlo}
                        self.reply("250 ok")
                    elif word == "RCPT":
                        mail["rcpt_to"].append(re.match(r"RCPT TO:\s*<(.*)>", line, re.I)[1])
                        self.reply("250 ok")
                    elif word == "DATA":
                        self.reply("354 go on")
                        mail["octets"] = self.data()
                        sink.received.append(mail)
                        self.reply("250 ok")
                    elif word == "QUIT":
                        self.reply("221 bye")
                        return
                    else:
                        self.reply("250 ok")

            def data(self):
                """Up to the line with a dot alone; added dots are taken off."""
                lines, at_start = [], True
                while (line := self.rfile.readline()) and not (at_start and line == b".\r\n"):
                    lines.append(line[1:] if at_start and line.startswith(b".") else line)
                    at_start = line.endswith(b"\r\n")
                return b"".join(lines)

        return Session


class NoNames:
    """A name server that says of every name that it does not exist. Mailman asks for the policies of
    authors' domains, and waits for an answer."""

    class _Answer(socketserver.BaseRequestHandler):
        def handle(self):
            question, connection = self.request
            if len(question) >= 12:
                # QR and RA, RCODE 3, one question and nothing else (RFC 1035 section 4.1.1).
                header = question[:2] + b"\x81\x83\x00\x01" + bytes(6)
                end = question.index(b"\0", 12) + 5  # name, type, class
                connection.sendto(header + question[12:end], self.client_address)

    def __enter__(self):
        self.server = socketserver.UDPServer(("127.0.0.1", 53), self._Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Server:
    """A process in the foreground with a folder of its own, and queues that can be looked into."""

    queues = []

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.process = None

    def start(self, command, **options):
        try:
            with open(self.folder / "output.log", "wb") as log:
                self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                                stderr=log, start_new_session=True, **options)
            wait_for_port(self.port, self.process)
        except BaseException:  # a signal too: the `with` block has not begun and will not end
            self.stop()
            raise

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)  # its own session: it and what it started
            self.process.wait()

    def waiting(self):
        return sum(file.is_file() for queue in self.queues for file in queue.rglob("*"))

    def drain(self):
        """Waits until nothing is on its way any more: every queue empty at three looks in a row."""
        end = time.monotonic() + DRAIN_SECONDS
        empty = 0
        while empty < 3:
            if time.monotonic() > end:
                raise RuntimeError(f"{self.waiting()} messages still wait in {self.folder}")
            if self.process.poll() is not None:
                raise RuntimeError(f"the server in {self.folder} has ended")
            empty = 0 if self.waiting() else empty + 1
            time.sleep(0.3)


class Postfix(Server):
    """One Postfix with its own configuration, queue and data folders."""

    lmtp = False

    def __init__(self, folder, configuration, next_hop):
        super().__init__(folder)
        queue = folder / "queue"
        self.queues = [queue / name for name in ("maildrop", "incoming", "active")]
        for name in ("queue", "data", "etc"):
            (folder / name).mkdir(parents=True)
        shutil.chown(folder / "data", "postfix")
        etc = folder / "etc"
        settings = {}  # a configuration's own take the place of the common ones
        for line in (HERE / "main.cf").read_text().splitlines() + configuration.get("main_cf", []):
            if line and not line.startswith("#"):
                name, value = line.split("=", 1)
                settings[name.strip()] = value
        lines = "".join(f"{name} ={value}\n" for name, value in settings.items())
        lines = lines.replace("{folder}", str(folder)).replace("{next_hop}", str(next_hop))
        (etc / "main.cf").write_text(lines)
        master = (HERE / "master.cf").read_text().replace("{port}", str(self.port))
        (etc / "master.cf").write_text(master)
        (folder / "header_checks").write_text("\n".join(configuration.get("header_checks", [])) + "\n")
        shutil.copy("/etc/postfix/dynamicmaps.cf", etc)
        if Path("/etc/postfix/dynamicmaps.cf.d").is_dir():
            shutil.copytree("/etc/postfix/dynamicmaps.cf.d", etc / "dynamicmaps.cf.d")

    def __enter__(self):
        etc = str(self.folder / "etc")
        # Makes the queue's folders. `postfix start-fg` would leave master behind when it is stopped.
        subprocess.run(["/usr/sbin/postfix", "-c", etc, "check"], check=True, timeout=START_SECONDS)
        self.start(["/usr/lib/postfix/sbin/master", "-c", etc, "-s"])
        return self


class Mailman(Server):
    """Mailman's core with all lists of the configurations, without its web parts."""

    lmtp = True

    def __init__(self, folder, next_hop):
        super().__init__(folder)
        self.queues = [folder / "var/queue" / name for name in ("in", "pipeline", "out", "virgin")]
        (folder / "var").mkdir(parents=True)
        settings = (HERE / "mailman.cfg").read_text()
        for name, value in (("folder", folder), ("next_hop", next_hop), ("port", self.port)):
            settings = settings.replace("{" + name + "}", str(value))
        (folder / "mailman.cfg").write_text(settings)
        for path in (folder, folder / "var"):
            shutil.chown(path, "list", "list")

    def shunted(self):
        """Messages at which Mailman itself failed."""
        return sum(1 for _ in (self.folder / "var/queue/shunt").glob("*.pck"))

    def __enter__(self):
        account = pwd.getpwnam("list")
        as_list = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [],
                   "cwd": self.folder,
                   "env": {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.folder)}}
        settings = str(self.folder / "mailman.cfg")
        # Python of the system, which has Mailman; its user may not read this folder, so the text is
        # given to it.
        subprocess.run(["/usr/bin/python3", "-", settings, self.configurations()],
                       input=(HERE / "make_lists.py").read_bytes(), check=True,
                       timeout=START_SECONDS, **as_list)
        self.start(["/usr/lib/mailman3/bin/master", "-C", settings], **as_list)
        return self

    def configurations(self):
        copy = self.folder / "configurations.json"
        shutil.copy(HERE / "configurations.json", copy)
        copy.chmod(0o644)
        return str(copy)
