import { keepPicture } from '../../src/digests/keep-picture.ts';
import { loadSubscription } from '../../src/digests/list-subscriptions.ts';
import { loadRun, type Run } from '../../src/digests/load-run.ts';
import type { DeliveryCtx, MessageKind, Rendered, Where } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { canAnswer } from '../../src/people/person.ts';
import { agendaItemMessage, agendaMessage } from '../../views/digests/agenda-message.ts';
import { detailsMessage } from '../../views/digests/details-message.ts';
import { type DigestPicture, digestMessage } from '../../views/digests/digest-message.ts';
import { digestEndedMessage, digestHeldMessage } from '../../views/digests/notices.ts';
import { workMessage } from '../../views/digests/work-message.ts';
import type { Naming } from '../../views/kit/naming.ts';
import { bridgePicture } from '../../views/pictures/bridge-picture.ts';
import { draw } from '../../views/pictures/draw.ts';

/** What digests and agendas say: that of when they were made, also where they are posted later or again. */
export const DIGEST_MESSAGES: Record<string, MessageKind> = {
  digest: {
    ...runKind('digest', (run, _, where) => digestMessage(run.content, pictureOf(run, where))),
    async picture(ctx, message) {
      const run = await loadRun(ctx, message.subject.id);
      const drawing = run?.kind === 'digest' && run.pictureFile === null ? bridgePicture(run.content) : null;
      if (!run || !drawing) return null;
      return {
        png: await draw(drawing),
        name: 'arr-at-risk.png',
        alt: drawing.alt,
        keep: (fileId) => keepPicture(ctx, { runId: run.id, fileId }),
      };
    },
  },
  digest_details: runKind('digest', (run, _, where) => detailsMessage(run.id, run.content, namingIn(where))),
  digest_work: runKind('digest', (run, _, where) => workMessage(run.content, namingIn(where))),
  digest_agenda: runKind('agenda', (run) => agendaMessage(run.content)),
  digest_agenda_item: runKind('agenda', (run, message, where) => {
    const n = Number(message.data['n']);
    const item = run.content.items[n];
    const of = run.content.items.length;
    return item ? agendaItemMessage(run.id, item, { n, of, naming: namingIn(where) }) : null;
  }),
  digest_held: {
    about: 'internal',
    whenUnknown: 'resend',
    async render(ctx, message) {
      const run = await loadRun(ctx, message.subject.id);
      if (!run) return null;
      const { id, kind, madeAt, content } = run;
      return digestHeldMessage(id, { what: kind, scope: content.scope, madeAt });
    },
  },
  digest_ended: {
    about: 'internal',
    whenUnknown: 'resend',
    async render(ctx, message) {
      const subscription = await loadSubscription(ctx, message.subject.id);
      return subscription && digestEndedMessage(subscription.scope);
    },
  },
};

type RunOf<K extends Run['kind']> = Extract<Run, { kind: K }>;
type Draw<K extends Run['kind']> = (run: RunOf<K>, message: Message, where: Where) => Rendered | null;

/** One part of a run. It is said at most once: where that is not certain, whoever wanted it is asked. */
function runKind<K extends Run['kind']>(kind: K, draw: Draw<K>): MessageKind {
  const isOurs = (run: Run | null): run is RunOf<K> => run?.kind === kind;
  return {
    about: 'customer',
    whenUnknown: 'hold',
    async render(ctx, message, where) {
      const run = await loadRun(ctx, message.subject.id);
      return isOurs(run) ? draw(run, message, where) : null;
    },
    fallback: wantedBy,
  };
}

/**
 * Whoever wanted it, while they may read of customers. Nobody where it has been said: a channel that is closed to it
 * later has read it, and a year of digests is not said again.
 */
async function wantedBy(ctx: DeliveryCtx, message: Message): Promise<string | null> {
  const said = { id: message.id, workspaceId: ctx.workspace.id, sentAt: { not: null } };
  if ((await ctx.db.outboxMessage.count({ where: said })) > 0) return null;
  const wanted = (await loadRun(ctx, message.subject.id))?.for;
  const people = await loadPeople(ctx.db, ctx.workspace.id, wanted ? [wanted.id] : []);
  const person = wanted && people.get(wanted.id);
  return person && canAnswer(person) ? person.slackUserId : null;
}

/** In a channel nobody is called by what is only told of them. */
const namingIn = ({ dm }: Where): Naming => (dm ? 'mention' : 'text');

function pictureOf(
  { pictureFile, content }: RunOf<'digest'>,
  { withoutPicture }: Where,
): DigestPicture | null {
  const drawing = pictureFile && !withoutPicture ? bridgePicture(content) : null;
  return pictureFile && drawing ? { file: pictureFile, alt: drawing.alt } : null;
}
