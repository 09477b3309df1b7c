"""A reporter's receipt, by her code: her proof that the report stands on the record."""

import json
from base64 import b64encode

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jernih.apps.complaints.actions.fetch_receipt import fetch_receipt
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.pure.roles import CITIZEN
from jernih.ui.access import public

_MOST = 4_096


# No cookie is sent or read here, so there is nothing that another page could misuse.
@csrf_exempt
@never_cache
@require_POST
@public
def report_proof(request: HttpRequest) -> JsonResponse:
    """Give `{receipt, manifest}`; `receipt` is empty until a night has told the report.

    In: `{locator, auth}`, hex. Unknown and wrong look alike.
    """
    try:
        said = json.loads(request.body[:_MOST])
        locator, auth = str(said["locator"]), bytes.fromhex(said["auth"])
        found = fetch_receipt(locator=locator, auth=auth, actor=CITIZEN)
    except (ValueError, KeyError, TypeError, NoSuchCase):
        return JsonResponse({}, status=404)
    receipt = b64encode(found.file).decode() if found.file else ""
    return JsonResponse({"receipt": receipt, "manifest": found.manifest})
