import { bridgePicture } from '../../views/pictures/bridge-picture.ts';
import { draw } from '../../views/pictures/draw.ts';
import type { Files } from '../page/build.ts';
import { type Serving, sendFile, sendJson, sendPicture, serveOn } from '../page/respond.ts';
import type { ChannelSeen, PersonSeen } from '../page/shapes.ts';
import { contactSheet, type Shown } from './contact-sheet.ts';
import { sampleDigest } from './digest-samples.ts';
import { SAMPLE_COVER, SAMPLE_CSM, SAMPLE_NOW, SAMPLE_REP, SAMPLE_STRANGER } from './samples.ts';

/** What the page of the contact sheet is told. */
export interface Gallery {
  now: number;
  people: PersonSeen[];
  channels: ChannelSeen[];
  views: Shown[];
}

/** A page with every view. Loopback only. */
export function startGallery(options: { port: number; files: Files }): Promise<Serving> {
  const people = [SAMPLE_REP, SAMPLE_CSM, SAMPLE_COVER, SAMPLE_STRANGER].map(
    ({ slackUserId, name }): PersonSeen => ({
      id: slackUserId,
      name: slackUserId,
      realName: name,
      title: '',
      zone: 'Europe/Berlin',
      isBot: false,
      deleted: false,
    }),
  );
  const gallery: Gallery = { now: SAMPLE_NOW.getTime(), people, channels: [], views: contactSheet() };
  let picture: Promise<Buffer> | undefined;
  return serveOn(options.port, (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost');
    if (pathname === '/api/views') return sendJson(res, gallery);
    if (pathname === '/api/living') {
      // As long as this stays open, nothing has changed.
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      return void res.write('retry: 300\n\n');
    }
    if (/^\/api\/as\/[^/]+\/file\//.test(pathname)) {
      picture ??= samplePicture();
      return void picture.then((bytes) => sendPicture(res, { type: 'image/png', bytes }));
    }
    sendFile(res, options.files, pathname === '/' ? '/views.html' : pathname);
  });
}

/** Stands for every picture that a view shows. */
async function samplePicture(): Promise<Buffer> {
  const drawing = bridgePicture(sampleDigest());
  if (!drawing) throw new Error('the sample has nothing to draw');
  return draw(drawing);
}
