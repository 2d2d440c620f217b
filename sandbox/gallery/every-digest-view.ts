// Every message and modal there is to draw of digests.
import type { DigestContent } from '../../src/digests/content.ts';
import { helpMessage } from '../../views/baton/help-message.ts';
import { agendaItemMessage, agendaMessage } from '../../views/digests/agenda-message.ts';
import { detailsMessage } from '../../views/digests/details-message.ts';
import { digestMessage, digestPreviewMessage } from '../../views/digests/digest-message.ts';
import {
  digestListMessage,
  digestOnItsWayMessage,
  type ListedDigest,
  sentAgainMessage,
} from '../../views/digests/list-message.ts';
import { digestEndedMessage, digestHeldMessage } from '../../views/digests/notices.ts';
import type { SubscriptionScreen } from '../../views/digests/parts/subscription-inputs.ts';
import { subscribedView, subscriptionView } from '../../views/digests/subscription-view.ts';
import { workMessage } from '../../views/digests/work-message.ts';
import { emptiestDigest, longestDigest, sampleAgenda, sampleDigest } from './digest-samples.ts';
import type { Rendered } from './every-view.ts';
import { filled, MIXED, SAMPLE_CSM, SAMPLE_NOW } from './samples.ts';
import { longestSubscription, SAMPLE_SUBSCRIPTION, sampleListed } from './subscription-samples.ts';

const RUN = '01890000-0000-7000-8000-00000000000a';
const ALT = 'Sample picture: what led from the last digest to this one.';

/** What is posted of one run. */
export function everyDigestMessage(content: DigestContent): Rendered {
  const agenda = sampleAgenda(content);
  const of = agenda.items.length;
  const all: Rendered = {
    'digest: preview': digestPreviewMessage(content, SAMPLE_CSM.id),
    'digest: agenda': agendaMessage(agenda),
  };
  for (const cadence of ['weekly', 'monthly'] as const) {
    all[`digest: ${cadence}`] = digestMessage({ ...content, cadence }, null);
    all[`digest: ${cadence}, with its picture`] = digestMessage(
      { ...content, cadence },
      { file: 'F0SAMPLE', alt: ALT },
    );
  }
  for (const naming of ['mention', 'text'] as const) {
    const where = naming === 'text' ? ', in a channel' : '';
    const details = detailsMessage(RUN, content, naming);
    if (details) all[`digest: details${where}`] = details;
    all[`digest: work${where}`] = workMessage(content, naming);
    agenda.items.forEach((item, n) => {
      all[`digest: agenda, ${item.question}${where}`] = agendaItemMessage(RUN, item, { n, of, naming });
    });
  }
  return all;
}

/** What is answered to a person. */
export function everyDigestAnswer(listed: ListedDigest, screen: SubscriptionScreen, typed: string): Rendered {
  const { scope } = listed;
  return {
    'digest: none yet': digestListMessage([]),
    'digest: one': digestListMessage([listed]),
    'digest: many': digestListMessage(
      Array.from({ length: 20 }, (_, index) => ({ ...listed, id: `${listed.id}${index}` })),
      'You have several digests. Choose one.',
    ),
    'digest: sent again': sentAgainMessage(typed === ''),
    'digest: on its way': digestOnItsWayMessage('digest', listed.channel),
    'digest: ended': digestEndedMessage(scope),
    'digest: held': digestHeldMessage(RUN, { what: 'digest', scope, madeAt: SAMPLE_NOW }),
    'digest: help': typed ? helpMessage('digest', typed, 'agenda') : helpMessage('digest'),
    'digest: subscription': subscriptionView(screen),
    'digest: subscribed': subscribedView(listed, typed !== ''),
  };
}

const SHEETS = {
  normal: () => ({
    ...everyDigestMessage(sampleDigest()),
    ...everyDigestAnswer(sampleListed(), SAMPLE_SUBSCRIPTION, 'agneda'),
  }),
  longest: () => ({
    ...everyDigestMessage(longestDigest(MIXED)),
    ...everyDigestAnswer(
      sampleListed({
        scope: { kind: 'reports', name: filled(MIXED, 300) },
        ...{
          cadence: 'monthly',
          minute: 1_439,
          zone: 'America/Argentina/ComodRivadavia',
          channel: 'C0SAMPLE',
        },
      }),
      longestSubscription(MIXED),
      filled(MIXED, 400),
    ),
  }),
  emptiest: () => ({
    ...everyDigestMessage(emptiestDigest()),
    ...everyDigestAnswer(
      sampleListed({ scope: { kind: 'segment', name: '' }, dueAt: null }),
      { ...SAMPLE_SUBSCRIPTION, choices: SAMPLE_SUBSCRIPTION.choices.slice(0, 1), chosen: null, zones: [] },
      '',
    ),
  }),
};

/** The views of digests for the contact sheet. */
export const everyDigestView = (data: keyof typeof SHEETS): Rendered => SHEETS[data]();
