// Every message and modal there is to draw of an account and its health.
import { accountCard } from '../../views/accounts/account-card.ts';
import { accountHelpMessage, notFoundMessage, pickMessage } from '../../views/accounts/found-messages.ts';
import { mergedView, mergeView } from '../../views/accounts/merge-view.ts';
import { signalsView } from '../../views/accounts/signals-view.ts';
import { enabledMessage, openedMessage } from '../../views/health/enabled-message.ts';
import { overriddenView, overrideView } from '../../views/health/override-view.ts';
import { alertsOnMessage, previewMessage } from '../../views/health/preview-message.ts';
import type { AccountSamples } from './account-samples.ts';
import type { Rendered } from './every-view.ts';
import { SAMPLE_NOW } from './samples.ts';

export function everyAccountView(samples: AccountSamples): Rendered {
  const { card, standing, preview, summary, signals, merge, typed, found } = samples;
  const { profile } = card;
  const held = { ...standing, override: standing.override ?? SAMPLE_OVERRIDE };
  return {
    'account: card': accountCard(card),
    'account: card, health set by hand': accountCard({ ...card, standing: held }),
    'account: card for an admin, not verified': accountCard({
      ...card,
      profile: { ...profile, verified: false },
      roles: ['member', 'admin'],
    }),
    'account: pick one': pickMessage(typed, found, true),
    'account: not found': notFoundMessage(typed, found),
    'account: nothing near': notFoundMessage(typed, []),
    'account: help': accountHelpMessage(),
    'account: signals': signalsView(profile, signals, SAMPLE_NOW),
    'account: merge': mergeView(profile, null),
    'account: merge, picked': mergeView(profile, merge),
    'account: merge, two open risks': mergeView(profile, { ...merge, blocked: true }),
    'account: merged': mergedView(profile.name, profile.name),
    'health: set by hand': overrideView(profile, standing),
    'health: set by hand again': overrideView(profile, held),
    'health: set': overriddenView(profile.name, 'at_risk', SAMPLE_NOW),
    'health: preview': previewMessage(preview, '2026-03-02'),
    'health: alerts on': alertsOnMessage(summary.segment),
    'health: summary in a channel': enabledMessage(summary, 'text'),
    'health: summary in a DM': enabledMessage(summary, 'mention'),
    'health: risk opened': openedMessage({ id: profile.id, name: 'R-7' }, profile.name),
  };
}

const SAMPLE_OVERRIDE = {
  band: 'critical',
  by: null,
  until: SAMPLE_NOW,
  note: 'Sample note: they are looking elsewhere.',
} as const;
