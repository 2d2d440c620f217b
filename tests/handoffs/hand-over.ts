import { expect } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';

/** Types the command, fills the least there is to fill, and hands over: two screens. */
export async function handOver(
  rep: Driver,
  brief: { account: string; receiver: string; why?: string },
): Promise<void> {
  await rep.types(`/handoff ${brief.account}`, { in: 'sales' });
  const modal = await rep.modal({ text: /Main contact/ });
  await modal.choose('Who takes over', brief.receiver);
  await modal.fill('Main contact', 'Sample Contact, Head of Operations');
  await modal.fill('Why they bought', brief.why ?? 'Onboarding takes us six weeks, and we need it in one.');
  await modal.fill('First desired outcome', 'First team live within two weeks');
  await modal.fill('Promises outside the contract', 'None');
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/complete/);
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Handed over|H-\d+/);
  await modal.close();
}
