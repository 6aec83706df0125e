"""Every setting of the portal, read from the environment; each with its why. Nothing else reads the environment."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    """One setting; NAME_FILE wins over NAME, so that a container can hand secrets over as files."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get(name, default)


def flag(name: str, default: str = "") -> bool:
    return env(name, default).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in env(name, default).split(",") if word.strip()]


# --- where things lie ------------------------------------------------------------------------------------------------
DATA_DIR = Path(env("PVEHUB_DATA") or BASE_DIR / ".data").absolute()
FILES_ROOT = Path(env("FILES_ROOT") or DATA_DIR / "files")
STATIC_ROOT = Path(env("STATIC_ROOT") or BASE_DIR / ".static")

# --- safety ----------------------------------------------------------------------------------------------------------
DEBUG = flag("DEBUG")
SITE_URL = env("SITE_URL", f"http://127.0.0.1:{env('PORT', '8000')}").rstrip(
    "/"
)  # mail links and the letter's check page
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = words("ALLOWED_HOSTS") or sorted({SITE_HOST, "127.0.0.1", "localhost", "[::1]"})
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
IS_LOCAL = SITE_HOST in {"127.0.0.1", "localhost", "::1"}

SECRET_KEY = env("SECRET_KEY")
if not SECRET_KEY and (DATA_DIR / "secret_key").exists():
    SECRET_KEY = (DATA_DIR / "secret_key").read_text(encoding="ascii").strip()
if not SECRET_KEY:
    if not IS_LOCAL:
        raise ImproperlyConfigured("Set SECRET_KEY (or SECRET_KEY_FILE) to at least 50 random characters.")
    from pvehub.bootstrap import secret_key

    SECRET_KEY = secret_key(DATA_DIR)
if len(SECRET_KEY) < 40 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured("SECRET_KEY is too weak: it needs at least 50 random characters.")
if DEBUG and not IS_LOCAL:
    raise ImproperlyConfigured("DEBUG shows people's data to strangers: switch it off, or use a local SITE_URL.")

# --- the apps --------------------------------------------------------------------------------------------------------
GROUND = [
    "ui",
    "people",
    "vocabulary",
    "audit",
    "jobs",
    "access",
    "notifications",
    "files",
    "index",
    "staffing",
    "tokens",
    "operations",
]
APPS = ["projects", "risks", "knowledge", "endorsement"]
INSTALLED_APPS = [
    "pvehub",
    *(f"pvehub.{name}" for name in GROUND if (BASE_DIR / "pvehub" / name / "apps.py").exists()),
    *(name for name in APPS if (BASE_DIR / name / "apps.py").exists()),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "pgtrigger",
    "django_filters",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
# What load_vocabularies fills beyond the vocabularies themselves, in this order.
REFERENCE_LOADERS = [
    "pvehub.index.loading.load_reference",
    "risks.loading.load_reference",
    "knowledge.loading.load_reference",
]
# What stands at an address that somebody asks to see, and whose it is.
ACCESS_FINDERS = ["projects.asking.find", "knowledge.asking.find"]
AUDIT_VERBS = [
    f"{name}.verbs"
    for name in ["pvehub.staffing", "pvehub.access", "pvehub.tokens", "pvehub.index", "pvehub.operations", *APPS]
]  # the words of the timeline
NOTICE_KINDS = [f"{name}.notices" for name in ["pvehub.staffing", "pvehub.tokens", *APPS]]  # what a person can be told
REMINDERS = [f"{name}.reminders" for name in APPS]  # by which rules people are reminded
# How long rows are kept that are no record of the work, and which of them go with a person.
RETENTION = [f"{name}.retention" for name in ["pvehub.operations", *APPS]]
DUE_DATES = [f"{name}.dates" for name in APPS]  # what falls due to a person and stands in their calendar

MIDDLEWARE = [
    "pvehub.audit.middleware.request_id",
    "pvehub.operations.middleware.count",
    "pvehub.ui.middleware.compress",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pvehub.access.middleware.person",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pvehub.access.middleware.answers",
    "pvehub.access.middleware.headers",
]
ROOT_URLCONF = "pvehub.urls"
WSGI_APPLICATION = "pvehub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "pvehub.access.context.everywhere",
                "pvehub.notifications.context.unread",
            ]
        },
    }
]
FORM_RENDERER = (
    "pvehub.ui.forms.HubRenderer"
    if (BASE_DIR / "pvehub/ui/forms.py").exists()
    else "django.forms.renderers.TemplatesSetting"
)

