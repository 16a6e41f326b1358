-- fingerprint: 1e816040b929f2517c5c0ed4f6a0ee97e8645ab66a3a8ee2756d2a36740fcbd8
BEGIN TRANSACTION;
CREATE TABLE "agreement" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "organisation" text NOT NULL, "organisation_kind" text NOT NULL, "first_day" integer NOT NULL, "last_day" integer NULL, "cadence" text NOT NULL, "areas" text NOT NULL CHECK ((JSON_VALID("areas") OR "areas" IS NULL)), "batch_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "agreement_cadence" CHECK ("cadence" IN ('weekly', 'fortnightly', 'monthly')));
INSERT INTO "agreement" VALUES(1,'Skolan','school',20000,NULL,'weekly','[["district", "A"]]',1);
CREATE TABLE "agreement_area" ("level" text NOT NULL, "area_code" text NOT NULL, "agreement_id" bigint NOT NULL REFERENCES "agreement" ("id") DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY ("agreement_id", "level", "area_code"));
INSERT INTO "agreement_area" VALUES('district','A',1);
CREATE TABLE "agreement_version" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "organisation" text NOT NULL, "agreements" text NOT NULL CHECK ((JSON_VALID("agreements") OR "agreements" IS NULL)), "batch_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED, "ended_by_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "area" ("code" text NOT NULL, "name" text NOT NULL, "parent" text NOT NULL, "population" integer NULL, "aliases" text NOT NULL CHECK ((JSON_VALID("aliases") OR "aliases" IS NULL)), "geometry" text NULL CHECK ((JSON_VALID("geometry") OR "geometry" IS NULL)), "order" integer NOT NULL, "division_id" text NOT NULL REFERENCES "area_division" ("key") DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY ("division_id", "code"));
CREATE TABLE "area_division" ("key" text NOT NULL PRIMARY KEY, "level" text NOT NULL, "vintage" text NOT NULL, "in_use" bool NOT NULL, "order" integer NOT NULL, "batch_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "area_overlap" ("from_division" text NOT NULL, "from_code" text NOT NULL, "to_division" text NOT NULL, "to_code" text NOT NULL, "shared_m2" real NOT NULL, "share_of_from" real NOT NULL, "share_of_to" real NOT NULL, "kind" text NOT NULL, PRIMARY KEY ("from_division", "from_code", "to_division", "to_code"));
CREATE TABLE "audit_event" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "by" text NOT NULL, "action" text NOT NULL, "why" text NOT NULL, "details" text NOT NULL CHECK ((JSON_VALID("details") OR "details" IS NULL)), "batch_id" bigint NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "audit_event" VALUES(1,'2026-01-02 03:04:05','Kerstin','init','','{"version": "0.1.0", "crs": "EPSG:3006", "zone": "Europe/Stockholm"}',NULL);
INSERT INTO "audit_event" VALUES(2,'2026-01-02 03:04:05','Kerstin','import','veckan','{"files": ["rapporter.csv"], "rows_read": 7, "rows_in": 7, "rows_updated": 0, "rows_unchanged": 0, "rows_held_back": 0, "agreements": 1}',1);
INSERT INTO "audit_event" VALUES(3,'2026-01-02 03:04:05','Kerstin','import','veckan','{"files": ["rapporter.csv"], "rows_read": 7, "rows_in": 0, "rows_updated": 2, "rows_unchanged": 5, "rows_held_back": 0, "agreements": 0}',2);
INSERT INTO "audit_event" VALUES(4,'2026-01-02 03:04:05','Kerstin','correct','namn','{"incident": 1, "changed": ["text"], "erased": false}',3);
CREATE TABLE "correction" ("key" BLOB NOT NULL, "field" text NOT NULL, "was" BLOB NOT NULL, "erased" bool NOT NULL, "batch_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY ("key", "field", "was"));
INSERT INTO "correction" VALUES(X'1C935A2FDD30E3D2CD07A1CF837FC9E1','text',X'C59AD4E308A6998D011DC46D02FC64E9',0,3);
CREATE TABLE "count_cell" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" BLOB NOT NULL UNIQUE, "row_no" integer NOT NULL, "source" text NOT NULL, "category" text NOT NULL, "label" text NOT NULL, "area_level" text NOT NULL, "area_code" text NOT NULL, "area_name" text NOT NULL, "first_day" integer NOT NULL, "last_day" integer NOT NULL, "value" bigint NULL, "status" text NOT NULL, "population" real NULL, "preliminary" smallint NOT NULL, "batch_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED, "file_id" bigint NOT NULL REFERENCES "import_file" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "count_days" CHECK ("first_day" <= ("last_day")), CONSTRAINT "count_population" CHECK (("population" IS NULL OR ("population" >= 0.0 AND "population" <= 1000000000000.0))), CONSTRAINT "count_preliminary" CHECK ("preliminary" IN (0, 1)), CONSTRAINT "count_status" CHECK ("status" IN ('value', 'blank', 'suppressed', 'dash')), CONSTRAINT "count_value" CHECK ((("status" = 'value' AND "value" IS NOT NULL) OR (NOT ("status" = 'value') AND "value" IS NULL))));
INSERT INTO "count_cell" VALUES(1,X'F7093110A8DE400DD4CD4D39D172EF88',1,'bra','','Stöld','municipality','','',20000,20030,3,'value',1234.5,0,2,2);
CREATE TABLE "count_version" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" BLOB NOT NULL, "removed" bool NOT NULL, "cell" text NOT NULL CHECK ((JSON_VALID("cell") OR "cell" IS NULL)), "batch_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED, "ended_by_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "count_version" VALUES(1,X'F7093110A8DE400DD4CD4D39D172EF88',0,'{"id": 1, "batch_id": 1, "file_id": 1, "row_no": 1, "source": "bra", "category": "", "label": "St\u00f6ld", "area_level": "municipality", "area_code": "", "area_name": "", "first_day": 20000, "last_day": 20030, "value": 2, "status": "value", "population": 1234.5, "preliminary": 0}',1,2);
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES(1,'store','0001_initial','2026-11-29 03:04:23.281243');
CREATE TABLE "import_batch" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" text NOT NULL, "by" text NOT NULL, "why" text NOT NULL, "at" datetime NOT NULL, "version" text NOT NULL, "rows_read" integer NOT NULL, "rows_in" integer NOT NULL, "rows_updated" integer NOT NULL, "rows_unchanged" integer NOT NULL, "rows_held_back" integer NOT NULL, "undone_by_id" bigint NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "import_batch" VALUES(1,'import','Kerstin','veckan','2026-01-02 03:04:05','0.1.0',7,7,0,0,0,NULL);
INSERT INTO "import_batch" VALUES(2,'import','Kerstin','veckan','2026-01-02 03:04:05','0.1.0',7,0,2,5,0,NULL);
INSERT INTO "import_batch" VALUES(3,'correct','Kerstin','namn','2026-01-02 03:04:05','0.1.0',0,0,1,0,0,NULL);
CREATE TABLE "import_file" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" text NOT NULL, "sha256" text NOT NULL, "size" bigint NOT NULL, "profile" text NOT NULL, "rows_read" integer NOT NULL, "rows_held_back" integer NOT NULL, "notes" text NOT NULL CHECK ((JSON_VALID("notes") OR "notes" IS NULL)), "privacy" text NOT NULL CHECK ((JSON_VALID("privacy") OR "privacy" IS NULL)), "is_register" bool NOT NULL, "batch_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "import_file" VALUES(1,'rapporter.csv','0000000000000000000000000000000000000000000000000000000000000002',100,'',7,0,'[]','{}',0,1);
INSERT INTO "import_file" VALUES(2,'rapporter.csv','0000000000000000000000000000000000000000000000000000000000000003',100,'',7,0,'[]','{}',0,2);
CREATE TABLE "incident" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" BLOB NOT NULL UNIQUE, "content" BLOB NOT NULL, "version" integer NOT NULL, "row_no" integer NOT NULL, "source" text NOT NULL, "source_id" text NOT NULL, "organisation" text NOT NULL, "organisation_kind" text NOT NULL, "category" text NOT NULL, "category_label" text NOT NULL, "mixed" smallint NOT NULL, "n" integer NOT NULL, "start_s" bigint NOT NULL, "end_s" bigint NOT NULL, "time_precision" smallint NOT NULL, "first_day" integer NOT NULL, "last_day" integer NOT NULL, "year" smallint NOT NULL, "month" smallint NOT NULL, "iso_year" smallint NOT NULL, "iso_week" smallint NOT NULL, "weekday" smallint NOT NULL, "hour" smallint NOT NULL, "x" integer NULL, "y" integer NULL, "location_precision" smallint NOT NULL, "severity" smallint NOT NULL, "observation" smallint NOT NULL, "left_out" text NOT NULL, "said_x" integer NULL, "said_y" integer NULL, "said_precision" smallint NOT NULL, "batch_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED, "file_id" bigint NOT NULL REFERENCES "import_file" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "incident_n" CHECK ("n" >= 0), CONSTRAINT "incident_times" CHECK (("start_s" <= ("end_s") AND "first_day" <= ("last_day"))), CONSTRAINT "incident_hour" CHECK (("hour" >= -1 AND "hour" <= 23)), CONSTRAINT "incident_severity" CHECK (("severity" >= 0 AND "severity" <= 5)), CONSTRAINT "incident_mixed" CHECK ("mixed" IN (0, 1)), CONSTRAINT "incident_time_precision" CHECK ("time_precision" IN (1, 2, 3, 4)), CONSTRAINT "incident_location_precision" CHECK ("location_precision" IN (1, 2, 3, 4, 5)), CONSTRAINT "incident_observation" CHECK ("observation" IN (0, 1, 2)), CONSTRAINT "incident_left_out" CHECK ("left_out" IN ('', 'outside_est', 'summary', 'nothing_to_report', 'rumour', 'forecast', 'elsewhere')));
INSERT INTO "incident" VALUES(1,X'1C935A2FDD30E3D2CD07A1CF837FC9E1',X'92CA7D12023D3E7614777453347C6298',2,2,'est','a1','Polisen','police','klotter','',0,1,1740999600,1740999600,1,20150,20150,2025,3,2025,10,1,12,674000,6580000,1,1,0,'',NULL,NULL,0,3,1);
INSERT INTO "incident" VALUES(2,X'159060D3587AB74553AFD782CCADEEF1',X'51B3512EB22B3D00A5D1492715237019',2,3,'est','a2','Polisen','police','buller','',0,1,1741042800,1741129200,3,20151,20151,2025,3,2025,10,2,-1,NULL,NULL,3,3,0,'',NULL,NULL,0,2,2);
INSERT INTO "incident" VALUES(3,X'A2BFE43ADBCAB14534A9BF7E6EB3C408',X'33BF322C270AF6D2EFAD277845E93F6F',1,4,'est','','Polisen','police','klotter','',0,1,1738364400,1740783600,4,20120,20147,2025,2,0,0,0,-1,NULL,NULL,3,0,0,'',NULL,NULL,0,1,1);
INSERT INTO "incident" VALUES(4,X'A236603E19ACCD1099A6487A6559DF7E',X'80706DA031A2FCC3BC5232CA956C663D',1,5,'est','','Polisen','police','klotter','',0,1,1738364400,1740783600,4,20120,20147,2025,2,0,0,0,-1,NULL,NULL,3,0,0,'',NULL,NULL,0,1,1);
INSERT INTO "incident" VALUES(5,X'9074F44F8303873ED798026DDD45FB2E',X'853B6E48A1969EFA62621179A9B4FC8A',1,6,'est','a5','Polisen','police','eld','',0,1,1741208400,1741237200,2,20152,20153,2025,3,2025,10,0,-1,674100,6580100,2,5,0,'',NULL,NULL,0,1,1);
CREATE TABLE "incident_area" ("level" text NOT NULL, "area_code" text NOT NULL, "incident_id" integer NOT NULL REFERENCES "incident" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "incident_area_filled" CHECK ((NOT ("level" = '') AND NOT ("area_code" = ''))), PRIMARY KEY ("incident_id", "level"));
INSERT INTO "incident_area" VALUES('district','A',1);
INSERT INTO "incident_area" VALUES('district','B',3);
INSERT INTO "incident_area" VALUES('district','B',4);
INSERT INTO "incident_area" VALUES('district','A',5);
INSERT INTO "incident_area" VALUES('district','B',2);
CREATE TABLE "incident_month" ("level" text NOT NULL, "left_out" text NOT NULL, "year" smallint NOT NULL, "month" smallint NOT NULL, "area_code" text NOT NULL, "category" text NOT NULL, "source" text NOT NULL, "n" bigint NOT NULL, PRIMARY KEY ("level", "left_out", "year", "month", "area_code", "category", "source"));
INSERT INTO "incident_month" VALUES('','',2025,2,'','klotter','est',2);
INSERT INTO "incident_month" VALUES('district','',2025,2,'B','klotter','est',2);
INSERT INTO "incident_month" VALUES('','',2025,3,'','buller','est',1);
INSERT INTO "incident_month" VALUES('','',2025,3,'','eld','est',1);
INSERT INTO "incident_month" VALUES('','',2025,3,'','klotter','est',1);
INSERT INTO "incident_month" VALUES('district','',2025,3,'A','eld','est',1);
INSERT INTO "incident_month" VALUES('district','',2025,3,'A','klotter','est',1);
INSERT INTO "incident_month" VALUES('district','',2025,3,'B','buller','est',1);
CREATE TABLE "incident_text" ("incident_id" integer NOT NULL PRIMARY KEY REFERENCES "incident" ("id") DEFERRABLE INITIALLY DEFERRED, "text" text NOT NULL, "flags" text NOT NULL, "said_area" text NOT NULL, "said_place" text NOT NULL, "said_title" text NOT NULL);
INSERT INTO "incident_text" VALUES(1,'rättad','','','','');
INSERT INTO "incident_text" VALUES(2,'text 2 åäö','','','','');
INSERT INTO "incident_text" VALUES(3,'text 3 åäö','','','','');
INSERT INTO "incident_text" VALUES(4,'text 4 åäö','','','','');
INSERT INTO "incident_text" VALUES(5,'text 5 åäö','','','','');
CREATE TABLE "incident_version" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "incident_id" integer NOT NULL, "version" integer NOT NULL, "key" BLOB NOT NULL, "content" BLOB NOT NULL, "removed" bool NOT NULL, "last_day" integer NOT NULL, "facts" text NOT NULL, "words" text NOT NULL, "batch_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED, "ended_by_id" bigint NOT NULL REFERENCES "import_batch" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "incident_version" VALUES(1,2,1,X'159060D3587AB74553AFD782CCADEEF1',X'5CF2A73B6405FBC99C4E04CAE97DAFE6',0,20151,'{"areas": {"district": "B"}, "category": "buller", "category_label": "", "end_s": 1741129200, "file_id": 1, "first_day": 20151, "hour": -1, "iso_week": 10, "iso_year": 2025, "last_day": 20151, "left_out": "", "location_precision": 3, "mixed": 0, "month": 3, "n": 1, "observation": 0, "organisation": "Polisen", "organisation_kind": "police", "row_no": 3, "said_precision": 0, "said_x": null, "said_y": null, "severity": 2, "source": "est", "source_id": "a2", "start_s": 1741042800, "time_precision": 3, "weekday": 2, "x": null, "y": null, "year": 2025}','{"flags": "", "said_area": "", "said_place": "", "said_title": "", "text": "text 2 åäö"}',1,2);
INSERT INTO "incident_version" VALUES(2,1,1,X'1C935A2FDD30E3D2CD07A1CF837FC9E1',X'92CA7D12023D3E7614777453347C6298',0,20150,'{"areas": {"district": "A"}, "category": "klotter", "category_label": "", "end_s": 1740999600, "file_id": 1, "first_day": 20150, "hour": 12, "iso_week": 10, "iso_year": 2025, "last_day": 20150, "left_out": "", "location_precision": 1, "mixed": 0, "month": 3, "n": 1, "observation": 0, "organisation": "Polisen", "organisation_kind": "police", "row_no": 2, "said_precision": 0, "said_x": null, "said_y": null, "severity": 1, "source": "est", "source_id": "a1", "start_s": 1740999600, "time_precision": 1, "weekday": 1, "x": 674000, "y": 6580000, "year": 2025}','{"flags": "", "said_area": "", "said_place": "", "said_title": "", "text": "text 1 åäö"}',1,3);
CREATE TABLE "kept_report_day" ("organisation" text NOT NULL, "day" integer NOT NULL, PRIMARY KEY ("organisation", "day"));
CREATE TABLE "retention_decision" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "reference" text NOT NULL, "decided_by" text NOT NULL, "decided_on" date NOT NULL, "text_months" integer NOT NULL, "facts_months" integer NULL, "recorded_by" text NOT NULL, "recorded_at" datetime NOT NULL, "note" text NOT NULL, CONSTRAINT "retention_text_first" CHECK (("facts_months" IS NULL OR "facts_months" >= ("text_months"))), CONSTRAINT "retention_text_months" CHECK ("text_months" >= 1));
CREATE TABLE "store_meta" ("name" text NOT NULL PRIMARY KEY, "value" text NOT NULL);
INSERT INTO "store_meta" VALUES('municipality','Exempelkommunen');
INSERT INTO "store_meta" VALUES('time_zone','Europe/Stockholm');
INSERT INTO "store_meta" VALUES('crs','EPSG:3006');
INSERT INTO "store_meta" VALUES('last_incident_id','5');
INSERT INTO "store_meta" VALUES('last_count_id','1');
CREATE INDEX "import_batch_undone_by_id_93103256" ON "import_batch" ("undone_by_id");
CREATE INDEX "audit_event_batch_id_f7a6b992" ON "audit_event" ("batch_id");
CREATE INDEX "agreement_version_batch_id_95d7694b" ON "agreement_version" ("batch_id");
CREATE INDEX "agreement_version_ended_by_id_c9a7e43c" ON "agreement_version" ("ended_by_id");
CREATE INDEX "import_file_batch_id_b990500d" ON "import_file" ("batch_id");
CREATE INDEX "import_file_sha256" ON "import_file" ("sha256");
CREATE INDEX "count_cell_batch_id_4142142d" ON "count_cell" ("batch_id");
CREATE INDEX "count_cell_file_id_102d4354" ON "count_cell" ("file_id");
CREATE INDEX "correction_batch_id_9d15d4f0" ON "correction" ("batch_id");
CREATE INDEX "incident_area_code" ON "incident_area" ("level", "area_code", "incident_id");
CREATE INDEX "incident_version_batch_id_e10f1978" ON "incident_version" ("batch_id");
CREATE INDEX "incident_version_ended_by_id_f1eceea3" ON "incident_version" ("ended_by_id");
CREATE INDEX "incident_version_of" ON "incident_version" ("incident_id", "version");
CREATE INDEX "count_version_batch_id_4ca22330" ON "count_version" ("batch_id");
CREATE INDEX "count_version_ended_by_id_092ce965" ON "count_version" ("ended_by_id");
CREATE INDEX "count_version_key" ON "count_version" ("key");
CREATE INDEX "area_division_batch_id_2c17aedb" ON "area_division" ("batch_id");
CREATE INDEX "agreement_batch_id_67fed94b" ON "agreement" ("batch_id");
CREATE INDEX "incident_batch_id_1fea38ab" ON "incident" ("batch_id");
CREATE INDEX "incident_last_day" ON "incident" ("last_day");
CREATE VIEW incident_fact AS
SELECT
    id AS incident_id,
    file_id AS file_no,
    row_no,
    source,
    source_id,
    organisation,
    organisation_kind,
    category,
    category_label,
    mixed,
    n,
    start_s,
    end_s,
    time_precision,
    first_day,
    last_day,
    year,
    month,
    iso_year,
    iso_week,
    weekday,
    hour,
    x,
    y,
    location_precision,
    severity,
    observation,
    left_out
