// Every message and modal there is to draw of a risk.
import type { RiskDetails, RiskEntry } from '../../src/risks/read/details.ts';
import { RISK_CLOCKS } from '../../src/risks/risk.ts';
import { morningMessage } from '../../views/cases/morning-message.ts';
import {
  riskEscalationMessage,
  riskNudgeMessage,
  riskReminderMessage,
  riskRoundupMessage,
} from '../../views/risks/chase-messages.ts';
import {
  detailsMessage,
  detailsView,
  type RiskWindow,
  riskHistoryView,
  riskSignalsView,
} from '../../views/risks/details.ts';
import { type FlagScreen, flaggedView, flagView } from '../../views/risks/flag-view.ts';
import { risksOfMorning } from '../../views/risks/lines.ts';
import {
  riskActedMessage,
  riskCard,
  riskEventMessage,
  riskListMessage,
  riskMessage,
  riskRequestMessage,
} from '../../views/risks/messages.ts';
import { ANYTHING } from '../../views/risks/parts/buttons.ts';
import {
  CHOSEN_OUTCOMES,
  checkInView,
  planView,
  resolveView,
  riskReassignView,
} from '../../views/risks/work-views.ts';
import type { Rendered } from './every-view.ts';
import { SAMPLE_NOW, SAMPLE_STRANGER } from './samples.ts';
import { sampleListed } from './slide-samples.ts';

const ROLES = ['cover', 'counterpart', 'lead', 'manager', 'fallback_channel'] as const;
const NOTHING = () => false;
const HISTORY_PAGE = 15;

export function everyRiskMessage(
  risk: RiskDetails,
  entries: readonly RiskEntry[],
  details: RiskWindow,
): Rendered {
  const reader = risk.answers?.id ?? SAMPLE_STRANGER.id;
  const items = RISK_CLOCKS.flatMap((clock) =>
    Array.from({ length: 4 }, () => ({ risk, clock, isLate: true })),
  );
  const nudge = { by: risk.partner ?? SAMPLE_STRANGER, may: ANYTHING };
  const all: Rendered = {
    'risk card': riskCard(risk),
    'risk request': riskRequestMessage(risk, { memberId: reader, isAsked: true, may: ANYTHING }),
    'risk request to its owner': riskRequestMessage(risk, {
      memberId: reader,
      isAsked: true,
      may: () => true,
    }),
    'risk request of before': riskRequestMessage(risk, { memberId: '', isAsked: false, may: NOTHING }),
    'risk message': riskMessage(risk, entries.slice(0, 3), { memberId: reader, may: () => true }),
    'risk message to an onlooker': riskMessage(risk, [], { memberId: SAMPLE_STRANGER.id, may: NOTHING }),
    'risk claimed': riskActedMessage('claimed', risk),
    'risk undone': riskActedMessage('undone', risk),
    'risk snoozed': riskActedMessage('snoozed', risk),
    'risk nudged': riskActedMessage('nudged', risk),
    'risk details': detailsMessage(details),
    'risk list': riskListMessage({
      which: 'mine',
      items: Array.from({ length: 10 }, (_, n) => ({ ...risk, id: risk.id.replace(/.$/, String(n)) })),
      page: 1,
      next: 2,
      total: 1_000,
      viewerId: SAMPLE_STRANGER.id,
    }),
    'risk nudge': riskNudgeMessage(risk, { ...nudge, asked: true }),
    'risk nudge, answered': riskNudgeMessage(risk, { ...nudge, asked: false }),
    'risk roundup': riskRoundupMessage(Array(12).fill(risk)),
    'risk roundup of what is done': riskRoundupMessage([]),
    'risk morning': morningMessage([risksOfMorning(items, reader)]),
    'risk morning, accounts slide': morningMessage(
      [risksOfMorning(items.slice(0, 2), reader)],
      sampleListed(9, risk.account.name),
    ),
    'risk morning of somebody else': morningMessage([risksOfMorning(items.slice(0, 1), SAMPLE_STRANGER.id)]),
  };
  for (const clock of RISK_CLOCKS) {
    for (const isLate of [false, true])
      all[`risk reminder ${clock}${isLate ? ', late' : ''}`] = riskReminderMessage(
        { ...risk, isLate },
        { clock, asked: true, may: ANYTHING },
      );
    for (const role of ROLES)
      all[`risk escalation ${clock} ${role}`] = riskEscalationMessage(risk, {
        clock,
        role,
        overdueSince: SAMPLE_NOW,
        may: ANYTHING,
      });
  }
  for (const entry of entries) {
    all[`risk event ${entry.action}`] = riskEventMessage(entry, risk);
    all[`risk event ${entry.action} alone`] = riskEventMessage(entry, risk, true);
  }
  return all;
}

export function everyRiskModal(
  risk: RiskDetails,
  entries: readonly RiskEntry[],
  { details, flag }: { details: RiskWindow; flag: FlagScreen },
): Rendered {
  const all: Rendered = {
    'risk plan': planView(risk, { dueOn: '2026-03-04', checkInOn: '2026-03-09' }),
    'risk check-in': checkInView(risk, '2026-03-09'),
    'risk reassign': riskReassignView(risk),
    'risk history': riskHistoryView(risk, {
      entries: entries.slice(0, HISTORY_PAGE),
      page: 1,
      more: true,
    }),
    'risk history, empty': riskHistoryView(risk, { entries: [], page: 0, more: false }),
    'risk details, modal': detailsView(details),
    'risk details, all signals': riskSignalsView(details),
    'risk flag': flagView(flag),
    'risk flag, new account': flagView({
      ...flag,
      account: null,
      accountName: flag.account?.name ?? '',
      candidates: [],
    }),
    'risk flagged': flaggedView(risk, 'opened', SAMPLE_STRANGER.id),
    'risk flagged, open already': flaggedView(risk, 'noted', SAMPLE_STRANGER.id),
  };
  for (const outcome of [null, ...CHOSEN_OUTCOMES])
    all[`risk resolve ${outcome}`] = resolveView(risk, outcome);
  return all;
}
