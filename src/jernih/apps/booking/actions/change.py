"""Steps that changing an application needs: lock it, read its people."""

from datetime import date

from jernih.apps.booking.models import Applicant, Application
from jernih.pure.states import ApplicationState, IllegalMove


def lock_application(ref: str) -> Application:
    """Return one application that nobody else can change until our transaction ends.

    Raises Application.DoesNotExist.
    """
    # Not FOR UPDATE of the joined office: that row is everybody's.
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("office", "service")
        .get(ref=ref)
    )


def people_of(application: Application) -> list[Applicant]:
    """Return the applicants of a locked application with their seats, by position."""
    return list(application.applicants.select_related("seat__slot").order_by("position"))


def day_of(application: Application) -> date:
    """Return the day of an application's numbers. Raises IllegalMove for one without numbers."""
    if application.day is None:
        stands = ApplicationState(application.state)
        raise IllegalMove(f"{stands} has no day", stands=stands)
    return application.day
