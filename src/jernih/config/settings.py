"""Every setting of the office, in one file. Production is the default; `.env` loosens it.

What may vary is read through `env`, and explained in `.env.example`.
"""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_noop

from jernih.config import clock, embedded, env, where

# Lets ModelAdmin[Office] and Form[...] be written at run time as mypy wants them.
django_stubs_ext.monkeypatch()

ROOT, VAR, DEVELOPMENT = where.ROOT, where.VAR, where.DEVELOPMENT
DEBUG = env.flag("JERNIH_DEBUG")
IS_DEMO = env.flag("JERNIH_DEMO", default=DEVELOPMENT)
# Three draws to look at: most of the time that a first start takes.
DEMO_APPLICATIONS = env.number("JERNIH_DEMO_DRAWS", default=214 if IS_DEMO else 0)
OFFICE_NAME = env.text("JERNIH_OFFICE_NAME", "Kantor Imigrasi Tarakan")

# Keys. Development makes its own and keeps them in var/; a real office must be given them.
if DEVELOPMENT:
    env.keep_secret(VAR / "secrets.env", "SECRET_KEY", "SERVER_KEY")
SECRET_KEY = env.text("SECRET_KEY")
SERVER_KEY = env.text("SERVER_KEY")
LOG_DIR = VAR / "log"
LOG_KEY_FILE = ROOT / env.text("JERNIH_LOG_KEY_FILE", str(VAR / "log-key"))
POLICY_FILE = where.POLICY_FILE
# The record as one file for auditors, and what our own check of it found last.
EXPORT_FILE = VAR / "export" / "jernih-record.zip"
OWN_CHECK_FILE = VAR / "own-check.json"
# The key elsewhere than in that file: as a text, with systemd, or in a program that signs for us.
LOG_KEY = env.text("JERNIH_LOG_KEY", "")
LOG_SIGNER, LOG_VKEY = env.text("JERNIH_LOG_SIGNER", ""), env.text("JERNIH_LOG_VKEY", "")
CREDENTIALS_DIR = env.folder("CREDENTIALS_DIRECTORY")
NULLIFIER_KEY_FILE = ROOT / env.text("JERNIH_NULLIFIER_KEY_FILE", str(VAR / "nullifier-key"))
# Keys of surveys: never in a backup of the database, for what is destroyed must stay so.
SURVEY_DIR = ROOT / env.text("JERNIH_SURVEY_DIR", str(VAR / "survey"))
# Servers that give the beacon's rounds, the first that answers truly; none means people bring them.
DRAND_RELAYS = env.words("JERNIH_DRAND_RELAYS")
# The overseer's public key for rosters of who may open reports, in hex; its other half is off line.
# A demonstration makes both and keeps them in var/.
DEMO_ROSTER_KEY_FILE = VAR / "demo-roster-key.txt"
ROSTER_KEY = env.text("ROSTER_KEY", env.first_word(DEMO_ROSTER_KEY_FILE) if IS_DEMO else "")
LOG_ORIGIN = env.text("JERNIH_LOG_ORIGIN", "jernih.invalid/tarakan" if DEVELOPMENT else None)

# Where we are reached.
WEB_PORT, LIVE_PORT = where.WEB_PORT, where.LIVE_PORT
SITE_URL = env.text("SITE_URL", f"http://localhost:{WEB_PORT}" if DEVELOPMENT else None)
SITE_HOST = urlsplit(SITE_URL).hostname or ""
# Whoever finds a hole writes here, mailto: or https:; the reporters' doors need no account.
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "") or f"{SITE_URL}/lapor/"
# In development phones of the same network come by whatever address they know.
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*" if DEVELOPMENT else SITE_HOST)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
ROOT_URLCONF = "jernih.config.urls"
WSGI_APPLICATION = "jernih.config.wsgi.application"

