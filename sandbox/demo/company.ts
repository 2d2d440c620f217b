import { readFile } from 'node:fs/promises';
import { ACCOUNT_COLUMNS } from '../../src/accounts/import/account-row.ts';
import { importAccounts } from '../../src/accounts/import/take-accounts.ts';
import { importPeople } from '../../src/people/import-people.ts';
import { PEOPLE_COLUMNS } from '../../src/people/people-row.ts';
import { setTeam } from '../../src/people/set-team.ts';
import { readCsv } from '../../src/platform/csv/csv.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { setSetting } from '../../src/settings/set-setting.ts';
import type { Manifest, Seed } from '../seed.ts';

/** What one of each was worth in euros: figures of a sample. */
const SAMPLE_RATES = '2025-01-01 USD=0.92 SGD=0.68';

/** The sample company in Slack: nine people in three zones. Their names are their roles; nobody is real. */
export function companySeed(manifest: Manifest): Seed {
  const person = (name: string, realName: string, title: string, tz: string) => ({
    name,
    realName,
    title,
    tz,
    email: `${name}@sample.example`,
  });
  return {
    workspace: { name: 'Sample Company', domain: 'sample-company' },
    manifest,
    people: [
      person('rep.berlin', 'Sales Rep (Berlin)', 'Account executive', 'Europe/Berlin'),
      person('rep.newyork', 'Sales Rep (New York)', 'Account executive', 'America/New_York'),
      person('sales.lead', 'Sales Lead', 'Leads sales', 'Europe/Berlin'),
      person('csm.berlin', 'CSM (Berlin)', 'Customer success manager', 'Europe/Berlin'),
      person('csm.newyork', 'CSM (New York)', 'Customer success manager', 'America/New_York'),
      person('csm.singapore', 'CSM (Singapore)', 'Customer success manager', 'Asia/Singapore'),
      person('cs.lead', 'CS Lead', 'Leads customer success', 'Europe/Berlin'),
      {
        ...person('director', 'Director', 'Leads both teams, admin of Slack', 'America/New_York'),
        admin: true,
      },
      person('onboarding.berlin', 'Onboarding (Berlin)', 'Sets new customers up', 'Europe/Berlin'),
    ],
    channels: [
      { name: 'sales', app: true },
      { name: 'customer-success', app: true },
      { name: 'leadership', app: true },
      { name: 'onboarding', app: true },
    ],
  };
}

/** The same company in Baton: three teams, who leads whom, twenty accounts. People must be synced already. */
export async function seedCompany(
  ctx: Ctx,
  channels: { customerSuccess: string; leadership: string; onboarding: string },
): Promise<void> {
  await importPeople(ctx, await table('people.csv', PEOPLE_COLUMNS));
  expectDone(await setTeam(ctx, { name: 'CS Global', channel: channels.customerSuccess }));
  expectDone(await setTeam(ctx, { name: 'Onboarding', channel: channels.onboarding }));
  expectDone(await setSetting(ctx, { key: 'escalation.channel', value: channels.leadership }));
  expectDone(await setSetting(ctx, { key: 'currency.reporting', value: 'EUR' }));
  expectDone(await setSetting(ctx, { key: 'currency.rates', value: SAMPLE_RATES }));
  await importAccounts(ctx, await table('accounts.csv', ACCOUNT_COLUMNS), { dryRun: false });
}

/** Six more: Baton knows what befalls everybody from twenty accounts on that have a past. */
export async function seedMoreAccounts(ctx: Ctx): Promise<void> {
  await importAccounts(ctx, await table('more-accounts.csv', ACCOUNT_COLUMNS), { dryRun: false });
}

async function table(file: string, known: readonly string[]) {
  const read = readCsv(await readFile(new URL(file, import.meta.url)), { known, required: [] });
  if (isRefusal(read)) throw new Error(read.message);
  return read;
}

function expectDone(result: unknown): void {
  if (isRefusal(result)) throw new Error(result.message);
}
