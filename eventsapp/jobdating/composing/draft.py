"""A plan while it is being composed. Every change is written down, so that a search can try and take back."""

from eventsapp.jobdating.composing.ground import Ground

Change = tuple[int, int, int, bool]  # person, stand, round, put (or taken)


class Draft:
    """Who meets which stand in which round. `value` and `kept` follow every change.

    A seat may be overfull while a chain is under way; whoever lets that happen clears it or undoes.
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.met: list[dict[int, int]] = [{} for _ in ground.people]  # by person: {stand: round}
        self.at: list[dict[int, int]] = [{} for _ in ground.people]  # by person: {round: stand}
        self.busy = [0] * len(ground.people)
        # Dictionaries as sets that keep their order: the same plan everywhere.
        self.seated: list[list[dict[int, None]]] = [[{} for _ in row] for row in ground.seats]
        self.room = list(ground.opens)  # by stand: rounds with a free seat
        self.value = 0
        self.kept = 0
        self.journal: list[Change] = []

    def count(self, person: int) -> int:
        return len(self.met[person]) + self.ground.held[person]

    def may_have_more(self, person: int) -> bool:
        return self.count(person) < self.ground.most[person]

    def freedom(self, person: int, without: int = 0) -> int:
        """Rounds in which the person could have one more interview, were those of `without` taken away."""
        busy = self.busy[person] & ~without
        return self.ground.time[person] & ~(self.ground.around(busy) if self.ground.rest or self.ground.near else busy)

    def is_overfull(self, stand: int, number: int) -> bool:
        return len(self.seated[stand][number]) > self.ground.seats[stand][number]

    def loss(self, person: int, stand: int) -> int:
        """What taking this interview away would cost."""
        return self.ground.wishes[person][stand] + self.ground.one_more(self.count(person))

    def gain(self, person: int, stand: int) -> int:
        """What giving this interview would bring."""
        return self.ground.wishes[person][stand] + self.ground.one_more(self.count(person) + 1)

    def put(self, person: int, stand: int, number: int) -> None:
        self._put(person, stand, number)
        self.journal.append((person, stand, number, True))

    def take(self, person: int, stand: int) -> int:
        number = self.met[person][stand]
        self._take(person, stand, number)
        self.journal.append((person, stand, number, False))
        return number

    def mark(self) -> int:
        return len(self.journal)

    def undo(self, mark: int) -> None:
        """Take back every change since the mark, the last first."""
        while len(self.journal) > mark:
            person, stand, number, was_put = self.journal.pop()
            if was_put:
                self._take(person, stand, number)
            else:
                self._put(person, stand, number)

    def copy(self) -> list[dict[int, int]]:
        return [dict(met) for met in self.met]

    def become(self, plan: list[dict[int, int]]) -> None:
        """Go back to a copy, with no way to undo that."""
        for person, known in enumerate(plan):
            if self.met[person] != known:
                for stand in list(self.met[person]):
                    self.take(person, stand)
        for person, known in enumerate(plan):
            for stand, number in known.items():
                if stand not in self.met[person]:
                    self.put(person, stand, number)
        self.journal.clear()

    def _put(self, person: int, stand: int, number: int) -> None:
        self.value += self.gain(person, stand)
        self.kept += self.ground.keep.get((person, stand)) == number
        self.met[person][stand] = number
        self.at[person][number] = stand
        self.busy[person] |= 1 << number
        seated = self.seated[stand][number]
        seated[person] = None
        if len(seated) >= self.ground.seats[stand][number]:
            self.room[stand] &= ~(1 << number)

    def _take(self, person: int, stand: int, number: int) -> None:
        self.value -= self.loss(person, stand)
        self.kept -= self.ground.keep.get((person, stand)) == number
        del self.met[person][stand]
        del self.at[person][number]
        self.busy[person] &= ~(1 << number)
        seated = self.seated[stand][number]
        del seated[person]
        if len(seated) < self.ground.seats[stand][number]:
            self.room[stand] |= 1 << number
