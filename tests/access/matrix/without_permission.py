"""Pages that ask for no permission of a school: one's own account, and the ways in."""

# Open to whoever is signed in, of whatever school: they hold nothing about a child.
OF_NO_SCHOOL = {
    "home_redirect": "to the person's own school",
    "accounts:account_page": "one's own account",
    "accounts:factor_code": "the code by e-mail after one's factor was reset",
    "accounts:session_list": "where one is signed in oneself",
    "accounts:session_end": "one's own sessions",
    "accounts:session_end_others": "one's own sessions",
    "account_change_password": "one's own password",
    "account_logout": "leaving",
    "account_reauthenticate": "one's own password again",
    "mfa_index": "one's own second factor",
    "mfa_activate_totp": "one's own second factor",
    "mfa_deactivate_totp": "one's own second factor",
    "mfa_add_webauthn": "one's own passkeys",
    "mfa_edit_webauthn": "one's own passkeys",
    "mfa_remove_webauthn": "one's own passkeys",
    "mfa_reauthenticate_webauthn": "one's own passkey again",
    "mfa_reauthenticate": "one's own second factor again",
    "mfa_view_recovery_codes": "one's own codes",
    "mfa_generate_recovery_codes": "one's own codes",
    "mfa_download_recovery_codes": "one's own codes",
}

# 404 unless the settings name Microsoft or Google (tests/accounts/test_school_accounts.py).
WHEN_CONFIGURED = {
    "school_account_login": "to the provider and back, signed out or in",
    "school_account_callback": "back from the provider",
    "accounts:school_account_unlink": "one's own linked account",
}

# Answered without signing in.
PUBLIC = {
    "health": "for load balancers: says ok",
    "account_login": "the way in",
    "accounts:tablet_home": "switching by PIN; without an enrolled browser's cookie it says so",
    "accounts:invitation_accept": "an invitation, for whoever has its link",
    "account_inactive": "says that an account is closed",
    "account_signup": "says that nobody signs up by themselves",
    "account_reset_password": "asking for a link",
    "account_reset_password_done": "says that a link may be on its way",
    "account_reset_password_from_key": "the link itself",
    "account_reset_password_from_key_done": "says that the password is set",
    "mfa_login_webauthn": "signing in with a passkey",
    "mfa_authenticate": "the second step of signing in",
    "mfa_trust": "the last step of signing in",
}
