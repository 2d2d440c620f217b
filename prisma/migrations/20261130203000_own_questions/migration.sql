-- What a workspace asks in its handoffs, by version, and the copy that admins change before it is published.
CREATE TABLE "handoff_templates" (
  "workspace_id" UUID NOT NULL,
  "kind" "handoff_kind" NOT NULL,
  "version" INTEGER NOT NULL,
  "questions" JSONB,
  "published_by_id" UUID,
  "published_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "handoff_templates_pkey" PRIMARY KEY ("workspace_id", "kind", "version"),
  CONSTRAINT "handoff_templates_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE "handoff_template_edits" (
  "workspace_id" UUID NOT NULL,
  "kind" "handoff_kind" NOT NULL,
  "base" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL,
  "questions" JSONB NOT NULL,
  "changed_by_id" UUID,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "handoff_template_edits_pkey" PRIMARY KEY ("workspace_id", "kind"),
  CONSTRAINT "handoff_template_edits_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
