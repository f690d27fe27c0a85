"""The site map: every address, room by room."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.db.transaction import atomic
from django.urls import include, path, re_path

from accounts.views import home_redirect
from accounts.views.factors import (
    app_remove,
    browser_trust,
    passkey_add,
    passkey_edit,
    passkey_remove,
)
from accounts.views.school_accounts import school_account_callback, school_account_login
from reports.health import health

# A new password and the word of it to its owner are one transaction.
sign_in = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", atomic(account.password_change), name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        atomic(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("trust/", browser_trust, name="mfa_trust"),
    path("totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("totp/remove/", app_remove, name="mfa_deactivate_totp"),
    path("passkeys/add/", passkey_add, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", passkey_edit, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", passkey_remove, name="mfa_remove_webauthn"),
    path("passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "passkeys/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/generate/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

school_account = [
    path("<slug:provider_id>/", school_account_login, name="school_account_login"),
    path("<slug:provider_id>/callback/", school_account_callback, name="school_account_callback"),
]

school = [
    path("", include("reports.urls")),
    path("pupils/", include("pupils.urls")),
    path("", include("stages.urls")),
    path("", include("provision.urls")),
    path("", include("reviews.urls")),
]

urlpatterns = [
    path("", home_redirect, name="home_redirect"),
    path("healthz", health, name="health"),
    path("accounts/", include(sign_in)),
    path("accounts/second-factor/", include(second_factor)),
    path("accounts/school-account/", include(school_account)),
    path("", include("accounts.urls")),
    path("s/<slug:school>/", include(school)),
]
