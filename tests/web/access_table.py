"""What each of the cast is answered at each address, written down by people: the web is held to it.

A row is the name of a page and the letters of those who may open it: K coordinator, P lead of an authority, S lead of
social services, R reporter, V lead of a private organisation, A analyst, C council member, D administrator. `*` is
everybody, logged in or not; `in` everybody who is logged in, the outsider too.
"""

from __future__ import annotations

WHO = {"K": "Kerstin", "P": "Pelle", "S": "Sara", "R": "Rut", "V": "Vera", "A": "Anna", "C": "Rolf", "D": "Adam"}

TABLE = """
start                                 in
language                              *
accessibility                         *
personal_data                         *
account                               in
account_login                         *
mfa_login_webauthn                    *
account_logout                        *
account_signup                        *
account_inactive                      *
account_reauthenticate                in
account_change_password               in
account_set_password                  in
account_reset_password                *
account_reset_password_done           *
account_reset_password_from_key       *
account_reset_password_from_key_done  *
mfa_index                             in
mfa_authenticate                      *
mfa_reauthenticate                    in
mfa_activate_totp                     in
mfa_deactivate_totp                   in
mfa_list_webauthn                     in
mfa_add_webauthn                      in
mfa_reauthenticate_webauthn           in
mfa_remove_webauthn                   in
mfa_edit_webauthn                     in
mfa_view_recovery_codes               in
mfa_generate_recovery_codes           in
mfa_download_recovery_codes           in
account_pin                           in
account_address                       in
account_end_sessions                  in
account_forget                        in
two_factors                           in
join                                  *
join_passkey                          *
joined                                in
invitation                            *
people                                KPSVD
organisation_add                      KD
organisation                          KPSVD
organisation_change                   KD
organisation_live                     KD
invite                                KPSVD
invite_qr                             KPSVD
invitation_withdraw                   KPSVD
member                                KPSVD
member_end                            KPSVD
member_way_back                       KPSVD
member_address                        KPSVD
health                                *
setup                                 *
setup_review                          *
setup_done                            *
setup_step                            *
tile                                  KPSRVACD
driftstart                            KD
driftstart_open                       KD
driftstart_close                      KD
driftstart_item                       KD
driftstart_template                   KD
settings                              KD
settings_cadence                      KD
settings_contact                      KD
settings_accessibility                KD
settings_map                          KD
settings_retention                    KD
settings_retention_decide             KD
settings_retention_run                KD
settings_areas                        KD
settings_places                       KD
settings_places_map                   KD
settings_place                        KD
settings_place_remove                 KD
settings_promises                     KD
settings_promise                      KD
log                                   KD
log_export                            KD
manifest                              *
service_worker                        *
report                                KPSRV
report_send                           KPSRV
report_nothing                        KPSRV
report_screen                         KPSRV
report_form                           KPSRV
report_map                            KPSRV
report_receipt                        KPSRV
report_take_back                      KPSRV
my_reports                            KPSRV
my_mail                               KPSRV
our_reports                           KPSV
report_reply                          KPSRV
inbox                                 K
inbox_report                          K
inbox_map                             K
inbox_read                            K
inbox_hold_back                       K
inbox_let_in                          K
inbox_merge                           K
inbox_unmerge                         K
inbox_not_same                        K
inbox_words                           K
inbox_ask                             K
inbox_correct                         K
inbox_undo                            K
situation_reports                     KPSV
situation_report_save                 KPSV
situation_report_reopen               KPSV
situation_report_history              KPSV
situation_report_use                  K
uploads                               K
upload                                K
upload_bring_in                       K
upload_throw_away                     K
upload_rejected                       K
upload_take_back                      K
week                                  KPSVA
week_of                               KPSVA
week_map                              KPSVA
week_reports                          KPSVA
week_text                             KA
week_csv                              KPSVA
week_xlsx                             KPSVA
week_json                             KPSVA
week_geojson                          KPSVA
picture                               KA
picture_build                         KA
picture_analysis                      K
picture_history                       KA
picture_adopt                         K
picture_making                        KA
pictures                              KPSVAC
snapshot                              KPSVAC
snapshot_file                         KPSVAC
tasks                                 KPSVA
task_new                              KPSV
tasks_csv                             KPSVA
tasks_xlsx                            KPSVA
tasks_ics                             KPSVA
task                                  KPSVA
task_edit                             KPSV
task_move                             KPSV
task_ics                              KPSVA
meetings                              KPSVAC
meeting_new                           K
meeting                               KPSVAC
notes_pdf                             KPSVAC
meeting_ics                           KPSVAC
meeting_edit                          K
meeting_write                         K
meeting_screen                        K
meeting_text                          K
meeting_attendance                    K
meeting_close                         K
unsaved                               KPSV
unsaved_drop                          KPSV
home                                  KPSRVACD
signals                               KA
signals_look                          K
signals_record                        KA
signals_csv                           KA
signals_xlsx                          KA
signal                                KA
signal_judge                          K
signal_map                            KA
signal_text                           KA
"""


def expected() -> dict[str, str]:
    """Page → who."""
    return dict(line.split() for line in TABLE.strip().splitlines())
