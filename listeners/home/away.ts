import { CASES } from '../../src/every-case.ts';
import { loadSoFar } from '../../src/home/load-meanwhile.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { isAway } from '../../src/people/person.ts';
import { setAway } from '../../src/people/set-away.ts';
import { readOneOf } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { isLocalDate, lastMinuteOf, localDate, startOfLocalDay } from '../../src/time/local-date.ts';
import { readSpan } from '../../src/time/read-until.ts';
import {
  awayForm,
  awayMessage,
  awaySavedView,
  backMessage,
  backView,
  ENDS,
} from '../../views/home/away-views.ts';
import type { Say } from '../answer.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { SubmissionHandler } from '../submission.ts';

/** A person as Slack writes them into what was typed. */
const MENTION = /<@([A-Z0-9]+)(?:\|[^>]*)?>/g;

/** `/baton away friday @cover`, `dec 21 until jan 4`, and `/baton away @who friday @cover` for somebody whom one leads. */
export async function goAway(visit: Visit, typed: string): Promise<Say | Refusal> {
  const span = typed.replace(MENTION, ' ').trim();
  if (span.includes('@')) return UNKNOWN_NAME;
  const named = [...typed.matchAll(MENTION)];
  const who = named.filter(({ index }) => typed.slice(0, index).replace(MENTION, '').trim() === '');
  const covers = named.slice(who.length);
  if (span === '' || who.length > 1 || covers.length > 1) return HOW;
  const person = await personIn(visit, who[0]?.[1]);
  const cover = covers[0] ? await personIn(visit, covers[0][1]) : null;
  if (!person || (covers[0] && !cover)) return UNKNOWN_NAME;
  // Days are those of whoever goes, and not of a lead elsewhere who says it for them.
  const read = readSpan(span, person.zone, visit.now);
  if (read === null) return HOW;
  const away = await setAway(visit, {
    memberId: person.id,
    ...read,
    ...(cover && { coverId: cover.id }),
  });
  return isRefusal(away) ? away : awayMessage(away, read.until, visit.me.id);
}

/** `/baton back`, and `/baton back @who` for somebody whom one leads. */
export async function comeBack(visit: Visit, typed: string): Promise<Say | Refusal> {
  const [named] = [...typed.matchAll(MENTION)];
  if (typed.trim() !== '' && typed.trim() !== named?.[0]) return UNKNOWN_NAME;
  const person = await personIn(visit, named?.[1]);
  if (!person) return UNKNOWN_NAME;
  const so = await loadSoFar(visit, person.id, CASES);
  const back = await setAway(visit, { memberId: person.id, until: null });
  return isRefusal(back) ? back : backMessage(back.person, visit.me.id, so);
}

const personIn = async (visit: Visit, slackUserId: string | undefined) =>
  slackUserId === undefined ? visit.me : visit.findOrMeet(slackUserId);

const HOW = refuse(
  'how',
  'Write until when, and who covers: /baton away friday @sam, or /baton away dec 21 until jan 4 @sam.',
);
const UNKNOWN_NAME = refuse(
  'unknown_name',
  'Baton can’t tell who you mean. Type @ and pick one person from Slack’s list.',
);

/** *Away…* among one's preferences. */
export const awayClick: ClickHandler = {
  opens: 'Away',
  async view({ db, workspace, me, now }) {
    const cover = me.coverId && (await loadPeople(db, workspace.id, [me.coverId])).get(me.coverId);
    return awayForm({ today: localDate(now, me.zone), coverId: cover ? cover.slackUserId : null });
  },
};

/** *I’m back*, and *Cancel absence*. */
export const backClick: ClickHandler = {
  async redraws(visit, { value }) {
    readOneOf(ENDS, value);
    const wasAway = isAway(visit.me, visit.now);
    const so = await loadSoFar(visit, visit.me.id, CASES);
    const back = await setAway(visit, { memberId: visit.me.id, until: null });
    return isRefusal(back) ? back : backView(so, wasAway);
  },
};

export const submitAway: SubmissionHandler = async (visit, submission) => {
  const { me, now } = visit;
  const said = (field: string) => submission.fields.get(field)?.value ?? '';
  const [first, last, picked] = [said('from'), said('until'), said('cover')];
  if (!isLocalDate(first)) return closeOr(submission, refuse('bad_day', 'Pick the first day away.', 'from'));
  if (first < localDate(now, me.zone))
    return closeOr(submission, refuse('past_day', 'That day has passed. Pick today or a later one.', 'from'));
  if (!isLocalDate(last)) return closeOr(submission, refuse('bad_day', 'Pick the last day away.', 'until'));
  const cover = picked ? await visit.findOrMeet(picked) : null;
  if (picked && !cover) return closeOr(submission, { ...UNKNOWN_NAME, field: 'cover' });
  const until = lastMinuteOf(last, me.zone);
  const away = await setAway(visit, {
    memberId: me.id,
    from: startOfLocalDay(first, me.zone),
    until,
    coverId: cover ? cover.id : null,
  });
  return isRefusal(away) ? closeOr(submission, away) : { update: awaySavedView(away, until) };
};
