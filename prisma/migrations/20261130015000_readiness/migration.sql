-- One row that /readyz writes to: a server that answers may still take nothing.
CREATE TABLE "readiness" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "readiness_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "readiness" ADD CONSTRAINT "readiness_one_row" CHECK ("id" = 1);
