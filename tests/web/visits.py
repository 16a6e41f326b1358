"""Where each page is seen with something on it, and by whom: what the tests that walk all pages go through.

A row is the name of a page, its address and the browser that goes there; `-` is nobody's. `{here}` is the municipality,
the other parts are the numbers of what `furnished` has made. A page may have several rows. Names of `access_table` that
have none here answer no page: `test_every_page` holds that against what they answer.
"""

from __future__ import annotations

from dataclasses import dataclass

TABLE = """
start                                 /                                             Dora
accessibility                         /om/tillganglighet/                           -
personal_data                         /om/personuppgifter/                          Kerstin
account                               /konto/                                       Kerstin
account                               /konto/                                       reporter, sure
account_login                         /konto/logga-in/?borta=1                      -
account_login                         /konto/logga-in/?ute=1                        -
account_logout                        /konto/logga-ut/                              Kerstin
account_inactive                      /konto/vilande/                               -
account_reauthenticate                /konto/bekrafta/                              Kerstin
account_change_password               /konto/losenord/                              Kerstin
account_set_password                  /konto/losenord/nytt/                         wordless, sure
account_reset_password                /konto/glomt/                                 -
account_reset_password_done           /konto/glomt/skickat/                         -
account_reset_password_from_key       /konto/glomt/{reset}/                         -
account_reset_password_from_key       /konto/glomt/1-fel/                           -
account_reset_password_from_key_done  /konto/glomt/klart/                           -
mfa_index                             /konto/sakerhet/                              Kerstin
mfa_index                             /konto/sakerhet/                              Dora
mfa_authenticate                      /konto/sakerhet/kod/                          half-way in
mfa_reauthenticate                    /konto/sakerhet/bekrafta/                     Dora
mfa_activate_totp                     /konto/sakerhet/app/                          Kerstin, sure
mfa_deactivate_totp                   /konto/sakerhet/app/bort/                     Dora, sure
mfa_list_webauthn                     /konto/sakerhet/nycklar/                      Kerstin
mfa_list_webauthn                     /konto/sakerhet/nycklar/                      Dora
mfa_add_webauthn                      /konto/sakerhet/nycklar/ny/                   Kerstin, sure
mfa_reauthenticate_webauthn           /konto/sakerhet/nycklar/bekrafta/             Dora
mfa_remove_webauthn                   /konto/sakerhet/nycklar/{key}/bort/           Dora, sure
mfa_edit_webauthn                     /konto/sakerhet/nycklar/{key}/namn/           Dora, sure
mfa_view_recovery_codes               /konto/sakerhet/reserv/                       Dora, sure
mfa_generate_recovery_codes           /konto/sakerhet/reserv/nya/                   Dora, sure
account_pin                           /konto/pin/                                   reporter, sure
account_forget                        /konto/ta-bort/                               Kerstin, sure
two_factors                           /konto/tva-steg/                              Kerstin
join                                  /inbjudan/exempelkommunen/                    invited
join                                  /inbjudan/exempelkommunen/                    -
join                                  /inbjudan/exempelkommunen/                    Rut, invited
join_passkey                          /inbjudan/exempelkommunen/passkey/            making a passkey
joined                                /inbjudan/exempelkommunen/klart/              reporter, sure
invitation                            /inbjudan/exempelkommunen/{code}/             -
people                                {here}/personer/                              Kerstin
organisation_add                      {here}/personer/organisation/ny/              Kerstin
organisation                          {here}/personer/organisation/{police}/        Kerstin
organisation                          {here}/personer/organisation/{police}/        Pelle
organisation_change                   {here}/personer/organisation/{police}/andra/  Kerstin
organisation_live                     {here}/personer/organisation/{police}/lopande/ Kerstin
invite                                {here}/personer/organisation/{police}/bjud-in/ Kerstin
invite_qr                             {here}/personer/organisation/{police}/qr/     Kerstin
member                                {here}/personer/{pelle}/                      Kerstin
member_end                            {here}/personer/{pelle}/avsluta/              Kerstin
member_way_back                       {here}/personer/{pelle}/vag-tillbaka/         Kerstin
setup_review                          /start/granska/                               setting up
setup_done                            /start/klart/                                 set up
setup_step                            /start/kommun/                                setting up
setup_step                            /start/omraden/                               setting up
setup_step                            /start/organisationer/                        setting up
setup_step                            /start/samordnare/                            setting up
setup_step                            /start/takt/                                  setting up
driftstart                            {here}/driftstart/                            Kerstin
driftstart_open                       {here}/driftstart/oppna/                      Kerstin
driftstart_close                      {here}/driftstart/stang/                      Kerstin
driftstart_item                       {here}/driftstart/responsibility/                     Kerstin
settings                              {here}/installningar/                         Kerstin
settings_cadence                      {here}/installningar/takt/                    Kerstin
settings_contact                      {here}/installningar/kontakt/                 Kerstin
settings_accessibility                {here}/installningar/tillganglighet/          Kerstin
settings_map                          {here}/installningar/karta/                   Kerstin
settings_retention                    {here}/installningar/gallring/                Kerstin
settings_retention_decide             {here}/installningar/gallring/beslut/         Kerstin
settings_retention_run                {here}/installningar/gallring/gallra/         Kerstin
settings_areas                        {here}/installningar/omraden/                 Kerstin
settings_places                       {here}/installningar/platser/                 Kerstin
settings_place                        {here}/installningar/platser/{place}/         Kerstin
settings_promises                     {here}/installningar/rapportorer/             Kerstin
settings_promise                      {here}/installningar/rapportorer/{police}/    Kerstin
log                                   {here}/installningar/logg/                    Adam
report                                {here}/rapport/                               Rut
report                                {here}/rapport/                               Vera
report_receipt                        {here}/rapport/{report}/                      Rut
my_reports                            {here}/mina/                                  Rut
my_reports                            {here}/mina/                                  Vera
our_reports                           {here}/mina/organisationen/                   Pelle
inbox                                 {here}/inkorg/                                Kerstin
inbox                                 {here}/inkorg/?lage=practice                  Kerstin
inbox                                 {here}/inkorg/?personuppgifter=1              Kerstin
inbox_report                          {here}/inkorg/{one}/                          Kerstin
inbox_report                          {here}/inkorg/{same}/                         Kerstin
inbox_correct                         {here}/inkorg/{mended}/ratta                  Kerstin
situation_reports                     {here}/lagesrapporter/?period={week}          Kerstin
situation_reports                     {here}/lagesrapporter/?period={week}          Sara
situation_report_history              {here}/lagesrapporter/{told}/historik         Pelle
uploads                               {here}/ladda-upp/                             Kerstin
upload                                {here}/ladda-upp/{upload}/                    Kerstin
upload                                {here}/ladda-upp/{waiting}/                   Kerstin
upload                                {here}/ladda-upp/{bad}/                       Kerstin
upload_take_back                      {here}/ladda-upp/import/{batch}/ta-tillbaka   Kerstin
week                                  {here}/veckan/                                Pelle
week_of                               {here}/veckan/{week}/                         Kerstin
week_of                               {here}/veckan/{week}/?category=klotter&severity=9 Kerstin
week_of                               {here}/veckan/{week}/                         Vera
week_of                               {here}/veckan/{week}/                         Sara
week_reports                          {here}/veckan/{week}/rapporter/               Kerstin
week_reports                          {here}/veckan/{week}/rapporter/               Vera
picture                               {here}/lagesbild/{week}/                      Kerstin
picture                               {here}/lagesbild/2025-W40/                    Anna
picture_making                        {here}/lagesbild/2026-W45/arbete/{waits}/     Kerstin
picture_making                        {here}/lagesbild/{fixed}/arbete/{made}/       Kerstin
picture_history                       {here}/lagesbild/{week}/text/where/historik/  Kerstin
picture_adopt                         {here}/lagesbild/{week}/faststall/            Kerstin
pictures                              {here}/lagesbilder/                           Kerstin
pictures                              {here}/lagesbilder/                           Rolf
snapshot                              {here}/lagesbilder/{fixed}/1/                 Kerstin
snapshot                              {here}/lagesbilder/{fixed}/1/                 Rolf
tasks                                 {here}/insatser/?visa=alla                    Kerstin
tasks                                 {here}/insatser/                              Sara
task_new                              {here}/insatser/ny/                           Kerstin
task                                  {here}/insatser/{task}/                       Kerstin
task                                  {here}/insatser/{task}/                       Anna
task_edit                             {here}/insatser/{task}/andra/                 Kerstin
meetings                              {here}/moten/                                 Kerstin
meetings                              {here}/moten/                                 Rolf
meeting_new                           {here}/moten/nytt/                            Kerstin
meeting                               {here}/moten/{before}/                        Rolf
meeting                               {here}/moten/{now}/                           Kerstin
meeting_edit                          {here}/moten/{now}/andra/                     Kerstin
meeting_write                         {here}/moten/{now}/skriv/                     Kerstin
meeting_screen                        {here}/moten/{now}/skarm/                     Kerstin
meeting_text                          {here}/moten/{before}/text/changed/           Kerstin
meeting_close                         {here}/moten/{now}/avsluta/                   Kerstin
signs                                 {here}/tidiga-tecken/                         Kerstin
signs                                 {here}/tidiga-tecken/                         Rolf
signs                                 {here}/tidiga-tecken/                         Vera
signs_new                             {here}/tidiga-tecken/ny/                      Kerstin
signs_limit                           {here}/tidiga-tecken/grans/                   Kerstin
signs_round                           {here}/tidiga-tecken/{judged}/                Pelle
signs_round                           {here}/tidiga-tecken/{apart}/                 Kerstin
signs_round                           {here}/tidiga-tecken/{agreed}/                Kerstin
signs_round                           {here}/tidiga-tecken/{agreed}/                Rolf
signs_rate                            {here}/tidiga-tecken/{judged}/bedom/norms/    Pelle
signs_lock                            {here}/tidiga-tecken/{judged}/las/            Pelle
signs_lock                            {here}/tidiga-tecken/{judged}/las/            Sara
signs_consensus                       {here}/tidiga-tecken/{apart}/samsyn/norms/    Kerstin
signs_agree                           {here}/tidiga-tecken/{apart}/faststall/       Kerstin
signs_stop                            {here}/tidiga-tecken/{apart}/avbryt/          Kerstin
unsaved                               {here}/osparat/                              Kerstin
signals                               {here}/signaler/                              Kerstin
signals                               {here}/signaler/                              Anna
signals_record                        {here}/signaler/facit/                        Kerstin
signal                                {here}/signaler/{signal}/                     Kerstin
"""


@dataclass(frozen=True)
class Visit:
    """One row."""

    name: str
    path: str
    who: str


def visits() -> list[Visit]:
    """The rows, in their order."""
    return [Visit(*line.split(maxsplit=2)) for line in TABLE.strip().splitlines()]


MOVES_ON = {"invitation", "week", "account_reset_password_from_key"}
"""Pages that lead to another: the one that the visit ends on is looked at."""