# --- the database ----------------------------------------------------------------------------------------------------
# Two roles: *owner* makes tables, backs up and mends; *app* serves and may not rewrite what is append-only.
DATABASE_ROLE = env("PVEHUB_DATABASE_ROLE", "app")
DATABASE_URL = env("DATABASE_URL")
DATABASE_OWNER_URL = env("DATABASE_OWNER_URL") or DATABASE_URL
EMBEDDED = not (DATABASE_URL or DATABASE_OWNER_URL)


def database(url: str) -> dict[str, object]:
    """Django's dictionary for postgresql://user:password@host:port/name?option=value."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("DATABASE_URL must read postgresql://user:password@host:port/name.")
    options: dict[str, object] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or str(options.pop("host", ""))),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


if EMBEDDED:
    DATABASE_APP_ROLE = "pvehub_app"
    _role = "pvehub_owner" if DATABASE_ROLE == "owner" else DATABASE_APP_ROLE
    DATABASES = {"default": {"ENGINE": "pvehub.embedded", "NAME": "pvehub", "USER": _role, "OPTIONS": {}}}
else:
    DATABASES = {
        "default": database(DATABASE_OWNER_URL if DATABASE_ROLE == "owner" else DATABASE_URL or DATABASE_OWNER_URL)
    }
    _app, _owner = (unquote(urlsplit(url).username or "") for url in (DATABASE_URL, DATABASE_OWNER_URL))
    DATABASE_APP_ROLE = env("DATABASE_APP_ROLE") or (_app if _app != _owner else "")
DATABASES["default"]["ATOMIC_REQUESTS"] = (
    False  # actions are atomic themselves; a request is more than one action's worth
)
if flag("DATABASE_POOL"):  # web processes only: a pool in a forking worker shares sockets
    # A pool that goes on trying by itself waits longer each time, up to minutes, while the database has been back for long:
    # so it gives up soon, and each new question tries at once. There are more connections than threads, so whoever waits
    # for one waits for the database.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 6, "timeout": 3, "reconnect_timeout": 2}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people and sign-in ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["pvehub.staffing.backends.PasswordBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ANONYMOUS_USER_NAME = None  # guardian: nobody has no row, so nobody can be granted anything
GUARDIAN_MONKEY_PATCH_USER = False  # the only door to guardian is pvehub.access.grants
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "pvehub.staffing.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes the account; there is no sign-up
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "5/m/ip,3/h/key",
    "reauthenticate": "10/m/user",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds for which a signature that weighs asks nobody who they are
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "PVE Hub"

SESSION_COOKIE_AGE = 12 * 3600  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "pvehub.access.views.csrf_failure"
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = not flag("TLS_ENDS_BEFORE_US")
    SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = 31_536_000, True, True
    if flag("TLS_ENDS_BEFORE_US"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        # Limits are counted by the address that the proxy saw, which it adds last; else all would share one.
        ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# No unsafe-*, no other host: what a page needs comes from here or not at all.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- cache, background work, mail ------------------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL")
# Rate limits and one-time things must be shared by all workers: Redis, with a table while it is away, or a table alone.
CACHES = {
    "default": {"BACKEND": "pvehub.jobs.shared.SharedCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}
}
EMAIL_HOST = env("EMAIL_HOST")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env("EMAIL_HOST_USER"), env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = float(
    env("EMAIL_TIMEOUT", "20")
)  # seconds for each answer of the mail server; the outbox waits longer for the last one
# Without a mail server, mail is written as files beside the data: nothing is lost and nothing leaves the machine.
EMAIL_BACKEND = (
    "pvehub.notifications.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env(
    "DEFAULT_FROM_EMAIL", f"PVE Hub <no-reply@{SITE_HOST if '.' in SITE_HOST else 'pvehub.example'}>"
)

# --- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "pvehub" / "locale"]
FORMAT_MODULE_PATH = "pvehub.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# --- static and files ------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "projects.finders.LandFinder",  # the land of the map, drawn when static files are collected
]
# Tests serve the sources; elsewhere a file's name carries its hash, so that browsers keep it for a year.
HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT}},
    "staticfiles": {"BACKEND": PLAIN if flag("PVEHUB_TESTING") else HASHED},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "webp", "gz", "br"]
MEDIA_ROOT = FILES_ROOT
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "endorsement.hashing.Hashing",  # first: what anybody sends to the check of a letter is hashed and kept nowhere
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "pvehub.files.receiving.Receiving",  # larger ones: on the disk, or a sentence in the form where it is full
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # the review round of a long register is one form
CLAMAV_SOCKET = env("CLAMAV_SOCKET")

# --- backups ---------------------------------------------------------------------------------------------------------
# Without it no backup opens: it is kept apart from them, and from this machine. Several, one a line: the first makes
# backups, each of them opens those it made.
BACKUP_KEY = env("BACKUP_KEY")
BACKUP_DIR = env("BACKUP_DIR")  # where the timetable puts one a day; without it none is made by itself

SERVING_SINCE = float(env("PVEHUB_SERVING_SINCE", "0"))  # seconds; the web server tells its processes when it began
METRICS_ADDRESS = env("METRICS_ADDRESS")  # host:port for a Prometheus server, never the public one; without it none

# --- the organization ------------------------------------------------------------------------------------------------
# By these names an imported list shows that a project is the organization's own.
ORGANIZATION_NAMES = words("ORGANIZATION_NAMES", "International Organization for Migration,IOM,OIM")
# Past this share one donor, or the security arm, of the money of a country is marked: the project looks like its agenda.
DONOR_SHARE_WARNING = float(env("DONOR_SHARE_WARNING", "0.5"))
# Under this identifier it publishes in IATI; 40 is a multilateral organization in IATI's list of types.
IATI_ORGANIZATION = env("IATI_ORGANIZATION", "XM-DAC-47066")
IATI_ORGANIZATION_TYPE = env("IATI_ORGANIZATION_TYPE", "40")

# --- the API for programs --------------------------------------------------------------------------------------------
API_REQUESTS_PER_MINUTE = int(env("API_REQUESTS_PER_MINUTE", "60"))  # with one token
# Read-only, tokens only, JSON only: neither library is an installed app, so none of their pages or files exist here.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["pvehub.tokens.bearer.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["pvehub.tokens.bearer.TokenThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "projects.api.answers.problem",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "PVE Hub",
    "VERSION": "1",
    "DESCRIPTION": "What a person reads of projects, for their programs: read-only, tiers 0 and 1.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": ["pvehub.tokens.bearer.BearerAuthentication"],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "pvehub.audit.logs.RequestId"}},
    "formatters": {"json": {"()": "pvehub.audit.logs.Json"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]}},
    "root": {"handlers": ["out"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"handlers": [], "propagate": False}, "fontTools": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # guardian's own backend is not used: pvehub.access.grants asks its tables
# What a project is called in the books once it is active: the last run of N is its number. The organization's codes for
# this work are of the form XX.NNNN, and PE stands for it.
PROJECT_CODE_PATTERN = env("PROJECT_CODE_PATTERN", "PE.NNNN")
if "N" not in PROJECT_CODE_PATTERN or len(PROJECT_CODE_PATTERN) > 20:
    raise ImproperlyConfigured("PROJECT_CODE_PATTERN needs at least one N for the number, and at most 20 signs in all.")
