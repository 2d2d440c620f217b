import { setAway } from '../../src/people/set-away.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { readUntil } from '../../src/time/read-until.ts';
import { awayMessage, backMessage } from '../../views/home/away-messages.ts';
import type { Say } from '../answer.ts';
import type { Visit } from '../edge.ts';

/** A person as Slack writes them into what was typed. */
const MENTION = /<@([A-Z0-9]+)(?:\|[^>]*)?>/g;

/** `/baton away friday @cover`, and `/baton away @who friday @cover` for somebody whom one leads. */
export async function goAway(visit: Visit, typed: string): Promise<Say | Refusal> {
  const until = typed.replace(MENTION, ' ').trim();
  if (until.includes('@')) return UNKNOWN_NAME;
  const named = [...typed.matchAll(MENTION)];
  const who = named.filter(({ index }) => typed.slice(0, index).replace(MENTION, '').trim() === '');
  const covers = named.slice(who.length);
  if (until === '' || who.length > 1 || covers.length > 1) return HOW;
  const person = await personIn(visit, who[0]?.[1]);
  const cover = covers[0] ? await personIn(visit, covers[0][1]) : null;
  if (!person || (covers[0] && !cover)) return UNKNOWN_NAME;
  const at = readUntil(until, person.zone, visit.now);
  if (at === null) return HOW;
  const away = await setAway(visit, {
    memberId: person.id,
    until: at,
    ...(cover && { coverId: cover.id }),
  });
  return isRefusal(away) ? away : awayMessage(away, at, visit.me.id);
}

/** `/baton back`, and `/baton back @who` for somebody whom one leads. */
export async function comeBack(visit: Visit, typed: string): Promise<Say | Refusal> {
  const [named] = [...typed.matchAll(MENTION)];
  if (typed.trim() !== '' && typed.trim() !== named?.[0]) return UNKNOWN_NAME;
  const person = await personIn(visit, named?.[1]);
  if (!person) return UNKNOWN_NAME;
  const back = await setAway(visit, { memberId: person.id, until: null });
  return isRefusal(back) ? back : backMessage(back.person, visit.me.id);
}

const personIn = async (visit: Visit, slackUserId: string | undefined) =>
  slackUserId === undefined ? visit.me : visit.findOrMeet(slackUserId);

const HOW = refuse(
  'how',
  'Write until when, and who covers: /baton away friday @sam, or /baton away 2027-01-31 2 pm @sam.',
);
const UNKNOWN_NAME = refuse(
  'unknown_name',
  'Baton can’t tell who you mean. Type @ and pick one person from Slack’s list.',
);
