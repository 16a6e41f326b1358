"""Who gets further at an object, by the state it is in: written down by people, the web is held to it.

A row is a state, a page, and the letters of `access_table` for whom the page opens or the deed is done; `-` is nobody,
`*` whoever comes. What a state names is made by `access_town`.
"""

from __future__ import annotations

TABLE = """
report.new               report_receipt            R
report.new               report_take_back          R
report.new               report_reply              R
report.old               report_receipt            -
report.old               report_take_back          -
report.old               report_reply              -
report.cut               report_receipt            -
report.cut               report_take_back          -
report.cut               report_reply              -
report.practice          report_receipt            R
report.taken_back        report_receipt            R
report.police            report_receipt            P
report.police            report_take_back          P
report.police            report_reply              P
report.private           report_receipt            V
report.neighbour         report_receipt            -
report.neighbour         report_take_back          -
report.neighbour         report_reply              -

incident.new             inbox_report              K
incident.new             inbox_map                 K
incident.new             inbox_read                K
incident.new             inbox_hold_back           K
incident.new             inbox_let_in              -
incident.new             inbox_merge               K
incident.new             inbox_unmerge             -
incident.new             inbox_not_same            K
incident.new             inbox_words               K
incident.new             inbox_ask                 K
incident.new             inbox_correct             K
incident.new             week_text                 KA
incident.held_back       inbox_report              K
incident.held_back       inbox_let_in              K
incident.held_back       week_text                 -
incident.merged          inbox_report              K
incident.merged          inbox_unmerge             K
incident.merged          week_text                 -
incident.cut             inbox_report              K
incident.neighbour       inbox_report              -
incident.neighbour       inbox_map                 -
incident.neighbour       inbox_read                -
incident.neighbour       inbox_hold_back           -
incident.neighbour       inbox_merge               -
incident.neighbour       inbox_not_same            -
incident.neighbour       inbox_correct             -
incident.neighbour       week_text                 -
step                     inbox_undo                K
step.neighbour           inbox_undo                -

picture.draft            picture                   KA
picture.draft            picture_adopt             K
picture.draft            picture_analysis          K
picture.draft            picture_history           KA
picture.draft            picture_making            KA
picture.neighbour        picture_making            -
picture.draft            snapshot                  -
picture.draft            snapshot_file             -
picture.fixed            snapshot                  KPSVAC
picture.fixed            snapshot_file             KPSVAC
picture.fixed            picture                   KA
picture.fixed            picture_history           -
picture.internal         snapshot_file             KA
picture.next             snapshot                  -
picture.practice         picture                   KA
picture.practice         picture_adopt             K
live.off                 week_of                   KA
live.off                 week_map                  KA
live.off                 week_reports              KA
live.off                 week_csv                  KA
live.off                 week_xlsx                 KA
live.off                 week_json                 KA
live.off                 week_geojson              KA
live.on                  week_of                   KPVA
live.on                  week_map                  KPVA
live.on                  week_reports              KPVA
live.on                  week_csv                  KPVA
live.on                  week_xlsx                 KPVA
live.on                  week_json                 KPVA
live.on                  week_geojson              KPVA
live.on                  week_text                 KA

task.police              task                      KPA
task.police              task_edit                 K
task.police              task_move                 KP
task.police              task_ics                  KPA
task.partners            task                      KPVA
task.partners            task_edit                 K
task.partners            task_move                 KP
task.partners            task_ics                  KPVA
task.closed              task                      KSA
task.closed              task_edit                 K
task.closed              task_move                 K
task.neighbour           task                      -
task.neighbour           task_edit                 -
task.neighbour           task_move                 -
task.neighbour           task_ics                  -
meeting.open             meeting                   KPSVAC
meeting.open             meeting_ics               KPSVAC
meeting.open             notes_pdf                 -
meeting.open             meeting_edit              K
meeting.open             meeting_write             K
meeting.open             meeting_screen            K
meeting.open             meeting_text              K
meeting.open             meeting_attendance        K
meeting.open             meeting_close             K
meeting.closed           meeting                   KPSVAC
meeting.closed           notes_pdf                 KPSAC
meeting.closed           meeting_edit              -
meeting.closed           meeting_text              K
meeting.closed           meeting_attendance        -
meeting.neighbour        meeting                   -
meeting.neighbour        notes_pdf                 -
meeting.neighbour        meeting_ics               -
meeting.neighbour        meeting_edit              -
meeting.neighbour        meeting_write             -
meeting.neighbour        meeting_screen            -
meeting.neighbour        meeting_text              -
meeting.neighbour        meeting_attendance        -
meeting.neighbour        meeting_close             -

told.sent                situation_report_history  P
told.sent                situation_report_use      K
told.begun               situation_report_history  S
told.begun               situation_report_use      -
told.neighbour           situation_report_history  -
told.neighbour           situation_report_use      -
upload.waiting           upload_throw_away         K
upload.waiting           upload_rejected           -
upload.done              upload                    K
upload.done              upload_rejected           K
upload.neighbour         upload                    -
upload.neighbour         upload_bring_in           -
upload.neighbour         upload_throw_away         -
upload.neighbour         upload_rejected           -
batch.neighbour          upload_take_back          -

organisation.police      organisation              KPD
organisation.police      organisation_change       KD
organisation.police      organisation_live         KD
organisation.police      invite                    KPD
organisation.police      invite_qr                 KPD
organisation.police      settings_promise          KD
organisation.private     organisation              KVD
organisation.private     invite                    KVD
organisation.ended       organisation              KD
organisation.ended       organisation_change       KD
organisation.ended       invite                    -
organisation.ended       invite_qr                 -
organisation.ended       organisation_live         -
organisation.neighbour   organisation              -
organisation.neighbour   organisation_change       -
organisation.neighbour   organisation_live         -
organisation.neighbour   invite                    -
organisation.neighbour   invite_qr                 -
organisation.neighbour   settings_promise          -
member.police            member                    KPD
member.police            member_end                KPD
member.police            member_way_back           KD
member.police            member_address            -
member.private           member_way_back           KD
member.ended             member_way_back           -
member.ended             member_address            -
member.neighbour         member_way_back           -
member.neighbour         member_address            -
member.private           member                    KVD
member.private           member_end                KVD
member.coordinator       member                    KD
member.ended             member                    -
member.ended             member_end                -
member.neighbour         member                    -
member.neighbour         member_end                -
invitation.police        invitation_withdraw       KPD
invitation.private       invitation_withdraw       KVD
invitation.neighbour     invitation_withdraw       -
link.open                join                      *
link.used                join                      -
link.expired             join                      -
link.withdrawn           join                      -
link.ended               join                      -
link.neighbour           join                      -

place                    settings_place            KD
place                    settings_place_remove     KD
place.neighbour          settings_place            -
place.neighbour          settings_place_remove     -
item                     driftstart_item           KD
item                     driftstart_template       KD
"""


def rows() -> list[tuple[str, str, str]]:
    """State, page, who."""
    found = []
    for line in filter(None, map(str.strip, TABLE.splitlines())):
        state, page, who = line.split()
        found.append((state, page, who.strip("-")))
    return found
