import { describe, expect, it } from 'vitest';
import {
  SAMPLE_COVER,
  SAMPLE_CSM,
  SAMPLE_NOW,
  SAMPLE_REP,
  SAMPLE_STRANGER,
  sampleAccount,
  sampleBrief,
  sampleEntry,
  sampleHandoff,
  withheld,
} from '../../../sandbox/gallery/samples.ts';
import { CLOCKS, type HandoffState } from '../../../src/handoffs/handoff.ts';
import { morningMessage } from '../../../views/cases/morning-message.ts';
import { handoffMessage, listMessage } from '../../../views/handoffs/read/handoff-message.ts';
import { handoffsOfMorning } from '../../../views/handoffs/read/lines.ts';
import {
  decideMessage,
  requestMessage,
  returnedMessage,
} from '../../../views/handoffs/told/asking-messages.ts';
import {
  escalationMessage,
  nudgeMessage,
  reminderMessage,
} from '../../../views/handoffs/told/chase-messages.ts';
import {
  amendedMessage,
  eventMessage,
  handoffCard,
  receiptMessage,
} from '../../../views/handoffs/told/news-messages.ts';
import { reassignView } from '../../../views/handoffs/verbs/change-views.ts';
import { json } from './rendered.ts';

const SECRET = 'Confidential';
const STATES: HandoffState[] = ['submitted', 'acknowledged', 'returned', 'accepted', 'finished', 'cancelled'];

function secret(state: HandoffState) {
  return sampleHandoff({
    state,
    private: true,
    account: sampleAccount({ name: SECRET, plan: SECRET, segment: SECRET, currency: SECRET }),
    brief: sampleBrief({ why: SECRET, promises: SECRET, contact: SECRET }),
    gaps: { criteria: ['why'], note: SECRET },
    returns: 2,
  });
}

describe('a private handoff', () => {
  it.each(STATES)('that is %s tells nobody but the people it names what it is about', (state) => {
    const handoff = withheld(secret(state));
    const viewerId = SAMPLE_STRANGER.id;
    // Words of the history come without what its reader may not read: see loadHistoryEntry.
    const entry = sampleEntry({ words: null });
    const said: unknown[] = [
      handoffCard(handoff),
      decideMessage(handoff, ['receiver_lead'], []),
      returnedMessage(handoff, viewerId, SAMPLE_CSM),
      reassignView(handoff, ['admin'], null),
      requestMessage(handoff, viewerId),
      handoffMessage(handoff, [entry], viewerId, ['member']),
      requestMessage(handoff, viewerId, true, entry),
      listMessage({ which: 'all', items: [handoff], next: null, viewerId }),
      eventMessage(entry, handoff),
      amendedMessage(entry, handoff),
      receiptMessage(handoff),
      nudgeMessage(handoff, SAMPLE_REP, true),
    ];
    for (const roles of [['member'], ['receiver_lead']] as const)
      said.push(morningMessage([handoffsOfMorning([{ handoff, isLate: true, roles }], viewerId)]));
    for (const clock of CLOCKS)
      for (const role of ['cover', 'counterpart', 'lead', 'manager', 'fallback_channel'] as const)
        said.push(escalationMessage(handoff, { clock, role, overdueSince: SAMPLE_NOW }));
    for (const clock of CLOCKS) said.push(reminderMessage(handoff, clock, true));
    for (const each of said) expect(json(each)).not.toContain(SECRET);
  });

  it('tells the people it names', () => {
    const handoff = secret('submitted');
    const viewerId = SAMPLE_CSM.id;
    expect(json(requestMessage(handoff, viewerId))).toContain(SECRET);
    expect(json(listMessage({ which: 'mine', items: [handoff], next: null, viewerId }))).toContain(SECRET);
    expect(json(eventMessage(sampleEntry({ words: SECRET }), handoff))).toContain(SECRET);
  });

  it('tells whoever stands in for one of them', () => {
    const handoff = { ...secret('submitted'), owes: SAMPLE_COVER };
    expect(json(requestMessage(handoff, SAMPLE_COVER.id))).toContain(SECRET);
  });

  it('is escalated with its number and its people, so that somebody can act', () => {
    const escalation = { clock: 'acknowledge', role: 'lead', overdueSince: SAMPLE_NOW } as const;
    const said = json(escalationMessage(withheld(secret('submitted')), escalation));
    expect(said).toContain('H-12');
    expect(said).toContain('<@U0CSM>');
    expect(said).toContain('handoff_reassign');
    expect(said).not.toContain('handoff_review');
    const item = { handoff: withheld(secret('submitted')), isLate: true } as const;
    const morning = json(
      morningMessage([handoffsOfMorning([{ ...item, roles: ['receiver_lead'] }], SAMPLE_STRANGER.id)]),
    );
    expect(morning).toContain('handoff_reassign');
    expect(morning).toContain('H-12');
    expect(morning).not.toContain('handoff_review');
  });
});

describe('the card in the team’s channel', () => {
  it.each(STATES)('of a handoff that is %s mentions nobody', (state) => {
    const handoff = sampleHandoff({ state, owes: SAMPLE_COVER, snoozedUntil: SAMPLE_NOW });
    const card = json(handoffCard(handoff));
    expect(card).not.toContain('<@');
    expect(card).toContain('Sample Rep');
  });

  it('has no mention in its thread either, nor does the fallback channel', () => {
    const handoff = sampleHandoff();
    expect(json(eventMessage(sampleEntry(), handoff))).not.toContain('<@');
    const escalation = { clock: 'acknowledge', role: 'fallback_channel', overdueSince: SAMPLE_NOW } as const;
    expect(json(escalationMessage(handoff, escalation))).not.toContain('<@');
  });
});
