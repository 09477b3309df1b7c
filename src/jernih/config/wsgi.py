"""What the web server loads."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from jernih.config import guard, processes

# A worker whose master was killed would keep the port for ever, and no new web could start.
if die := processes.die_with_parent():
    die()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jernih.config.settings")
application = get_wsgi_application()
guard.refuse_to_start()
# Each thread that answers has its own.
connections.close_all()
