import { askForDigest, makeAgenda, previewDigest } from '../../src/digests/ask-for-digest.ts';
import type { Asked } from '../../src/digests/digest-member.ts';
import { listSubscriptions } from '../../src/digests/list-subscriptions.ts';
import type { Reader } from '../../src/digests/messages.ts';
import { stopSubscription } from '../../src/digests/subscribe.ts';
import { sendAgain } from '../../src/digests/tell-of-held.ts';
import { readId, readOneOf } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { digestPreviewMessage } from '../../views/digests/digest-message.ts';
import { DIGEST_MORE_VERBS, type DigestMoreVerb } from '../../views/digests/ids.ts';
import {
  digestListMessage,
  digestOnItsWayMessage,
  sentAgainMessage,
} from '../../views/digests/list-message.ts';
import { ownScopeText } from '../../views/digests/parts/words.ts';
import { readValue } from '../../views/kit/ids.ts';
import type { Say } from '../answer.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { rightsOf } from './subscription.ts';

const NOT_FOUND = refuse('not_found', 'That digest no longer exists. `/digest` lists yours.');

/** `/digest`. */
export async function showDigests(visit: Visit, headline: string | null = null): Promise<Say> {
  return digestListMessage(await listSubscriptions(visit, visit.me.id), headline);
}

/** The menu of one of one's digests. */
export const digestMenu: ClickHandler = {
  async says(visit, { value, ephemeral }) {
    const { verb, rest: subscriptionId } = readValue(value);
    const chosen = readOneOf(DIGEST_MORE_VERBS, verb);
    const said = await runVerb(visit, chosen, readId(subscriptionId));
    // The list would go on showing it.
    return chosen === 'stop' && !isRefusal(said) ? { ...said, replace: ephemeral } : said;
  },
};

/** `/digest now`, `preview`, `agenda` or `stop`: of the one there is, or of what somebody without one would pick. */
export async function runTyped(visit: Visit, verb: DigestMoreVerb): Promise<Say | Refusal> {
  const [one, ...others] = await listSubscriptions(visit, visit.me.id);
  if (others.length > 0) return showDigests(visit, 'You have several digests. Pick one and use its menu.');
  if (one) return runVerb(visit, verb, one.id);
  if (verb === 'stop') return showDigests(visit);
  // That of their reports where they have some, else their own.
  const scope = (await rightsOf(visit)).hasReports ? 'reports' : 'mine';
  return make(visit, verb, { scope, teamId: null, segment: null, cadence: 'weekly' });
}

async function runVerb(visit: Visit, verb: DigestMoreVerb, subscriptionId: string): Promise<Say | Refusal> {
  return verb === 'stop' ? stop(visit, subscriptionId) : make(visit, verb, { subscriptionId });
}

async function make(
  visit: Visit,
  verb: Exclude<DigestMoreVerb, 'stop'>,
  asked: Asked,
): Promise<Say | Refusal> {
  if (verb === 'preview') {
    const composed = await previewDigest(visit, asked);
    return isRefusal(composed) ? composed : digestPreviewMessage(composed.content, visit.me.id);
  }
  const made = await (verb === 'now' ? askForDigest(visit, asked) : makeAgenda(visit, asked));
  if (isRefusal(made)) return made;
  return digestOnItsWayMessage(verb === 'now' ? 'digest' : 'agenda', channelOf(made.reader));
}

const channelOf = (reader: Reader): string | null => ('channel' in reader ? reader.channel : null);

async function stop(visit: Visit, subscriptionId: string): Promise<Say | Refusal> {
  const mine = await listSubscriptions(visit, visit.me.id);
  const one = mine.find(({ id }) => id === subscriptionId);
  if (!one) return NOT_FOUND;
  const stopped = await stopSubscription(visit, { subscriptionId });
  if (isRefusal(stopped)) return stopped;
  return showDigests(visit, `Stopped: ${ownScopeText(one.scope)}`);
}

/** *Send again*, where nobody knows whether it arrived. */
export const sendAgainClick: ClickHandler = {
  async says(visit, { value }) {
    const sent = await sendAgain(visit, { runId: readId(value) });
    return isRefusal(sent) ? sent : sentAgainMessage(sent.sent > 0);
  },
};
