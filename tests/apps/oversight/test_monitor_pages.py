"""The monitor's pages: a question in words, a log, an end; and nobody named in public."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client

from jernih.apps.accounts.models import Staff
from jernih.apps.oversight import actions, jobs
from jernih.apps.oversight.models import Alarm, NightCount, OfficerDay
from jernih.pure.reasons import AlarmKind, InspectionOutcome
from jernih.pure.roles import Role
from jernih.ui.labels import label_of
from tests import hall_makers as made
from tests import oversight_makers as makers
from tests.apps.oversight.test_inspections import NIGHT
from tests.oversight_makers import EVENING, STRANGE, WORDS
from tests.visits import Desk, says, words

pytestmark = pytest.mark.django_db
HOME = "pengawasan/"
STAFF = set(Role) - {Role.CITIZEN, Role.KIOSK, Role.CLOCK}


@pytest.fixture
def hall(clock):
    clock.at(EVENING)
    return makers.strange_hall()


@pytest.fixture
def alarm(hall):
    found = makers.make_alarm(hall)
    Staff.objects.create(
        username="strang", ref=STRANGE, full_name="Budi Santoso", office=hall.office.slug
    )
    return found


def page_of(alarm):
    return f"{HOME}tanda/{alarm.ref}/"


def end(outcome, words):
    return {"end-outcome": outcome, "end-words": words}


def test_before_anything_was_judged_the_page_says_so(hall):
    page = Desk(hall.office, Role.AUDITOR).see(HOME)

    assert says(page, "No sign of anything")
    assert says(page, "No day has been closed and looked at yet.")


def test_somebody_s_word_judges_what_is_closed(hall):
    desk = Desk(hall.office, Role.SUPERVISOR)

    page = desk.do(f"{HOME}nilai/")

    assert says(page, "Every closed day has been looked at.")
    assert says(page, label_of(AlarmKind.SKIPS).words)
    assert Alarm.objects.count() == 2
    assert desk.do(f"{HOME}nilai/", day="2026-11-25").status_code == 200
    assert Alarm.objects.count() == 2
    assert desk.do(f"{HOME}nilai/", day="kapan").status_code == 404


def test_an_alarm_explains_itself(hall, alarm):
    page = Desk(hall.office, Role.SUPERVISOR).see(page_of(alarm))

    told = words(page)
    assert "4 dari 5 panggilan bulan ini" in told
    assert "80,0 %" in told
    assert "Sampai 1,0 % masih wajar." in told
    assert "paling banyak sekali dalam" in told
    assert says(page, "Many sick or very old people came, or parents with small children.")
    assert f"Budi Santoso {STRANGE}" in told
    assert "<svg" in page.content.decode()


def test_in_english_the_figures_are_english(hall, alarm):
    desk = Desk(hall.office, Role.SUPERVISOR)

    page = desk.client.get(f"/petugas/{page_of(alarm)}", headers={"accept-language": "en"})

    assert "Up to 1.0 % raise no question." in words(page)


def test_from_question_to_end_by_the_pages(hall, alarm):
    desk = Desk(hall.office, Role.SUPERVISOR)

    desk.do(f"{page_of(alarm)}ambil/")
    desk.do(f"{page_of(alarm)}catat/", words=WORDS)
    page = desk.do(f"{page_of(alarm)}akhiri/", **end("HARD_CASES", "Loket dekat pintu."))

    alarm.refresh_from_db()
    assert alarm.state == "CLOSED"
    told = words(page)
    assert WORDS in told
    assert "Loket dekat pintu." in told
    assert says(page, label_of(InspectionOutcome.HARD_CASES).words)
    assert says(desk.see(HOME), label_of(InspectionOutcome.HARD_CASES).words)
    page = Desk(hall.office, Role.AUDITOR).do(f"{page_of(alarm)}buka/", words="Kurang jelas.")
    assert "Kurang jelas." in words(page)
    alarm.refresh_from_db()
    assert alarm.state == "CHECKING"


def test_an_end_without_words_or_outcome_is_asked_for(hall, alarm):
    desk = Desk(hall.office, Role.SUPERVISOR)
    desk.do(f"{page_of(alarm)}ambil/")

    page = desk.do(f"{page_of(alarm)}akhiri/", **end("", " "))

    assert page.status_code == 422
    assert says(page, "Choose how it ends.")
    assert says(page, "Write why.")
    assert desk.do(f"{page_of(alarm)}akhiri/", **end("GONE", "x")).status_code == 422
    assert desk.do(f"{page_of(alarm)}catat/", words="").status_code == 422
    alarm.refresh_from_db()
    assert alarm.state == "CHECKING"


def test_an_end_that_nobody_took_first_is_told_where_it_stands(hall, alarm):
    page = Desk(hall.office, Role.SUPERVISOR).do(f"{page_of(alarm)}akhiri/", **end("CHANCE", "x"))

    assert page.status_code == 409


def test_whoever_it_is_about_sees_that_others_look(hall, alarm):
    desk = Desk(hall.office, Role.SUPERVISOR)
    Alarm.objects.filter(pk=alarm.pk).update(subject=desk.staff.ref)

    page = desk.see(page_of(alarm))
    assert says(page, "Four eyes")
    assert "<form" not in page.content.decode().split("j-main", 1)[1]
    page = desk.do(f"{page_of(alarm)}ambil/")
    assert says(page, "This is about you, or about something you vouched for. Somebody else looks.")
    alarm.refresh_from_db()
    assert alarm.state == "RAISED"


def test_who_may_see_and_act(hall):
    alarm = makers.make_alarm(hall)
    sees, acts = set(), set()
    for role in STAFF:
        desk = Desk(hall.office, role)
        paths = (HOME, page_of(alarm), f"{HOME}hari/2026-11-25/", f"{HOME}hari/2026-11-25.csv")
        seen = {desk.see(path).status_code for path in paths}
        assert seen in ({200}, {403})
        sees |= {role} if seen == {200} else set()
        acts |= {role} if desk.do(f"{page_of(alarm)}ambil/").status_code == 200 else set()
        lot = desk.do(f"{HOME}hari/2026-11-25/undi/", word="x").status_code
        assert (lot != 403) == (role is Role.AUDITOR)

    assert sees == {Role.SUPERVISOR, Role.AUDITOR, Role.HEAD}
    assert acts == {Role.SUPERVISOR, Role.AUDITOR}


def test_nobody_signed_in_sees_nothing(hall, alarm):
    for path in (HOME, page_of(alarm), f"{HOME}hari/2026-11-25/"):
        assert Client().get(f"/petugas/{path}").status_code == 302


def test_another_office_s_alarm_is_not_found(hall, alarm):
    other = made.make_hall(is_open=False)
    desk = Desk(other.office, Role.AUDITOR)

    assert desk.see(page_of(alarm)).status_code == 404
    assert desk.do(f"{page_of(alarm)}ambil/").status_code == 404
    assert desk.see(f"{HOME}hari/2026-11-25/").status_code == 404
    assert desk.do(f"{page_of(alarm)}lain/").status_code == 404


def test_the_day_shows_every_counter_and_gives_a_file(hall, alarm):
    desk = Desk(hall.office, Role.AUDITOR)

    page = desk.see(f"{HOME}hari/2026-11-25/")
    assert "1 Budi Santoso s-strang 5 4 5 0 0 0" in words(page)
    file = desk.see(f"{HOME}hari/2026-11-25.csv")
    [row] = csv.DictReader(io.StringIO(file.content.decode()))
    assert (row["officer"], row["counter"], row["calls"], row["skips"]) == (STRANGE, "1", "5", "4")
    assert row["skips_health"] == "4"
    assert "Budi" not in file.content.decode()
    assert desk.see(f"{HOME}hari/2026-11-24/").status_code == 404
    assert desk.see(f"{HOME}hari/kapan/").status_code == 404


def test_every_kind_of_alarm_has_words_in_both_languages(hall, alarm):
    desk = Desk(hall.office, Role.SUPERVISOR)

    for kind in AlarmKind:
        Alarm.objects.exclude(pk=alarm.pk).update(day=made.DAY - timedelta(days=1))
        detail = "HEALTH" if kind is AlarmKind.SKIP_REASON else ""
        Alarm.objects.filter(pk=alarm.pk).update(kind=kind, detail=detail)
        for language in ("id", "en"):
            page = desk.client.get(
                f"/petugas/{page_of(alarm)}", headers={"accept-language": language}
            )
            assert page.status_code == 200
            assert not re.search(r"\{\w+\}", words(page))


# ---- in public


def test_before_the_first_night_everybody_sees_that_nothing_was_counted(hall, alarm):
    page = Client().get(f"/pengawasan/{hall.office.slug}/")

    assert says(page, "No sign of anything")
    assert says(page, "No day has been closed and counted yet.")


def test_everybody_sees_counts_and_nobody_s_name_or_counter(hall, alarm):
    by = {"ref": alarm.ref, "actor": makers.supervisor(hall), "now": EVENING}
    actions.take_alarm(**by)
    actions.close_alarm(**by, outcome=InspectionOutcome.INSTRUCTED, words="Budi berjanji.")
    jobs.count(NIGHT)

    page = Client().get(f"/pengawasan/{hall.office.slug}/")

    told = page.content.decode()
    assert says(page, label_of(AlarmKind.SKIPS).words)
    assert says(page, label_of(InspectionOutcome.INSTRUCTED).words)
    for secret in (STRANGE, "s-superv", "Budi", "berjanji", alarm.ref):
        assert secret not in told
    # Of a hall with one counter a picture would be a portrait.
    assert "<circle" not in told
    assert "Kurang dari 5 loket" in words(page)


def test_a_picture_of_five_counters_has_dots_without_numbers(hall, alarm):
    jobs.count(NIGHT)
    row = OfficerDay.objects.get()
    for n in range(2, 7):
        OfficerDay.objects.create(
            judged_day=row.judged_day, officer=f"s-offic{n}", counter=40 + n, calls=30 + n, skips=0
        )

    told = Client().get(f"/pengawasan/{hall.office.slug}/").content.decode()

    assert told.count("<circle") == 6
    assert told.count("is-over") == 1
    picture = told.split('<figure class="j-chart"')[1].split("</svg>")[0]
    assert not re.search(r"s-offic|>4[2-6]<", picture)


def test_what_was_closed_after_the_last_night_is_not_told_before_the_next(hall, alarm):
    jobs.count(NIGHT)
    before = words(Client().get(f"/pengawasan/{hall.office.slug}/"))
    by = {"ref": alarm.ref, "actor": makers.supervisor(hall), "now": NIGHT}
    actions.take_alarm(**by)
    actions.close_alarm(**by, outcome=InspectionOutcome.INSTRUCTED, words=WORDS)

    assert words(Client().get(f"/pengawasan/{hall.office.slug}/")) == before
    assert NightCount.objects.get().open == 2
