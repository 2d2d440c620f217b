import { Prisma } from '../../prisma/generated/client.ts';
import type { WorkspaceRef } from '../platform/ctx.ts';
import { createSlack, type Heard, type Slack } from '../platform/slack/slack.ts';
import { uuids } from '../platform/sql.ts';

/** A workspace and the bot token that opens it. */
export interface Connection {
  workspace: WorkspaceRef;
  token: string;
  botId: string;
}

/** Better an error than a late answer to a click. */
const PEOPLE_TIMEOUT_MS = 2_500;
/** Longer than a slow Slack, shorter than a delivery's lease. */
const JOBS_TIMEOUT_MS = 10_000;

/**
 * The workspaces whose tokens this process holds. A database may hold others, which other processes serve or nobody
 * does: whatever claims work names these, and there is no other way to a Slack client.
 */
export class Served {
  readonly #byId: ReadonlyMap<string, { connection: Connection; people: Slack; jobs: Slack }>;

  constructor(
    connections: readonly Connection[],
    options: {
      apiUrl?: string | undefined;
      peopleTimeoutMs?: number;
      jobsTimeoutMs?: number;
      heard?: Heard | undefined;
    } = {},
  ) {
    const { apiUrl, heard } = options;
    const { peopleTimeoutMs = PEOPLE_TIMEOUT_MS, jobsTimeoutMs = JOBS_TIMEOUT_MS } = options;
    this.#byId = new Map(
      connections.map((connection) => {
        const { token, workspace } = connection;
        const people = createSlack({ token, apiUrl, heard, timeoutMs: peopleTimeoutMs });
        const jobs = createSlack({ token, apiUrl, heard, timeoutMs: jobsTimeoutMs });
        return [workspace.id, { connection, people, jobs }] as const;
      }),
    );
  }

  get ids(): string[] {
    return [...this.#byId.keys()];
  }

  /** In SQL: a table of those that are active, to be joined by whatever claims work. */
  get active(): Prisma.Sql {
    return Prisma.sql`(SELECT id, slack_team_id, bot_user_id FROM workspaces
                        WHERE id = ANY(${uuids(this.ids)}) AND state = 'active' ORDER BY id)`;
  }

  /** The same as a condition of Prisma's. */
  get where() {
    return { id: { in: this.ids }, state: 'active' } as const satisfies Prisma.WorkspaceWhereInput;
  }

  /** The Slack team of the one workspace it is, where it is one. */
  get only(): string | undefined {
    const [first, ...others] = this.#byId.values();
    return others.length === 0 ? first?.connection.workspace.slackTeamId : undefined;
  }

  /** The client for calls that somebody waits for, which never stand behind those that nobody waits for. */
  slackForPeople(workspace: { id: string }): Slack {
    return this.#held(workspace).people;
  }

  slackForJobs(workspace: { id: string }): Slack {
    return this.#held(workspace).jobs;
  }

  /** Null for a workspace that this process does not serve. */
  connectionOf(slackTeamId: string): Connection | null {
    for (const { connection } of this.#byId.values())
      if (connection.workspace.slackTeamId === slackTeamId) return connection;
    return null;
  }

  #held({ id }: { id: string }) {
    const held = this.#byId.get(id);
    if (held === undefined) throw new Error('this process holds no token of that workspace');
    return held;
  }
}
