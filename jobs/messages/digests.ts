import type { DigestContent } from '../../src/digests/content.ts';
import { keepPicture, loadRun } from '../../src/digests/load-run.ts';
import { DIGEST_MESSAGES } from '../../src/digests/messages.ts';
import { drawn } from '../../src/outbox/define-message.ts';
import type { DeliveryCtx, Where } from '../../src/outbox/delivery.ts';
import type { Message } from '../../src/outbox/message.ts';
import { agendaItemMessage, agendaMessage } from '../../views/digests/agenda-message.ts';
import { detailsMessage } from '../../views/digests/details-message.ts';
import { type DigestPicture, digestMessage } from '../../views/digests/digest-message.ts';
import { digestEndedMessage, digestHeldMessage } from '../../views/digests/notices.ts';
import { workMessage } from '../../views/digests/work-message.ts';
import type { Naming } from '../../views/kit/text.ts';
import { bridgePicture } from '../../views/pictures/bridge-picture.ts';
import { draw } from '../../views/pictures/draw.ts';

const DRAWN = drawn(DIGEST_MESSAGES, {
  digest: ({ content, pictureFile }, { where }) =>
    digestMessage(content, pictureOf(content, pictureFile, where)),
  details: (run, drawing) => detailsMessage(run.id, run.content, namingIn(drawing)),
  work: (run, drawing) => workMessage(run.content, namingIn(drawing)),
  agenda: (run) => agendaMessage(run.content),
  item({ id, content: { items } }, { message, where }) {
    const { n } = message.data;
    const item = items[n];
    return item
      ? agendaItemMessage(id, item, { n, of: items.length, naming: namingIn({ message, where }) })
      : null;
  },
  held: ({ id, kind, madeAt, content }) =>
    digestHeldMessage(id, { what: kind, scope: content.scope, madeAt }),
  ended: (subscription) => digestEndedMessage(subscription.scope),
});

export const DRAWN_DIGEST_MESSAGES = {
  ...DRAWN,
  digest: {
    ...DRAWN.digest,
    async picture(ctx: DeliveryCtx, { subject }: Message) {
      const run = await loadRun(ctx, subject.id);
      const drawing = run?.kind === 'digest' && run.pictureFile === null ? bridgePicture(run.content) : null;
      if (!run || !drawing) return null;
      return {
        png: await draw(drawing),
        name: 'arr-at-risk.png',
        alt: drawing.alt,
        keep: (fileId: string) => keepPicture(ctx, { runId: run.id, fileId }),
      };
    },
  },
};

/** In a channel no one is called by what is only told of them. */
function namingIn({ where, message }: { where: Where; message: Pick<Message, 'memberId'> }): Naming {
  if (!where.dm) return 'text';
  return message.memberId === null ? 'mention' : { reader: message.memberId, as: 'mention' };
}

function pictureOf(
  content: DigestContent,
  pictureFile: string | null,
  { withoutPicture }: Where,
): DigestPicture | null {
  const drawing = pictureFile && !withoutPicture ? bridgePicture(content) : null;
  return pictureFile && drawing ? { file: pictureFile, alt: drawing.alt } : null;
}
