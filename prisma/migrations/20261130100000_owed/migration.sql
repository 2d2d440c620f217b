-- What is owed now, a row for each case of which somebody owes a step. Written with every change of a case; what the
-- version before changes meanwhile is found by the sweep, since the versions differ.
CREATE TABLE "owed" (
    "workspace_id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "clocks" TEXT[],
    "account_id" UUID,
    "member_id" UUID,
    "team_id" UUID,
    "other_id" UUID,
    "private" BOOLEAN NOT NULL,
    "urgent" BOOLEAN NOT NULL,
    "since" TIMESTAMPTZ(3),
    "promised_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "late_at" TIMESTAMPTZ(3),
    "snoozed_until" TIMESTAMPTZ(3),
    "facts" JSONB NOT NULL,

    CONSTRAINT "owed_pkey" PRIMARY KEY ("subject_type", "subject_id")
);

INSERT INTO "owed" ("workspace_id", "subject_type", "subject_id", "version", "name", "step", "clocks", "account_id",
                    "member_id", "team_id", "other_id", "private", "urgent", "since", "promised_at", "snoozed_until", "facts")
SELECT h."workspace_id", 'handoff', h."id", h."version", 'H-' || h."number", s."step",
       CASE WHEN h."state" = 'accepted' THEN '{}' ELSE ARRAY[s."step", 'hard_stop'] END, h."account_id",
       CASE WHEN h."state" = 'returned' THEN h."sender_id" ELSE h."receiver_id" END, NULL,
       CASE WHEN h."state" = 'returned' THEN h."receiver_id" ELSE h."sender_id" END, h."private", false,
       CASE WHEN h."state" = 'accepted' THEN h."accepted_at" END,
       CASE WHEN h."state" = 'acknowledged' THEN h."decide_by" END, h."snoozed_until",
       jsonb_build_object('kind', h."kind", 'acceptedAt', to_char(h."accepted_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                          'goLiveOn', h."go_live_on",
                          'gaps', CASE WHEN jsonb_typeof(h."gaps" -> 'criteria') = 'array'
                                       THEN jsonb_array_length(h."gaps" -> 'criteria') ELSE 0 END)
  FROM "handoffs" h
 CROSS JOIN LATERAL (SELECT CASE h."state" WHEN 'submitted' THEN 'acknowledge' WHEN 'acknowledged' THEN 'decide'
                                           WHEN 'returned' THEN 'resubmit' ELSE 'finish' END AS "step") s
 WHERE h."state" IN ('submitted', 'acknowledged', 'returned', 'accepted') AND h."number" IS NOT NULL;

INSERT INTO "owed" ("workspace_id", "subject_type", "subject_id", "version", "name", "step", "clocks", "account_id",
                    "member_id", "team_id", "other_id", "private", "urgent", "since", "snoozed_until", "facts")
SELECT r."workspace_id", 'risk', r."id", r."version", 'R-' || r."number", s."step", ARRAY[s."step"], r."account_id",
       r."owner_id", r."team_id", r."partner_id", false, r."severity" = 'critical',
       (SELECT t."started_at" FROM "timers" t
         WHERE t."subject_type" = 'risk' AND t."subject_id" = r."id" AND t."clock" = s."step" AND s."step" = 'check_in'),
       r."snoozed_until",
       jsonb_build_object('severity', r."severity", 'plan', r."plan", 'checkInOn', r."check_in_on")
  FROM "risks" r
 CROSS JOIN LATERAL (SELECT CASE WHEN r."state" = 'open' THEN 'claim' WHEN r."check_in_on" IS NULL THEN 'plan'
                                 ELSE 'check_in' END AS "step") s
 WHERE r."state" <> 'resolved';

-- Limits as the clocks have them; one that cannot be read has none.
UPDATE "owed" o
   SET "due_at" = coalesce(o."promised_at", l."step"), "late_at" = least(coalesce(o."promised_at", l."step"), l."others")
  FROM (SELECT t."subject_type", t."subject_id",
               min(t."limit") FILTER (WHERE t."clock" = w."step") AS "step",
               min(t."limit") FILTER (WHERE t."clock" <> w."step") AS "others"
          FROM "owed" w
          JOIN (SELECT i."subject_type", i."subject_id", i."clock",
                       CASE WHEN i."at" ~ '^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$'
                            THEN i."at"::timestamptz END AS "limit"
                  FROM (SELECT t."subject_type", t."subject_id", t."clock",
                               t."ladder" -> 'due' ->> (
                                 SELECT (rung."place" - 1)::int
                                   FROM jsonb_array_elements(CASE jsonb_typeof(t."ladder" -> 'rungs')
                                          WHEN 'array' THEN t."ladder" -> 'rungs' ELSE '[]' END)
                                     WITH ORDINALITY AS rung ("body", "place")
                                  WHERE rung."body" -> 'at' = '1' LIMIT 1) AS "at"
                          FROM "timers" t) i) t
            ON t."subject_type" = w."subject_type" AND t."subject_id" = w."subject_id" AND t."clock" = ANY (w."clocks")
         GROUP BY t."subject_type", t."subject_id") l
 WHERE l."subject_type" = o."subject_type" AND l."subject_id" = o."subject_id";

CREATE INDEX "owed_workspace_id_member_id_idx" ON "owed"("workspace_id", "member_id");
CREATE INDEX "owed_workspace_id_other_id_idx" ON "owed"("workspace_id", "other_id");
CREATE INDEX "owed_workspace_id_late_at_idx" ON "owed"("workspace_id", "late_at");
CREATE INDEX "owed_account_id_idx" ON "owed"("account_id");