FROM incident;
CREATE VIEW count_fact AS
SELECT
    id AS count_id,
    file_id AS file_no,
    row_no,
    source,
    category,
    label,
    area_level,
    area_code,
    area_name,
    first_day,
    last_day,
    value,
    status,
    population,
    preliminary
FROM count_cell;
CREATE VIEW reporter AS
SELECT
    CAST(agreement.id AS INTEGER) AS reporter_id,
    agreement.organisation,
    agreement.organisation_kind,
    agreement_area.level,
    agreement_area.area_code,
    agreement.first_day,
    agreement.last_day,
    agreement.cadence
FROM agreement
JOIN agreement_area ON agreement_area.agreement_id = agreement.id;
CREATE VIEW report_day AS
SELECT DISTINCT organisation, last_day AS day
FROM incident
WHERE organisation <> '' AND left_out <> 'forecast'
UNION
SELECT organisation, day
FROM kept_report_day;
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('agreement',1);
INSERT INTO "sqlite_sequence" VALUES('incident',5);
INSERT INTO "sqlite_sequence" VALUES('django_migrations',1);
INSERT INTO "sqlite_sequence" VALUES('audit_event',4);
INSERT INTO "sqlite_sequence" VALUES('import_batch',3);
INSERT INTO "sqlite_sequence" VALUES('import_file',2);
INSERT INTO "sqlite_sequence" VALUES('count_cell',1);
INSERT INTO "sqlite_sequence" VALUES('incident_version',2);
INSERT INTO "sqlite_sequence" VALUES('count_version',1);
COMMIT;
