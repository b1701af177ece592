"""Handing mails to a mail server over one kept connection (RFC 5321)."""

import smtplib
import ssl

from .clean_text import clean_line
from .outcomes import PermanentFailure, TemporaryFailure, Transport

# Answers to one message that speak of the connection: closing, wants TLS or a password.
_ABOUT_THE_CONNECTION = (421, 530, 534, 535, 538)


class SmtpTransport(Transport):
    """A mail server: TLS from the start, or STARTTLS required, or plain (this machine only, unless told)."""

    def __init__(
        self,
        host: str,
        port: int,
        username: str = "",
        password: str = "",
        security: str = "starttls",
        timeout: float = 20,
        ca_file: str | None = None,
    ) -> None:
        self.host, self.port, self.timeout = host, port, timeout
        self.username, self._password, self.security = username, password, security
        self.ca_file = ca_file
        self._smtp: smtplib.SMTP | None = None

    def connect(self) -> None:
        if self._smtp is not None:
            return
        try:
            self._smtp = self._opened()
        except smtplib.SMTPResponseException as refused:
            raise TemporaryFailure(_answer(refused.smtp_code, refused.smtp_error), everyone=True)
        except (OSError, smtplib.SMTPException, UnicodeError) as failure:
            raise TemporaryFailure(f"{self.host}: {failure or type(failure).__name__}", everyone=True)

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()

    def _opened(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = ssl.create_default_context(cafile=self.ca_file)
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            self._introduce(smtp)
        except (OSError, smtplib.SMTPException, UnicodeError):
            smtp.close()
            raise
        return smtp

    def _introduce(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self.security == "starttls":
            # Raises SMTPNotSupportedError where the server has none: a password never goes out in clear.
            smtp.starttls(context=ssl.create_default_context(cafile=self.ca_file))
            smtp.ehlo()
        if self.username:
            smtp.login(self.username, self._password)

    def _deliver(self, octets: bytes, sender: str, recipient: str) -> str:
        try:
            self._begin(octets, sender)
            self._check(*self._session().rcpt(recipient))
            return self._hand_over(octets)
        except (OSError, smtplib.SMTPException, UnicodeError) as failure:
            self._drop()
            raise TemporaryFailure(f"{self.host}: {failure or type(failure).__name__}")

    def _begin(self, octets: bytes, sender: str) -> None:
        """MAIL FROM. A kept connection that the server has closed meanwhile is opened again, once: nothing
        has left yet."""
        if self._smtp is not None:
            try:
                code, text = self._mail_from(octets, sender)
            except (OSError, smtplib.SMTPException):
                code, text = 421, b""
            if code != 421:
                return self._check_sender(code, text)
            self._drop()
        self.connect()
        return self._check_sender(*self._mail_from(octets, sender))

    def _mail_from(self, octets: bytes, sender: str) -> tuple[int, bytes]:
        smtp = self._session()
        return smtp.mail(sender, [f"size={len(octets)}"] if smtp.has_extn("size") else [])

    def _check_sender(self, code: int, text: bytes) -> None:
        # 552 speaks of this message's size; any other refusal here would refuse every message.
        if code == 552:
            self._check(code, text)
        if code != 250:
            self._reset()
            raise TemporaryFailure(_answer(code, text), everyone=True)

    def _hand_over(self, octets: bytes) -> str:
        try:
            code, text = self._session().data(octets)
        except smtplib.SMTPDataError as refused:
            code, text = refused.smtp_code, _octets(refused.smtp_error)
        self._check(code, text)
        return _answer(code, text)

    def _check(self, code: int, text: bytes) -> None:
        """Raises for a refusal (RFC 5321 §4.2.1) after making the connection ready for the next message."""
        if 200 <= code < 300:
            return
        self._reset()
        if code in _ABOUT_THE_CONNECTION:
            raise TemporaryFailure(_answer(code, text), everyone=True)
        raise (PermanentFailure if 500 <= code < 600 else TemporaryFailure)(_answer(code, text))

    def _session(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise smtplib.SMTPServerDisconnected("connection closed")
        return self._smtp

    def _reset(self) -> None:
        try:
            code, _ = self._session().rset()
        except (OSError, smtplib.SMTPException):
            code = 0
        if code != 250:
            self._drop()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _octets(text: bytes | str) -> bytes:
    return text.encode("utf-8", "replace") if isinstance(text, str) else text


def _answer(code: int, text: bytes | str) -> str:
    return clean_line(f"{code} {_octets(text).decode('utf-8', 'replace')}", 500)
