"""The one way out to public sources: asks politely, tries again, keeps what came, and says plainly what went wrong."""

from __future__ import annotations

import datetime as dt
import email.utils
import ssl
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from tryggve import __version__
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.ingest.fetching.bodies import BrokenAnswerError, problem_of, read_json
from tryggve.ingest.fetching.hosts import Host, belongs, is_own_machine
from tryggve.ingest.fetching.kept_answers import Answer, KeptAnswers, Question
from tryggve.ingest.fetching.throttle import Clock, Throttle

AGENT = f"Tryggve/{__version__} (open source; lagesbild for a Swedish municipality)"
"""Who asks: the police turn away programs that do not say so."""
TRIES = 5
_FIRST_WAIT = 2.0
_LONGEST_WAIT = 900.0
_SECONDS = httpx.Timeout(60.0, connect=15.0)
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class RefusedError(FileError):
    """A source that answered, and will not answer otherwise however often it is asked. `status` is HTTP's."""

    def __init__(self, what: str, how: str, status: int) -> None:
        super().__init__(what, how)
        self.status = status


class _RetryError(Exception):
    """A try that gave nothing; another may. Why, and the seconds that the source asked for."""

    def __init__(self, why: str, seconds: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.seconds = seconds


class Fetcher:
    """Asks public sources and keeps their answers under `folder`. `tell` hears, in words, what is waited for."""

    def __init__(
        self, folder: Path, *, clock: Clock, tell: Callable[[str], None] = lambda _text: None, fresh: bool = False,
        transport: httpx.BaseTransport | None = None,
    ) -> None:  # fmt: skip
        self._kept = KeptAnswers(folder / "answers")
        self.throttle = Throttle(folder, clock)
        self._clock = clock
        self._tell = tell
        self._fresh = fresh
        self._transport = transport
        self._asked_now: set[Question] = set()

    def forget_old(self, days: int) -> None:
        """Throw away answers on disk that are older than so many days."""
        self._kept.forget_before(self._clock.now() - dt.timedelta(days=days))

    def has(self, host: Host, question: Question) -> bool:
        """Whether the answer lies on disk and would be used."""
        return self._found(host, question) is not None

    def json(self, host: Host, question: Question) -> tuple[Any, Answer]:
        """What a source answers, as JSON, and the answer itself. FileError that says what to do where nothing came."""
        return self._with_tries(host, question, lambda answer: read_json(answer.content, answer.kind, host.source))

    def content(self, host: Host, question: Question) -> Answer:
        """The bytes that a source answers with."""
        return self._with_tries(host, question, lambda _answer: None)[1]

    def _found(self, host: Host, question: Question) -> Answer | None:
        if self._fresh and question not in self._asked_now:
            return None
        return self._kept.find(question, now=self._clock.now(), kept=host.kept)

    def _with_tries(self, host: Host, question: Question, read: Callable[[Answer], Any]) -> tuple[Any, Answer]:
        if not belongs(host, question.address):
            raise FileError(
                _("{address} is not an address of {source}.").format(address=question.address, source=host.source),
                _("Only the sources that Tryggve names are asked. Tell us where the address came from."),
            )
        why = ""
        for attempt in range(TRIES):
            answer = self._found(host, question)
            try:
                answer = answer or self._ask(host, question)
                return read(answer), answer
            except BrokenAnswerError:
                self._kept.forget(question)
                why, seconds = _("only half an answer came"), 0.0
            except _RetryError as retry:
                why, seconds = retry.why, retry.seconds
            except FileError:
                # A page instead of data must not be met again on the next run.
                self._kept.forget(question)
                raise
            if attempt < TRIES - 1:
                self._pause(host, why, max(seconds, _FIRST_WAIT * 2**attempt), attempt)
        raise FileError(
            _("{source} did not answer after {n} tries: {why}.").format(source=host.source, n=TRIES, why=why),
            _("What had come is kept. Try again later: the fetch goes on where it was."),
        )

    def _pause(self, host: Host, why: str, seconds: float, attempt: int) -> None:
        if seconds > _LONGEST_WAIT:
            raise FileError(
                _("{source} asks us to wait {n} minutes.").format(source=host.source, n=round(seconds / 60)),
                _("What had come is kept. Run the command again then: the fetch goes on where it was."),
            )
        told = _("{source}: {why}. Try {n} of {tries} in {seconds} s")
        self._tell(
            told.format(source=host.source, why=why, n=attempt + 2, tries=TRIES, seconds=round(seconds))
        )  # fmt: skip
        self._clock.sleep(seconds)

    def _ask(self, host: Host, question: Question) -> Answer:
        waiting = _("{source} may be asked again in {seconds} s")
        self.throttle.wait(host, lambda seconds: self._tell(waiting.format(source=host.source, seconds=round(seconds))))
        # A proxy of the municipality's network is respected, but never stands between this machine and itself.
        trust = not is_own_machine(host.base)
        try:
            with (
                httpx.Client(
                    transport=self._transport, verify=_certificates(), follow_redirects=False, timeout=_SECONDS,
                    trust_env=trust, headers={"User-Agent": AGENT, "Accept-Language": "sv"},
                ) as client,
                client.stream(
                    "GET" if question.body is None else "POST", question.address, content=question.body,
                    headers={} if question.body is None else {"Content-Type": "application/json"},
                ) as response,
            ):  # fmt: skip
                content = _all_of(response, host)
                self._judge(host, response, content)
        except httpx.TimeoutException:
            raise _RetryError(_("no answer in time")) from None
        except httpx.TransportError as error:
            raise _unreached(host, error) from None
        answer = Answer(question, content, self._clock.now(), response.headers.get("content-type", ""))
        self._kept.keep(answer)
        self._asked_now.add(question)
        return answer

    def _judge(self, host: Host, response: httpx.Response, content: bytes) -> None:
        """Nothing for an answer that can be used; else what it means."""
        status = response.status_code
        if status == httpx.codes.OK:
            return
        said = problem_of(content, response.headers.get("content-type", ""))
        if status in _AGAIN:
            seconds = retry_after(response.headers.get("retry-after", ""), self._clock.now())
            raise _RetryError(_("it is asked too often") if status == 429 else f"HTTP {status}", seconds)
        raise refusal(host, response, said)


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: it takes longer than most answers."""
    return httpx.create_ssl_context()


def _all_of(response: httpx.Response, host: Host) -> bytes:
    pieces, size = [], 0
    for piece in response.iter_bytes():
        pieces.append(piece)
        size += len(piece)
        if size > host.most_bytes:
            raise FileError(
                _("The answer from {source} is larger than {limit} MB.").format(
                    source=host.source, limit=host.most_bytes // 1_000_000
                ),
                _("Nothing of it was used. Tell us what was asked for."),
            )
    return b"".join(pieces)


def _unreached(host: Host, error: httpx.TransportError) -> Exception:
    """A source that was not reached: a network without a way out is said at once, a broken line is tried again."""
    reasons: list[BaseException] = [error]
    while (cause := reasons[-1].__cause__ or reasons[-1].__context__) and cause not in reasons:
        reasons.append(cause)
    if any(isinstance(reason, ssl.SSLCertVerificationError) for reason in reasons):
        return FileError(
            _("The certificate of {source} was not accepted.").format(source=host.source),
            _("If your network opens encrypted traffic, IT can name its certificate in SSL_CERT_FILE."),
        )
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return FileError(
            _("{source} cannot be reached from here.").format(source=host.source),
            _(
                "Check the network (HTTPS_PROXY where there is a proxy). Without a network: "
                "tryggve fetch --plan says which files to put in a folder for --offline-from."
            ),
        )
    return _RetryError(_("only half an answer came"))


def refusal(host: Host, response: httpx.Response, said: str) -> RefusedError:
    """What an answer means that no new try will mend."""
    status, told = response.status_code, f" ({said})" if said else ""
    address = str(response.request.url)
    if response.is_redirect:
        what = _("{source} has moved {address}.")
        how = _("Tryggve does not follow on its own. Update Tryggve, or tell us.")
    elif status == httpx.codes.FORBIDDEN:
        what, how = _("{source} does not let us in{told}."), _(host.refused)
    elif status in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        what = _("{source} has nothing at {address}{told}.")
        how = _("The table or figure may have been taken away or renamed. Look it up at the source, and tell us.")
    else:
        what = _("{source} answered with HTTP {status}{told}.")
        how = _("The question was not understood. Update Tryggve, or tell us what was asked for: {address}").format(
            address=address
        )
    return RefusedError(what.format(source=host.source, address=address, status=status, told=told), how, status)


def retry_after(text: str, now: dt.datetime) -> float:
    """Seconds that Retry-After asks for: a number or a date; 0 for what is neither."""
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError):
        return 0.0
