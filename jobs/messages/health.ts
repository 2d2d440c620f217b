import { findAccounts } from '../../src/accounts/find/find-accounts.ts';
import { loadProfile, loadProfiles } from '../../src/accounts/read/load-profile.ts';
import { CALIBRATION_MESSAGES } from '../../src/health/calibration/tell-calibration.ts';
import { loadStandings } from '../../src/health/read/load-standings.ts';
import { VOICE_MESSAGES } from '../../src/health/signals/tell-unhappy.ts';
import { SLIDE_MESSAGES } from '../../src/health/slides/incident.ts';
import { drawn } from '../../src/outbox/define-message.ts';
import type { DeliveryCtx } from '../../src/outbox/delivery.ts';
import type { AlertSummary, AlertsEnabled, ListedAccount } from '../../src/risks/alerts/alerts.ts';
import { ALERT_MESSAGES } from '../../src/risks/messages.ts';
import { loadListings } from '../../src/risks/read/load-listed.ts';
import { OPEN_RISK_STATES, riskName } from '../../src/risks/risk.ts';
import { enabledMessage, previewMessage } from '../../views/health/alert-messages.ts';
import { calibrationMessage } from '../../views/health/calibration-message.ts';
import { incidentMessage } from '../../views/health/incident-message.ts';
import { unhappyMessage } from '../../views/health/unhappy-message.ts';

export const DRAWN_HEALTH_MESSAGES = {
  ...drawn(SLIDE_MESSAGES, { incident: (_, { message }) => incidentMessage(message.data) }),
  ...drawn(VOICE_MESSAGES, {
    async unhappy(voice, { ctx }) {
      const { db, workspace, now } = ctx;
      const profile = await loadProfile(ctx, voice.accountId);
      const standing = profile && (await loadStandings(db, workspace.id, [profile.id], now)).get(profile.id);
      return profile && standing ? unhappyMessage(profile, voice, standing) : null;
    },
  }),
  ...drawn(CALIBRATION_MESSAGES, { note: calibrationMessage }),
  ...drawn(ALERT_MESSAGES, {
    preview: (preview, { message }) => previewMessage(preview, message.data.day),
    enabled: async (then, { ctx, message, where }) =>
      enabledMessage(await loadSummary(ctx, message.subject.id, then), where.dm ? 'mention' : 'text'),
  }),
};

/** The accounts of then as they stand now. One that was merged is what it became. */
async function loadSummary(
  ctx: DeliveryCtx,
  id: string,
  { segment, atRisk, critical, accounts, sliding }: AlertsEnabled,
): Promise<AlertSummary> {
  const { db, workspace, now } = ctx;
  const low = await becameOf(ctx, accounts);
  const ids = [...new Set([...low, ...(await becameOf(ctx, sliding.accounts))])];
  const listings = await loadListings(ctx, ids.slice(low.length));
  const standings = await loadStandings(db, workspace.id, ids, now);
  const open = await db.risk.findMany({
    where: { workspaceId: workspace.id, accountId: { in: ids }, state: { in: [...OPEN_RISK_STATES] } },
    select: { id: true, number: true, accountId: true },
  });
  const listed = (await loadProfiles(ctx, ids)).flatMap((account) => {
    const standing = standings.get(account.id);
    const risk = open.find(({ accountId }) => accountId === account.id);
    const listing = listings.get(account.id) ?? null;
    return standing
      ? [{ account, standing, listing, openRisk: risk ? { id: risk.id, name: riskName(risk) } : null }]
      : [];
  });
  const wasLow = ({ account }: ListedAccount) => low.includes(account.id);
  return {
    id,
    segment,
    atRisk,
    critical,
    accounts: listed.filter(wasLow),
    more: atRisk + critical - accounts.length,
    sliding: {
      total: sliding.total,
      accounts: listed.filter((one) => !wasLow(one)),
      more: sliding.total - sliding.accounts.length,
    },
  };
}

async function becameOf({ db, workspace }: DeliveryCtx, accountIds: readonly string[]): Promise<string[]> {
  const found = await findAccounts(
    db,
    workspace.id,
    accountIds.map((id) => ({ id })),
  );
  return [...new Set(found.flatMap((one) => (one && one !== 'ambiguous' ? [one.id] : [])))];
}
