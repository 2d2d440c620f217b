import type { IncomingMessage, ServerResponse } from 'node:http';
import { Trouble } from '../interactions.ts';
import type { Person } from '../state.ts';
import { NotAllowed, perform, suggest } from './act.ts';
import { pictureFor } from './pictures.ts';
import { BadRequest, readJson, sendJson, sendPicture } from './respond.ts';
import { personSeen, screenOf } from './screen.ts';
import { type Act, type Done, FAULTS, type Fault, MOVES, type Move, type Suggest } from './shapes.ts';
import type { Show } from './show.ts';
import { carried, trafficOf } from './traffic.ts';

/**
 * `/api/people`             whom one can be
 * `/api/as/NAME/screen`     everything that person sees, with `?place=CHANNEL` open
 * `/api/as/NAME/events`     says when to look again
 * `/api/as/NAME/act`        what that person does: see Act
 * `/api/as/NAME/suggest`    the options of an external menu
 * `/api/as/NAME/file/ID`    a picture in something that person sees
 * `/api/as/NAME/clock`      moves the clock, reckoned in that person's zone
 * `/api/traffic[/N]`, `/api/faults`, `/api/reset`    for whoever develops
 */
export async function answerApi(show: Show, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://localhost');
  const [what = '', ...rest] = url.pathname.replace('/api/', '').split('/').map(decodeURIComponent);
  const isPost = req.method === 'POST';
  const { core } = show.play.sandbox;
  if (what === 'as') {
    const [name = '', part = '', id = ''] = rest;
    const person = show.play.sandbox.people.get(name);
    if (!person || person.isBot || person.deleted)
      return sendJson(res, { trouble: `There is no ${name}.` }, 404);
    if (isPost) return answerPost(show, person, part, await readJson(req), res);
    if (part === 'screen')
      return sendJson(res, screenOf(show.scene(), person, url.searchParams.get('place')));
    if (part === 'events') return show.listen(res);
    if (part === 'file') {
      const picture = pictureFor(core, person, id);
      return picture
        ? sendPicture(res, picture)
        : sendJson(res, { trouble: 'There is no such picture.' }, 404);
    }
  } else if (what === 'people') {
    const people = [...core.world.people.values()].filter((each) => !each.isBot && !each.deleted);
    return sendJson(res, { people: people.map(personSeen) });
  } else if (what === 'traffic') {
    const [n] = rest;
    if (n === undefined) return sendJson(res, trafficOf(core, show.switches.state()));
    const found = carried(core, Number(n));
    return sendJson(res, found ?? { trouble: 'This is not remembered any more.' }, found ? 200 : 404);
  } else if (what === 'faults' && isPost) {
    const { fault, on } = (await readJson(req)) as { fault: Fault; on: boolean };
    if (!FAULTS.includes(fault)) throw new BadRequest('no such fault');
    await show.switches.turn(fault, on === true);
    core.traffic.touch();
    return sendJson(res, trafficOf(core, show.switches.state()));
  } else if (what === 'reset' && isPost) {
    await readJson(req);
    return sendJson(res, await orTrouble(show.reset().then(() => ({}))));
  }
  sendJson(res, { trouble: 'not found' }, 404);
}

const AWAY =
  'Slack is away: the app hears you and cannot answer. Turn “Slack away” off under Trouble, then try again.';

/** What the app can answer only by a call of its own. */
function asksTheApp(act: Act): boolean {
  return act.do === 'shortcut' || (act.do === 'type' && act.text.startsWith('/'));
}

async function answerPost(
  show: Show,
  person: Person,
  part: string,
  body: unknown,
  res: ServerResponse,
): Promise<void> {
  const { play } = show;
  const { core } = play.sandbox;
  if (part === 'suggest') {
    const asked = suggest(core, person, body as Suggest);
    return sendJson(res, await orTrouble(asked.then((options) => ({ options }))));
  }
  if (part === 'act') {
    const act = body as Act;
    const done = await orTrouble(perform(core, show.scene().unread, person, act).then(() => ({})));
    core.traffic.touch();
    const isUnanswered = !('trouble' in done) && asksTheApp(act) && show.switches.state().away;
    return sendJson(res, isUnanswered ? { trouble: AWAY } : done);
  }
  if (part === 'clock') {
    const { move } = body as { move: Move };
    if (!MOVES.includes(move)) throw new BadRequest('no such move');
    const moved = show.moving(() => play.move(move, person.tz));
    return sendJson(res, await orTrouble(moved.then(() => ({}))));
  }
  sendJson(res, { trouble: 'not found' }, 404);
}

async function orTrouble<T extends object>(done: Promise<T>): Promise<T | Done> {
  try {
    return await done;
  } catch (error) {
    const isExpected = error instanceof Trouble || error instanceof NotAllowed;
    if (!isExpected) console.error(error);
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}