INSTALLED_APPS = [
    "jernih.apps.ledger",
    "jernih.apps.accounts",
    "jernih.apps.notices",
    "jernih.apps.offices",
    "jernih.apps.booking",
    "jernih.apps.hall",
    "jernih.apps.oversight",
    "jernih.apps.complaints",
    "jernih.apps.conduct",
    "jernih.apps.surveys",
    "jernih.apps.integrity",
    "jernih.apps.portal",
    "jernih.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "procrastinate.contrib.django",
    # Not AdminConfig: nothing registers itself, only what offices/admin.py names.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "jernih.apps.hall.middleware.SamePlace",
    # Above all that would know a reporter, or leave something with her.
    "jernih.apps.complaints.middleware.QuietDoors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "jernih.ui.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jernih.apps.accounts.middleware.StaffGate",
    "jernih.ui.middleware.PlainRefusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jernih.ui.context.site",
            ],
        },
    }
]
FORM_RENDERER = "jernih.ui.forms_renderer.JernihRenderer"
SITE_LINKS = (
    (gettext_noop("Find my number"), "booking:find"),
    (gettext_noop("Prices"), "portal:prices"),
    (gettext_noop("Draws"), "booking:draw-list"),
    (gettext_noop("What people say"), "surveys:figures"),
    (gettext_noop("Check us"), "portal:check"),
    (gettext_noop("Open data"), "portal:data"),
    (gettext_noop("Privacy"), "portal:privacy"),
)
# Words, address, permission: the menu and the home page of staff.
STAFF_NAV: tuple[tuple[str, str, str], ...] = (
    (gettext_noop("Counter"), "hall:desk", "COUNTER_RUN"),
    (gettext_noop("Front desk"), "hall:arrivals", "TICKET_CHECK_IN"),
    (gettext_noop("Help someone"), "booking:assist", "APPLICATION_ASSIST"),
    (gettext_noop("Hall"), "hall:floor", "FLOOR_SEE"),
    (gettext_noop("Numbers"), "booking:supply-list", "SUPPLY_PLAN"),
    (gettext_noop("Draws"), "booking:batch-list", "FIGURES_SEE"),
    (gettext_noop("Files"), "hall:files", "FILES_COMPARE"),
    (gettext_noop("Monitor"), "oversight:alarm-list", "ALARM_SEE"),
    (gettext_noop("Cases"), "complaints:case-list", "CASE_SEE"),
    (gettext_noop("Complaints"), "complaints:grievance-list", "GRIEVANCE_HANDLE"),
    (gettext_noop("Days kept"), "complaints:grievance-board", "GRIEVANCE_BOARD"),
    (gettext_noop("My gifts"), "conduct:gift-list", "GIFT_DECLARE"),
    (gettext_noop("Gift register"), "conduct:gift-register", "GIFT_KEEP"),
    (gettext_noop("My pledges"), "conduct:pledge-list", "PLEDGE_SIGN"),
    (gettext_noop("Integrity zone"), "integrity:sheet", "SHEET_SEE"),
    (gettext_noop("Answers on paper"), "surveys:paper", "SURVEY_ENTER"),
    (gettext_noop("Surveys"), "surveys:publish", "INDEX_PUBLISH"),
    (gettext_noop("Messages"), "offices:outbox", "OUTBOX_SEE"),
    (gettext_noop("Office"), "office_admin:index", "OFFICE_MANAGE"),
    (gettext_noop("Staff"), "accounts:staff-list", "STAFF_MANAGE"),
)

# Database: a server that we are given, or the embedded one of `jernih run`.
DATABASE_URL = where.DATABASE_URL


