import { expect } from 'vitest';
import type { Driver, Modal } from '../../sandbox/server.ts';
import { newId } from '../../src/platform/id.ts';
import type { World } from '../support/baton.ts';

const DAY_MS = 24 * 3_600_000;

export interface Standing {
  band?: 'healthy' | 'watch' | 'at_risk' | 'critical';
  /** Absent: its health is unknown. */
  known?: boolean;
  /** Latest values by type, seen twelve days ago. */
  signals?: Record<string, number>;
  openRisk?: boolean;
}

/** Puts down how an account stands, as an evaluation would have left it. */
export async function stands(world: World, account: string, standing: Standing): Promise<void> {
  const { db } = world.database;
  const { id: accountId, workspaceId } = await db.account.findFirstOrThrow({ where: { name: account } });
  const now = await world.now();
  const observedAt = new Date(now.getTime() - 12 * DAY_MS);
  if (standing.band) {
    const health = {
      workspaceId,
      known: standing.known ?? false,
      band: standing.band,
      bandSince: observedAt,
    };
    await db.accountHealth.upsert({ where: { accountId }, create: { accountId, ...health }, update: health });
  }
  for (const [type, value] of Object.entries(standing.signals ?? {})) {
    const seen = { workspaceId, signalId: newId(now), value, observedAt, key: `sample-${accountId}-${type}` };
    const where = { accountId_type: { accountId, type } };
    await db.signalLatest.upsert({ where, create: { accountId, type, ...seen }, update: seen });
  }
  if (!standing.openRisk) return;
  await db.risk.create({
    data: {
      ...{ id: newId(now), workspaceId, accountId, number: 1, rule: 'flagged', severity: 'at_risk' },
      ...{ reasons: [], openedAt: observedAt, updatedAt: observedAt },
    },
  });
}

export const RECEIVER = 'Sales Rep (New York)';

/** The first screen, with a receiver picked. */
export async function begin(csm: Driver, account: string, receiver = RECEIVER): Promise<Modal> {
  if (csm.hasModal()) await (await csm.modal()).close();
  await csm.types(`/handoff ${account}`, { in: 'customer-success' });
  // Its CSM is offered the rep of the account, and is asked about an expansion from the start.
  const modal = await csm.modal({ text: /Main contact/ });
  await modal.choose('Hand over to', receiver);
  return modal;
}

/** The same, with its questions answered. */
export async function propose(csm: Driver, account: string, receiver = RECEIVER): Promise<Modal> {
  const modal = await begin(csm, account, receiver);
  await modal.until(/An expansion for sales/);
  await modal.fill('Main contact', 'Sample Contact, Head of Operations');
  await modal.fill('What they want to achieve next', 'The second plant live by summer');
  await modal.fill('The opportunity', 'Forty more seats for the second plant');
  await modal.fill('Promises made so far', 'None');
  return modal;
}

/** On to the last screen. */
export async function goOn(modal: Modal): Promise<void> {
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Ready to|Still missing/);
}
