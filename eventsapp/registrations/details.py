"""What one person gives to register, cleaned."""

from dataclasses import dataclass, field

from eventsapp.registrations.contact_details import email_key, name_key


@dataclass(frozen=True, kw_only=True)
class Details:
    """`email` is None for someone without an address; `phone` is E.164 or empty. `needs` are codes of
    support.NEEDS, given with their own consent."""

    first_name: str
    last_name: str
    email: str | None = None
    phone: str = ""
    needs: tuple[str, ...] = field(default=())
    needs_note: str = ""

    @property
    def name_key(self) -> str:
        return name_key(self.first_name, self.last_name)

    @property
    def email_key(self) -> str | None:
        return email_key(self.email) if self.email else None

    @property
    def asks_for_support(self) -> bool:
        return bool(self.needs or self.needs_note)