def _database(url: str) -> dict[str, Any]:
    """Read postgresql://user:password@host:port/name, or ...///name?host=/socket/folder."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or asked.get("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or asked.get("host", "")),
        "PORT": str(parts.port or asked.get("port", "")),
    }


DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **(_database(DATABASE_URL) if DATABASE_URL else embedded.django_database(where.PG_DATA)),
        "CONN_MAX_AGE": env.number("DATABASE_CONNECTION_SECONDS", 600),
        "CONN_HEALTH_CHECKS": True,
        # Statements written by hand are planned once a connection (ledger.actions.prepared), not
        # for each value anew. The ORM's are as ever: Django writes the values into them.
        "OPTIONS": {
            "prepare_threshold": 0,
            "options": "-c plan_cache_mode=force_generic_plan",
        },
        # Only actions open transactions.
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Throttling must count across processes; the table is made by a migration of accounts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Staff.
AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/petugas/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Jernih"
MFA_FORMS = {"add_webauthn": "jernih.apps.accounts.forms.PasskeyForm"}
# Passkeys want https; a browser makes an exception for localhost, allauth needs to be told.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
USERSESSIONS_TRACK_ACTIVITY = True
ACCOUNT_ADAPTER = "jernih.apps.accounts.forms.SignInRules"
SIGN_IN_PATH = "/petugas/masuk/"
# Without it a stolen password is enough; a demonstration may do without.
STAFF_SECOND_FACTOR = env.flag("STAFF_SECOND_FACTOR", default=not DEVELOPMENT)
STAFF_IDLE_MINUTES = env.number("STAFF_IDLE_MINUTES", 60)
# Proxies before us that add to X-Forwarded-For: throttling counts the address behind them.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0

# Words and time. Moments are stored in UTC and shown in the zone of the office.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "jernih" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.text("JERNIH_TIME_ZONE", "Asia/Makassar")
USE_TZ = True

# A development clock that runs ahead or behind, so that a closed day can be tried as an open one.
CLOCK_SHIFT = env.number("JERNIH_CLOCK_SHIFT", 0) if DEVELOPMENT else 0
CLOCK_LATER = env.text("JERNIH_CLOCK_LATER", "") if DEVELOPMENT else ""
if CLOCK_SHIFT or CLOCK_LATER:
    clock.shift(CLOCK_SHIFT, later=ROOT / CLOCK_LATER if CLOCK_LATER else None)

# Paper: `host:port` of a network printer, or a device file; empty prints by the browser.
TICKET_PRINTER = env.text("TICKET_PRINTER", "")

# The overseer's mirror of sealed reports: where it is, and the key it countersigns with.
MIRROR_URL, MIRROR_VKEY = env.text("MIRROR_URL", ""), env.text("MIRROR_VKEY", "")

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEVELOPMENT
WHITENOISE_AUTOREFRESH = DEBUG

# Mail. Without a server, messages stay in the outbox, and the demonstration shows them.
EMAIL_HOST = env.text("SMTP_HOST", "")
EMAIL_PORT = env.number("SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("SMTP_TLS", default=True)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"no-reply@{SITE_HOST}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Other channels, each by one HTTP POST; without an address they are off.
WHATSAPP_URL = env.text("WHATSAPP_URL", "")
WHATSAPP_TOKEN = env.text("WHATSAPP_TOKEN", "")
SMS_URL = env.text("SMS_URL", "")
SMS_TOKEN = env.text("SMS_TOKEN", "")
SMS_TEMPLATE = env.text("SMS_TEMPLATE", '{"to": "{to}", "message": "{text}", "ref": "{key}"}')

# The browser's side of safety: nothing inline, nothing from elsewhere.
# In development the live process has a port of its own, whatever address we are called by.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "connect-src": [SELF, *([f"*:{LIVE_PORT}"] if LIVE_PORT else [])],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not DEVELOPMENT
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEVELOPMENT
SECURE_HSTS_PRELOAD = not DEVELOPMENT
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_AGE = 12 * 3600  # one working day
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jernih.ui.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
# Whatever is uploaded stays in memory: a folder for temporary files would keep it in the open.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 21_000_000
# Where people send a photo, a body may be larger than elsewhere: the beginning of the address.
ROOM_FOR_PHOTOS = (
    "/petugas/kasus/",
    "/petugas/gratifikasi/",
    "/petugas/zona/",
    "/petugas/lapor/",
    "/lapor/segel/",
    "/lapor/ikuti/",
    "/lapor/layanan/",
)

# Background work.
PROCRASTINATE_ON_APP_READY = "jernih.config.schedule.register"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"codes": {"()": "jernih.config.quiet_paths.HideCodes"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["codes"],
        }
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {"jernih": {"level": "INFO"}},
}
