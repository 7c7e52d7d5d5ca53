"""The program at a pseudo-terminal, and the screen a person would see."""

import os
import pathlib
import signal
import time

import pexpect
import pyte
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Waits end as soon as what is waited for is there; this is how long a busy machine may take.
WAIT = 60
PROGRAM = pathlib.Path(os.environ.get("LFADS_REPL", ROOT / ".build/release/lfads-repl"))


class Screen:
    """A running program, its keyboard and its screen."""

    def __init__(self, arguments, environment, columns, rows, directory, program=PROGRAM):
        self.screen = pyte.HistoryScreen(columns, rows, history=5000)
        self.stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            str(program),
            arguments,
            env=environment,
            dimensions=(rows, columns),
            cwd=str(directory),
            timeout=WAIT,
            # Under nohup the signal would be ignored by the program too.
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        )
        self.child.delaybeforesend = None

    def type(self, text):
        """Presses keys; text is sent as UTF-8."""
        self.child.send(text if isinstance(text, bytes) else text.encode())

    def paste(self, text):
        """What a terminal sends for a paste: marks around it, carriage returns for line breaks."""
        self.type("\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~")

    def resize(self, columns, rows):
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def pump(self, pause=0.02):
        """Takes up what the program has written."""
        try:
            while True:
                self.stream.feed(self.child.read_nonblocking(1 << 16, timeout=pause))
        except (pexpect.TIMEOUT, pexpect.EOF):
            pass

    @property
    def lines(self):
        return [line.rstrip() for line in self.screen.display]

    @property
    def past(self):
        """What has left the screen at its top."""
        lines = self.screen.history.top
        return "".join("".join(line[x].data for x in range(self.screen.columns)) + "\n" for line in lines)

    @property
    def text(self):
        return "\n".join(self.lines).rstrip()

    @property
    def cursor(self):
        return self.screen.cursor.y, self.screen.cursor.x

    def wait(self, condition, seconds=WAIT):
        """Waits until the screen fulfils `condition`, a text to be seen or a function of this object."""
        deadline = time.monotonic() + seconds
        while True:
            self.pump()
            if condition(self) if callable(condition) else condition in self.text:
                return self
            assert time.monotonic() < deadline, f"never on the screen: {condition!r}\n{self.text}"

    def prompt(self, seconds=WAIT):
        """Waits for an empty prompt in the cursor's row."""
        return self.wait(lambda s: s.lines[s.cursor[0]] == "lfads>" and s.cursor[1] == 7, seconds)

    def run(self, entry):
        """Types an entry and waits until it is done."""
        self.type(entry + "\r")
        # A long entry is wrapped, with blanks where a word or the window ends.
        last = "".join(entry.splitlines()[-1].split())
        # What it draws may have pushed it off the screen before anybody looked.
        self.wait(lambda s: last in "".join((s.past + s.text).split()))
        return self.prompt()

    def ends(self, seconds=WAIT):
        """The exit status, once the program has ended."""
        self.child.expect(pexpect.EOF, timeout=seconds)
        self.stream.feed(self.child.before)
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus


@pytest.fixture
def home(tmp_path):
    """A home directory of its own, so that no test meets another's history or anybody's settings."""
    directory = tmp_path / "home"
    directory.mkdir()
    return directory


@pytest.fixture
def environment(home):
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def open_screen(environment, tmp_path):
    """Starts programs at terminals, ended with the test."""
    started = []

    def start(*arguments, columns=80, rows=24, directory=None, **variables):
        screen = Screen(
            list(arguments),
            {**environment, **{name: value for name, value in variables.items() if value is not None}},
            columns,
            rows,
            directory or tmp_path,
        )
        started.append(screen)
        return screen

    yield start
    for screen in started:
        screen.child.close(force=True)


@pytest.fixture
def at_prompt(open_screen):
    return open_screen().prompt()
