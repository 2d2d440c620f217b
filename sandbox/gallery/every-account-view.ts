// Every message and modal there is to draw of an account and its health.
import type { Band } from '../../src/health/bands.ts';
import { shareOf } from '../../src/health/calibration/estimates.ts';
import { SHIPPED } from '../../src/health/catalogue.ts';
import type { ViewAsked } from '../../src/health/csm-view.ts';
import type { BandWhy } from '../../src/health/why-band.ts';
import { accountCard } from '../../views/accounts/account-card.ts';
import { firstValueKeptView, firstValueView } from '../../views/accounts/first-value-view.ts';
import { notFoundMessage, pickMessage } from '../../views/accounts/found-messages.ts';
import { mergedView, mergeView } from '../../views/accounts/merge-view.ts';
import { sharedCard, sharedView, shareView } from '../../views/accounts/share-views.ts';
import { signalsView } from '../../views/accounts/signals-view.ts';
import { timelineView } from '../../views/accounts/timeline-view.ts';
import { helpMessage } from '../../views/baton/help-message.ts';
import { morningMessage } from '../../views/cases/morning-message.ts';
import {
  alertsOnMessage,
  enabledMessage,
  openedMessage,
  previewMessage,
} from '../../views/health/alert-messages.ts';
import { calibrationMessage } from '../../views/health/calibration-message.ts';
import { viewGivenMessage, viewOfMorning } from '../../views/health/csm-view.ts';
import { expectedBlock, expectedView, expectView } from '../../views/health/expect-view.ts';
import { HEALTH_CALLBACKS } from '../../views/health/ids.ts';
import { incidentMessage } from '../../views/health/incident-message.ts';
import { overriddenView, overrideView } from '../../views/health/override-view.ts';
import { slidesView } from '../../views/health/slides-view.ts';
import { unhappyMessage } from '../../views/health/unhappy-message.ts';
import { type AccountSamples, SAMPLE_EXPECTED } from './account-samples.ts';
import type { Rendered } from './every-view.ts';
import { SAMPLE_WHYS } from './risk-samples.ts';
import { SAMPLE_NOW } from './samples.ts';

