from django.urls import path

from counterpoise.web.lock import changing, confirming, opening, passkeys, while_shut

urlpatterns = [
    path("", changing.lock, name="lock"),
    path("passphrase/", changing.passphrase, name="lock_passphrase"),
    path("options/", changing.options, name="lock_options"),
    path("code/", changing.code, name="lock_code"),
    path("off/", changing.take_off, name="lock_off"),
    path("off/seen/", changing.lock_off_seen, name="lock_off_seen"),
    path("elsewhere/", changing.shut_elsewhere, name="lock_elsewhere"),
    path("confirm/", confirming.with_passphrase, name="lock_confirm"),
    path("confirm/begin/", confirming.begin, name="lock_confirm_begin"),
    path("confirm/passkey/", confirming.with_passkey, name="lock_confirm_key"),
    path("passkeys/begin/", passkeys.add_begin, name="lock_passkey_begin"),
    path("passkeys/add/", passkeys.add, name="lock_passkey_add"),
    path("passkeys/<uuid:key>/remove/", passkeys.remove, name="lock_passkey_remove"),
    path("now/", opening.lock_now, name="lock_now"),
    path("open/", opening.with_passphrase, name="lock_open"),
    path("open/begin/", passkeys.open_begin, name="lock_key_begin"),
    path("open/passkey/", passkeys.open_with, name="lock_key_open"),
    path("open/code/", opening.with_code, name="lock_recover"),
    path("left/", opening.how_long, name="lock_state"),
    path("still/", opening.still_here, name="lock_still"),
    path("log/", while_shut.log, name="lock_log"),
    path("log/undo/", while_shut.undo, name="lock_log_undo"),
]
