"""Steps that changing an application needs: lock it, read its people."""

from jernih.apps.booking.models import Applicant, Application
from jernih.apps.offices.models import Office
from jernih.pure.roles import Actor, Permission, require


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


def require_at(actor: Actor, permission: Permission, office: Office) -> None:
    """Raise Refused unless the actor may do this in this office."""
    require(actor, permission, office=office.slug)
