import { findAccounts } from '../../src/accounts/find-accounts.ts';
import { loadProfile, loadProfiles } from '../../src/accounts/load-profile.ts';
import { loadStandings } from '../../src/health/load-standings.ts';
import { loadVoice } from '../../src/health/load-voice.ts';
import type { DeliveryCtx, MessageKind } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { findAdmins } from '../../src/people/find-admins.ts';
import { type AlertSummary, ENABLED } from '../../src/risks/alert-summary.ts';
import { loadPreviewOf } from '../../src/risks/load-preview.ts';
import { OPEN_RISK_STATES, riskName } from '../../src/risks/risk.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { enabledMessage } from '../../views/health/enabled-message.ts';
import { previewMessage } from '../../views/health/preview-message.ts';
import { unhappyMessage } from '../../views/health/unhappy-message.ts';
import { textIn } from './fields.ts';

/** What is said of alerts while they are tried out, and once they are turned on. */
export const HEALTH_MESSAGES: Record<string, MessageKind> = {
  health_preview: {
    about: 'customer',
    whenUnknown: 'resend',
    async render(ctx, message) {
      const day = textIn(message, 'day');
      const preview = await loadPreviewOf(ctx, message.memberId ?? '', day);
      return preview && previewMessage(preview, day);
    },
  },
  customer_unhappy: {
    about: 'customer',
    whenUnknown: 'resend',
    async render(ctx, message) {
      const voice = await loadVoice(ctx, textIn(message, 'signalId'));
      const profile = voice && (await loadProfile(ctx, voice.accountId));
      return profile && unhappyMessage(profile, voice);
    },
  },
  alerts_enabled: {
    about: 'customer',
    whenUnknown: 'resend',
    async render(ctx, message, where) {
      const summary = await loadSummary(ctx, message);
      return summary && enabledMessage(summary, where.dm ? 'mention' : 'text');
    },
    async fallback(ctx) {
      const settings = await loadSettings(ctx.db, ctx.workspace.id);
      const [admin] = await findAdmins(ctx.db, ctx.workspace.id, settings);
      return admin?.slackUserId ?? null;
    },
  },
};

/** The accounts of then as they stand now. One that was merged is what it became. */
async function loadSummary(ctx: DeliveryCtx, message: Message): Promise<AlertSummary | null> {
  const then = ENABLED.read(message.data, message.id);
  if (!then) return null;
  const { segment, atRisk, critical, accounts } = then;
  const { db, workspace, now } = ctx;
  const found = await findAccounts(
    db,
    workspace.id,
    accounts.map((id) => ({ id })),
  );
  const ids = [...new Set(found.flatMap((one) => (one && one !== 'ambiguous' ? [one.id] : [])))];
  const standings = await loadStandings(db, workspace.id, ids, now);
  const open = await db.risk.findMany({
    where: { workspaceId: workspace.id, accountId: { in: ids }, state: { in: [...OPEN_RISK_STATES] } },
    select: { id: true, number: true, accountId: true },
  });
  const listed = (await loadProfiles(ctx, ids)).flatMap((account) => {
    const standing = standings.get(account.id);
    const risk = open.find(({ accountId }) => accountId === account.id);
    return standing
      ? [{ account, standing, openRisk: risk ? { id: risk.id, name: riskName(risk) } : null }]
      : [];
  });
  const more = atRisk + critical - accounts.length;
  return { id: message.subject.id, segment, atRisk, critical, accounts: listed, more };
}
