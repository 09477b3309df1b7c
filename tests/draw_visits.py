"""Somebody who takes part in a draw by the pages of /ambil/."""

from typing import Any

from django.http import HttpResponse

from jernih.apps.booking import queries as booking
from jernih.apps.booking.models import Batch
from jernih.pure.people import Person
from tests import makers
from tests.visits import Citizen, words


class Player(Citizen):
    """A citizen whose service is drawn."""

    def __init__(self, batch: Batch, **client: Any) -> None:
        super().__init__(batch.office, **client)
        self.batch = batch

    def go_for(self, way: str = "") -> HttpResponse:
        return self.post("cara/", way=way or self.batch.ref)

    def rank(self, *places: object, **more: Any) -> HttpResponse:
        """Rank the days of the batch in their order: 2, 1 is the second day first."""
        ranks = {f"rank_{at}": place for at, place in enumerate(places)}
        return self.post("waktu/", **{"any_from": ""} | ranks | more)

    def come_into(self, step: str, *people: Person, **wish: Any) -> None:
        """Walk to this step of a draw, all before it rightly done; any day will do."""
        people = people or (makers.make_person(),)
        wish = wish or {"any_from": self.batch.first_day.isoformat()}
        way = {
            "cara/": lambda: self.choose(count=len(people)),
            "orang/": self.go_for,
            "waktu/": lambda: self.name(*people),
            "kontak/": lambda: self.post("waktu/", **wish),
            "kode/": self.give_address,
            "periksa/": self.type_code,
        }
        for name, do in way.items():
            page = do()
            assert page.status_code == 302, words(page)
            assert page["Location"] == f"/ambil/{name}", words(page)
            if name == step:
                return

    def take_part(self, *people: Person, **wish: Any) -> booking.ApplicationRow:
        """Join with these people, or one; the whole way by the pages."""
        self.come_into("periksa/", *people, **wish)
        return self.number(self.post("periksa/"))
