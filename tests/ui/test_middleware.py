"""Refusals become pages in plain words; every answer carries the safety headers."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.utils import translation

from jernih.pure.roles import Refused
from jernih.pure.states import APPLICATION, ApplicationState, IllegalMove
from jernih.ui import errors
from jernih.ui.middleware import PlainRefusals, SecurityHeaders


def ok(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def words(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("problem", "status", "said"),
    [
        (Refused("hall:ticket:call"), 403, "You may not do this"),
        (IllegalMove("SERVED -> CALLED"), 409, "This has already moved on"),
    ],
)
def test_a_refusal_is_a_page_without_a_trace(problem, status, said):
    request = RequestFactory().get("/petugas/counter/")

    response = PlainRefusals(ok).process_exception(request, problem)

    assert response is not None
    assert response.status_code == status
    assert said in words(response)
    assert str(problem) not in words(response)


def test_a_thing_that_moved_on_is_shown_where_it_stands_with_a_way_back_to_it():
    with pytest.raises(IllegalMove) as problem:
        APPLICATION.check(ApplicationState.WITHDRAWN, ApplicationState.WITHDRAWN)
    request = RequestFactory().post(
        "/nomor/X/kembalikan/", headers={"referer": "http://testserver/nomor/X/kembalikan/?a=1"}
    )

    response = PlainRefusals(ok).process_exception(request, problem.value)

    assert "Given back" in words(response)
    assert 'href="/nomor/X/kembalikan/"' in words(response)


@pytest.mark.parametrize(
    "referer",
    ["", "https://elsewhere.example/x", "http://testserver", "//testserver//evil.example"],
)
def test_the_way_back_never_leads_outside(referer):
    request = RequestFactory().post("/ambil/", headers={"referer": referer})

    response = errors.moved_on(request)

    assert 'class="govuk-button" href="/"' in words(response)


def test_a_bug_is_not_hidden():
    assert PlainRefusals(ok).process_exception(RequestFactory().get("/"), ValueError()) is None


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1_000)
def test_a_body_that_is_too_large_is_refused_before_it_is_read():
    request = RequestFactory().post("/ambil/", data=b"x" * 1_001, content_type="text/plain")

    response = PlainRefusals(ok)(request)

    assert response.status_code == 413
    assert "too much at once" in words(response)


def test_a_length_that_is_no_number_is_left_to_the_server():
    request = RequestFactory().get("/", CONTENT_LENGTH="many")

    assert PlainRefusals(ok)(request).status_code == 200


def test_only_our_own_pages_may_use_the_camera():
    response = SecurityHeaders(ok)(RequestFactory().get("/"))

    assert "camera=(self)" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]


def test_a_view_may_set_a_header_of_its_own():
    def own(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Permissions-Policy": "camera=()"})

    assert SecurityHeaders(own)(RequestFactory().get("/"))["Permissions-Policy"] == "camera=()"


def test_too_many_tries_say_how_long_to_wait():
    response = errors.too_many(RequestFactory().get("/"), wait_seconds=130)

    assert response["Retry-After"] == "130"
    assert "3 minutes" in words(response)


@pytest.mark.parametrize(
    "page",
    [
        errors.bad_request,
        errors.permission_denied,
        errors.page_not_found,
        errors.moved_on,
        errors.too_large,
        errors.server_error,
        errors.csrf_failure,
    ],
)
@pytest.mark.parametrize("path", ["/ambil/", "/petugas/"])
def test_every_error_page_says_what_to_do_next(page, path):
    response = page(RequestFactory().get(path))

    assert response.status_code >= 400
    assert f'class="govuk-button" href="{"/petugas/" if path == "/petugas/" else "/"}"' in words(
        response
    )


def test_our_own_mistake_is_said_even_when_session_and_database_are_down():
    request = RequestFactory().get("/petugas/", headers={"cookie": "sessionid=abc"})
    request.session = request.user = None  # whatever asks one of these fails

    assert "mistake is ours" in words(errors.server_error(request))