export function everyAccountView(samples: AccountSamples): Rendered {
  const { card, standing, preview, summary, slides, calibration, signals, merge, typed, found, timeline } =
    samples;
  const { profile, lifecycle } = card;
  const sharing = { by: { name: profile.name }, at: SAMPLE_NOW, note: typed, keptFrom: null };
  const today = '2026-03-02';
  const byHand = { account: profile, until: SAMPLE_UNTIL };
  const { expected } = card.health;
  const screen = { signals, expected, mayExpect: true, now: SAMPLE_NOW };
  const [{ type, label }] = [expected[0] ?? SAMPLE_EXPECTED];
  const types = expected.length > 0 ? expected : [SAMPLE_EXPECTED];
  const form = HEALTH_CALLBACKS.expect;
  const held = { ...standing, override: standing.override ?? SAMPLE_OVERRIDE };
  const waiting = (score: number, band: Band, why: BandWhy) =>
    accountCard({ ...card, health: { ...card.health, standing: { ...standing, score, band, why } } });
  return {
    'account: card': accountCard(card),
    'account: card, soon critical': waiting(38.2, 'at_risk', SAMPLE_WHYS.not_yet),
    'account: card, nearly healthy': waiting(83.4, 'watch', SAMPLE_WHYS.margin),
    'account: card, nothing new': waiting(83.4, 'watch', SAMPLE_WHYS.no_signal),
    'account: card, health set by hand': accountCard({
      ...card,
      health: { ...card.health, standing: held },
    }),
    'account: card for an admin, not verified': accountCard({
      ...card,
      profile: { ...profile, verified: false },
      roles: ['member', 'admin'],
    }),
    'account: card, lost': accountCard({ ...card, openRisk: null, setAside: { ...ASIDE, as: 'lost' } }),
    'account: card, a false alarm': accountCard({
      ...card,
      openRisk: null,
      setAside: { ...ASIDE, as: 'false_alarm' },
    }),
    'account: card, its CSM asked': accountCard({
      ...card,
      health: { ...card.health, view: null },
      roles: ['member', 'csm'],
    }),
    'account: card, a view that is out of date': accountCard({
      ...card,
      health: { ...card.health, view: { value: 2, saidAt: new Date('2025-12-01T09:00:00Z'), by: null } },
    }),
    'morning, a view asked': morningWith({ account: profile, before: null, said: null }),
    'morning, a view asked anew': morningWith({
      ...{ account: profile, before: { value: 4, saidAt: SAMPLE_NOW }, said: null },
    }),
    'morning, a view given': morningWith({ account: profile, before: null, said: 4 }),
    'health: view given': viewGivenMessage({ name: profile.name, value: 3 }),
    'account: pick one': pickMessage(typed, found, true),
    'account: not found': notFoundMessage(typed, found),
    'account: nothing near': notFoundMessage(typed, []),
    'account: help': helpMessage('account'),
    'account: signals': signalsView(profile, screen),
    'account: signals, to an onlooker': signalsView(profile, { ...screen, mayExpect: false }),
    'health: expected until': expectView({ account: profile, form, types, expected: [], picked: null }),
    'health: expected until, from a list': expectView({
      account: profile,
      form: HEALTH_CALLBACKS.expectListed,
      types,
      expected: [],
      picked: types[0]?.type ?? null,
    }),
    'health: expected until, a risk’s reason': expectView({
      ...{ account: profile, form, types },
      expected,
      picked: type,
    }),
    'health: expected': expectedView({ name: profile.name, label, until: SAMPLE_UNTIL }),
    'account: merge': mergeView(profile, null),
    'account: merge, picked': mergeView(profile, merge),
    'account: merge, two open risks': mergeView(profile, { ...merge, blocked: true }),
    'account: merged': mergedView({ ...merge, name: profile.name, fromName: profile.name }),
    'account: shared in a channel': sharedCard(card, sharing),
    'account: shared, closed channel': sharedCard(card, { ...sharing, keptFrom: 'C0SAMPLE' }),
    'account: share': shareView(profile),
    'account: on its way': sharedView(profile.name, 'C0SAMPLE'),
    'account: first value': firstValueView(profile, { on: null, today }),
    'account: first value known': firstValueView(profile, { on: lifecycle.firstValueOn, today }),
    'account: first value kept': firstValueKeptView(profile.name, lifecycle.firstValueOn),
    'account: timeline': timelineView(profile, timeline, SHIPPED.cuts),
    'health: set by hand': overrideView(profile, standing),
    'health: set by hand again': overrideView(profile, held),
    'health: set': overriddenView({ ...byHand, band: 'at_risk', openRisk: null }),
    'health: set to critical': overriddenView({ ...byHand, band: 'critical', openRisk: null }),
    'health: set to critical, a risk is open': overriddenView({
      ...byHand,
      band: 'critical',
      openRisk: 'R-7',
    }),
    'health: preview': previewMessage(preview, '2026-03-02'),
    'health: an unhappy customer': unhappyMessage(profile, { ...VOICE, quote: typed || 'X' }, standing),
    'health: calibration': calibrationMessage(calibration),
    'health: calibration, nothing foretold': calibrationMessage({ ...calibration, says: 'nothing' }),
    'health: calibration, the wrong way round': calibrationMessage({ ...calibration, says: 'reversed' }),
    'health: calibration, too early': calibrationMessage({ ...calibration, says: 'too_early', left: 3 }),
    'health: calibration, too few at risk': calibrationMessage({
      ...calibration,
      says: 'too_early',
      left: 12,
      low: shareOf(2, 12),
    }),
    'health: many accounts fell': incidentMessage({ accounts: 31, points: 9.3 }),
    'health: alerts on': alertsOnMessage(summary.segment),
    'health: summary in a channel': enabledMessage(summary, 'text'),
    'health: summary in a DM': enabledMessage(summary, 'mention'),
    'health: risk opened': openedMessage({ id: profile.id, name: 'R-7' }, profile.name),
    'health: watch': slidesView(slides),
    'health: watch, one flagged': slidesView(
      slides,
      openedMessage({ id: profile.id, name: 'R-7' }, profile.name).blocks,
    ),
    'health: watch, one expected': slidesView(slides, [
      expectedBlock({ name: profile.name, label, until: SAMPLE_UNTIL }),
    ]),
    'morning, accounts slide': morningMessage([], slides),
  };
}

function morningWith(asked: ViewAsked) {
  const done = morningMessage([{ title: 'Handoffs', lines: [], done: ['Example GmbH (H-12)'] }]);
  return { ...done, blocks: [...done.blocks, ...viewOfMorning(asked)] };
}

const VOICE = {
  ...{ label: 'Sentiment', unit: 'of 5', value: 2, at: SAMPLE_NOW },
  evidence: 'https://example.com/interview',
};

const SAMPLE_UNTIL = new Date('2026-05-31T00:00:00Z');

const ASIDE = { riskName: 'R-7', at: SAMPLE_NOW };

const SAMPLE_OVERRIDE = {
  band: 'critical',
  by: null,
  until: SAMPLE_UNTIL,
  note: 'Sample note: they are looking elsewhere.',
} as const;
