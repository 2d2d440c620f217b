import { TEAMS } from '../../handoffs/model/people.ts';
import { DAY } from '../../handoffs/model/reckoning.ts';
import { askToTake } from './chase.ts';
import {
  type Answer,
  accountOf,
  arm,
  type Band,
  isOpen,
  isWorse,
  latestOf,
  type Model,
  type ModelRisk,
} from './model.ts';
import { resting, sayNews, sayOnCard, sayPreview, teamOf } from './say.ts';

/** One change of one account's health. */
export interface HealthAsk {
  verb: 'health';
  account: number;
  rule: 'worsened' | 'fell' | 'exception' | 'recovered' | 'rules';
  to: Band;
}

export const SCORE: Record<Band, number> = { critical: 30, at_risk: 50, watch: 65, healthy: 85 };
const WINDOW = 14 * DAY;
const isLow = (band: Band) => band === 'critical' || band === 'at_risk';
const isBad = ({ rule, to }: HealthAsk) =>
  rule === 'fell' || rule === 'exception' || (rule === 'worsened' && isLow(to));

/** What becomes of it. */
export function health(model: Model, ask: HealthAsk): Answer {
  const account = accountOf(model, ask.account);
  const latest = latestOf(model, ask.account);
  const from = latest && isOpen(latest) ? latest.state : latest ? 'resolved' : 'none';
  const outcome = outcomeOf(model, ask, latest);
  const change = {
    rule: ask.rule,
    severity: ask.to,
    fromBand: account.band,
    score: SCORE[ask.to],
  };
  if (outcome === 'preview') sayPreview(model);
  if (outcome === 'opened') open(model, ask.account, change, null);
  if (latest && outcome === 'reopened') reopen(model, latest, change);
  if (latest && outcome === 'news') {
    const better = isWorse(account.band, ask.to);
    if (ask.rule === 'recovered' && !isLow(ask.to))
      model.counts.push(`recovered, yet open | flagged ${flaggedWhen(latest)}`);
    if (isWorse(ask.to, latest.severity)) {
      model.counts.push('news | its severity grows');
      latest.severity = ask.to;
    }
    latest.score = change.score;
    tell(model, latest, better ? 'recovering' : 'worsened');
  }
  if (latest && outcome === 'closed') {
    Object.assign(latest, {
      state: 'resolved',
      outcome: 'recovered',
      resolvedAt: model.now,
      snoozedUntil: null,
    });
    latest.clocks = {};
    tell(model, latest, 'recovered');
  }
  if (['opened', 'reopened', 'news', 'preview'].includes(outcome)) {
    account.alertedAt = model.now;
    account.alertedBand = ask.to;
  }
  account.band = ask.to;
  model.counts.push(`${from} | health ${ask.rule} | ${outcome}`);
  return { code: outcome, limitAt: null };
}

function flaggedWhen({ openedBy, reopens }: ModelRisk): string {
  if (openedBy === null) return 'by a note';
  return reopens > 0 ? 'before it was reopened' : 'when it was opened';
}

function outcomeOf({ accounts, now }: Model, ask: HealthAsk, latest: ModelRisk | null): string {
  const account = accounts[ask.account];
  const open = latest && isOpen(latest) ? latest : null;
  if (ask.rule === 'recovered') {
    if (!open) return 'quiet';
    return isLow(ask.to) || open.flagged ? 'news' : 'closed';
  }
  if (!account || !isBad(ask)) return 'quiet';
  // Nobody is told of a customer who has left.
  if (!open && latest?.outcome === 'lost') return 'quiet';
  if (open) return ask.rule === 'exception' || isWorse(ask.to, open.severity) ? 'news' : 'owned';
  const enabled = account.segment !== 'smb';
  const endedWell = latest && latest.verdict === null;
  if (enabled && endedWell && now - (latest.resolvedAt ?? 0) < WINDOW) return 'reopened';
  const { alertedAt, alertedBand } = account;
  const recent = alertedAt !== null && now - alertedAt < WINDOW;
  const deeper = alertedBand === null || isWorse(ask.to, alertedBand);
  if (recent && !deeper && ask.rule !== 'exception') return 'cooldown';
  return enabled ? 'opened' : 'preview';
}

type Opened = Pick<ModelRisk, 'rule' | 'severity' | 'fromBand' | 'score'>;

/** A new risk, the account's owners its owner and partner: a card, a request, and the clock. */
export function open(model: Model, n: number, facts: Opened, flaggedBy: string | null): void {
  const account = accountOf(model, n);
  const number = Object.keys(model.risks).length + 1;
  const team = teamOf(model, account.cs);
  const risk: ModelRisk = {
    ...facts,
    number,
    account: n,
    state: 'open',
    version: 0,
    flagged: flaggedBy !== null,
    openedBy: flaggedBy,
    owner: account.cs,
    partner: account.sales,
    lead: team === null ? null : (TEAMS[team]?.lead ?? null),
    claimedBy: null,
    claimedAt: null,
    plan: null,
    checkInOn: null,
    snoozedUntil: null,
    snoozedMinutes: 0,
    nudgedAt: null,
    outcome: null,
    verdict: null,
    resolvedBy: null,
    resolvedAt: null,
    reopens: 0,
    openedAt: model.now,
    updatedAt: model.now,
    clocks: {},
    cards: [],
    told: [],
    channelAt: null,
    asked: [],
    history: { opened: 1 },
  };
  model.risks[number] = risk;
  const who = risk.owner ? 'its owner' : risk.lead ? 'the lead' : risk.partner ? 'the partner' : 'nobody';
  model.counts.push(`opened with | ${who}`);
  // Who flags their own account has claimed it.
  const own = flaggedBy !== null && flaggedBy === account.cs;
  if (own) {
    Object.assign(risk, { state: 'claimed', claimedBy: flaggedBy, claimedAt: model.now });
    risk.history['claimed'] = 1;
  }
  arm(model, risk, own ? 'plan' : 'claim', { version: risk.version });
  sayOnCard(model, risk, flaggedBy === null ? resting(model, risk) : null);
  if (!own) askToTake(model, risk, flaggedBy);
}

/** The same risk, from the start of its ladder, in the same threads. What was missing the account may have by now. */
function reopen(model: Model, risk: ModelRisk, facts: Opened): void {
  const account = accountOf(model, risk.account);
  if (risk.owner === null && account.cs !== null)
    model.counts.push('reopened | with the owner its account has now');
  Object.assign(risk, {
    ...facts,
    state: 'open',
    owner: risk.owner ?? account.cs,
    partner: risk.partner ?? account.sales,
    claimedBy: null,
    claimedAt: null,
    checkInOn: null,
    snoozedUntil: null,
    outcome: null,
    verdict: null,
    resolvedBy: null,
    resolvedAt: null,
    reopens: risk.reopens + 1,
  });
  if (risk.cards.length > 0) model.counts.push('reopened | under the card it had');
  tell(model, risk, 'reopened');
  arm(model, risk, 'claim', { version: risk.version });
  askToTake(model, risk, null);
}

function tell(model: Model, risk: ModelRisk, action: string): void {
  sayNews(model, risk, action, null);
  risk.version += 1;
  risk.updatedAt = model.now;
  risk.history[action] = (risk.history[action] ?? 0) + 1;
}
