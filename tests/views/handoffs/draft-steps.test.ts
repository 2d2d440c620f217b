import { describe, expect, it } from 'vitest';
import {
  AMPERSANDS,
  EMOJI,
  emptiestScreen,
  filled,
  longestScreen,
  MIXED,
  SAMPLE_COVER,
  SAMPLE_CSM,
  SAMPLE_NOW,
  sampleAccount,
  sampleBrief,
  sampleScreen,
} from '../../../sandbox/gallery/samples.ts';
import { BRIEF_LIMITS, BriefSchema } from '../../../src/handoffs/brief/brief.ts';
import { fillIn } from '../../../src/handoffs/brief/sources.ts';
import { essentialsView } from '../../../views/handoffs/brief/essentials-view.ts';
import { reviewDraftView } from '../../../views/handoffs/brief/review-draft-view.ts';
import { sectionView } from '../../../views/handoffs/brief/section-view.ts';
import { decodeState } from '../../../views/handoffs/ids.ts';
import { readBlockId } from '../../../views/kit/ids.ts';
import { actionIds, inputIds, json, words } from './rendered.ts';

const away = { ...SAMPLE_CSM, awayUntil: SAMPLE_NOW };

describe('the first step of a handoff', () => {
  it('asks six things and no more, whether the account is picked or created', () => {
    const rest = ['receiver', 'contact', 'why', 'outcome', 'promises'];
    expect(inputIds(essentialsView(emptiestScreen()))).toEqual(['account', ...rest]);
    const creating = essentialsView(emptiestScreen({ accountName: '' }));
    expect(inputIds(creating)).toEqual(['accountName', ...rest]);
    expect(actionIds(creating)).toContain('handoff_account_pick');
    expect(inputIds(essentialsView(longestScreen(MIXED))).length).toBe(6);
  });

  it('saves what is half done by a button, and says when it did', () => {
    const screen = emptiestScreen();
    expect(actionIds(essentialsView(screen))).toContain('handoff_save');
    expect(words(essentialsView(screen))).not.toContain('Saved');
    expect(words(essentialsView({ ...screen, savedAt: SAMPLE_NOW }))).toMatch(/Saved <!date\^/);
  });

  it('shows what the account knows and leaves out what it does not', () => {
    const known = words(essentialsView(sampleScreen()));
    expect(known).toContain(
      'On file: €48K ARR · Sample Plan · Mid-market · contract from Mar 1, 2026 · renews Mar 1, 2027',
    );
    const account = sampleAccount({ arr: null, renewalOn: null, plan: null, verified: false });
    const less = words(essentialsView(sampleScreen({ account })));
    expect(less).toContain('not confirmed yet');
    expect(less).not.toMatch(/ARR|renews|Sample Plan/);
  });

  it('names three accounts that the typed name may mean', () => {
    const candidates = ['Example GmbH', 'Example AG', 'Example Ltd', 'Example SARL'];
    const text = words(essentialsView(sampleScreen({ account: null, candidates })));
    expect(text).toContain('Example GmbH, Example AG and Example Ltd');
    expect(text).not.toContain('Example SARL');
  });

  it('says that the receiver is away until when, and who covers', () => {
    const text = words(essentialsView(sampleScreen({ receiver: away, cover: SAMPLE_COVER })));
    expect(text).toMatch(/<@U0CSM> is away until <!date[^>]*>\. <@U0COVER> is covering\./);
    expect(words(essentialsView(sampleScreen({ receiver: away })))).toContain('no one is covering');
    expect(words(essentialsView(sampleScreen()))).not.toContain('away');
  });

  it('offers the three latest drafts to go on with, and asks before one is discarded', () => {
    const draft = { accountName: 'Example GmbH', updatedAt: SAMPLE_NOW };
    const drafts = ['d1', 'd2', 'd3', 'd4'].map((handoffId) => ({ ...draft, handoffId }));
    const view = essentialsView(sampleScreen({ drafts }));
    expect(actionIds(view).filter((id) => id === 'handoff_resume')).toHaveLength(3);
    const confirms = [...json(view).matchAll(/Discard this draft\?/g)];
    expect(confirms).toHaveLength(3);
  });

  it('marks in words what was asked for', () => {
    const gaps = { criteria: ['why', 'go_live'], note: 'Sample question' };
    const view = essentialsView(
      sampleScreen({ mode: 'fix', gaps, account: sampleAccount(), receiver: SAMPLE_CSM }),
    );
    expect(inputIds(view)).toEqual(['contact', 'why', 'outcome', 'promises']);
    const text = words(view);
    expect(text).toContain('>Sample question');
    expect(text).toContain('Still missing: *Go-live date*');
    expect(text).toContain('Why they bought (asked for)');
    expect(text).not.toContain('Main contact (asked for)');
  });

  it('shows a refusal on top, and keeps what was typed', () => {
    const view = essentialsView(sampleScreen({ banner: 'Sample refusal.' }));
    expect(words(view.blocks[0])).toContain('Sample refusal.');
    expect(json(view)).toContain('"initial_value":"Sample Contact, head of support"');
  });

  it.each([
    ['emoji', EMOJI],
    ['ampersands', AMPERSANDS],
    ['mixed text', MIXED],
  ])('gives back %s in full, however Slack counts them', (_, filler) => {
    const why = filled(filler, BRIEF_LIMITS.text).trim();
    const view = essentialsView(sampleScreen({ brief: sampleBrief({ why }) }));
    expect(json(view)).toContain(`"initial_value":${JSON.stringify(why)}`);
  });

  it('says where an answer comes from that was filled in, until somebody changes it', () => {
    const { contact: _, ...others } = sampleBrief();
    const brief = fillIn(BriefSchema.parse(others), { contact: 'Sample Contact' }, { from: 'deal' });
    expect(words(essentialsView(sampleScreen({ brief })))).toContain('From the CRM. Who customer success');
    expect(words(reviewDraftView(sampleScreen({ brief })))).toContain('From the CRM: Main contact');
    const changed = { ...brief, contact: 'Own Contact' };
    expect(words(essentialsView(sampleScreen({ brief: changed })))).not.toContain('From the CRM');
    const earlier = { from: 'handoff', name: 'H-12', on: '2026-03-03' } as const;
    const told = fillIn(BriefSchema.parse({}), { technical: 'Sample system' }, earlier);
    expect(words(sectionView(sampleScreen({ brief: told }), 'scope', null))).toContain(
      'From H-12, Mar 3, 2026. Systems to connect',
    );
  });

  it('gives its inputs new ids when what is stored replaces what was typed', () => {
    const ids = inputIds(essentialsView(sampleScreen({ nonce: 'resumed' })));
    expect(ids.map(readBlockId).every(({ mark }) => mark === 'resumed')).toBe(true);
    expect(readBlockId(ids[0] ?? '').field).toBe('account');
  });
});

describe('the second step of a handoff', () => {
  it('can be submitted at once: two steps are enough', () => {
    const view = reviewDraftView(sampleScreen());
    expect(view.submit?.text).toBe('Hand over');
    expect(inputIds(view)).toEqual([]);
    expect(decodeState(view.private_metadata ?? '').step).toBe('review');
  });

  it('names what is missing, each with a button to its part', () => {
    const view = reviewDraftView(sampleScreen());
    const { completeness } = sampleScreen();
    expect(words(view)).toContain('*Ready to hand over.* Each of these saves <@U0CSM> a question:');
    for (const { key, label } of completeness.missing) {
      expect(words(view)).toContain(label);
      expect(view.blocks.some(({ block_id }) => block_id === `part@${key}`)).toBe(true);
    }
    expect(words(view)).toContain('What was not sold: None');
  });

  it('leads back to the first step for what only that asks', () => {
    const view = reviewDraftView(emptiestScreen());
    const row = view.blocks.find(({ block_id }) => block_id === 'part@why');
    expect(json(row)).toContain('"value":"essentials"');
  });

  it('offers the parts that no row leads to, and those only', () => {
    const menu = (brief = sampleBrief()) =>
      json(reviewDraftView(sampleScreen({ brief })).blocks.find(({ block_id }) => block_id === 'more'));
    expect(menu()).toContain('"commitments"');
    expect(menu()).not.toContain('"dates"');
    expect(menu(sampleBrief({ goLive: '2026-04-01', contractLink: 'https://example.com' }))).toContain(
      '"dates"',
    );
  });

  it('lists first what was asked for and is still open', () => {
    const gaps = { criteria: ['go_live'] };
    const view = reviewDraftView(sampleScreen({ mode: 'fix', gaps }));
    expect(view.submit?.text).toBe('Send again');
    const ids = view.blocks.map((block) => block.block_id ?? '').filter((id) => id.startsWith('part@'));
    expect(ids[0]).toBe('part@go_live');
    expect(actionIds(view)).not.toContain('handoff_private');
  });

  it('says what private does before one presses it, and what it did after', () => {
    expect(words(reviewDraftView(sampleScreen()))).toContain(
      '*Visible to the team.* A card goes to <#C0CSEMEA>.',
    );
    const isPrivate = words(reviewDraftView(sampleScreen({ private: true })));
    expect(isPrivate).toContain('*Private.* Only you, <@U0CSM> and their cover can read it. No card.');
  });

  it('asks about a second deal only where there is one open', () => {
    expect(inputIds(reviewDraftView(sampleScreen({ secondDeal: true })))).toEqual(['secondDeal']);
  });
});

describe('a part of the brief', () => {
  it('opens the inputs of one row, named after the row', () => {
    const view = sectionView(sampleScreen(), 'people', 'p1');
    expect(inputIds(view)).toEqual(['name@p1', 'role@p1', 'note@p1', 'answers', 'knownBy']);
    expect(json(view)).toContain('"initial_value":"Sample Champion"');
    expect(view.submit?.text).toBe('Save');
  });

  it('takes None for what it asks, where nothing is written yet', () => {
    const scope = sectionView(sampleScreen(), 'scope', null);
    expect(inputIds(scope)).toEqual(['notSold', 'technical', 'answers']);
    expect(words(scope)).toContain('What was not sold: None');
    expect(json(scope)).toContain(
      '"initial_options":[{"text":{"type":"plain_text","text":"What was not sold: None"',
    );
    expect(words(scope)).not.toContain('Technical needs: None');
  });

  it('opens empty inputs for a new row, and lists the others with Edit and Remove', () => {
    const view = sectionView(sampleScreen(), 'commitments', 'c2');
    expect(inputIds(view)).toEqual(['text@c2', 'promisedBy@c2', 'inContract@c2', 'due@c2', 'said@c2']);
    expect(json(view)).toContain('"edit:c1"');
    expect(json(view)).toContain('"remove:c1"');
    expect(json(view)).not.toContain('initial_value');
  });

  it('says so when a list is full, and offers no other row', () => {
    const view = sectionView(longestScreen(MIXED), 'commitments', 'c99');
    expect(words(view)).toContain('20 commitments is the most a brief can hold');
    const rows = (shown: typeof view) => inputIds(shown).filter((id) => !id.startsWith('answers'));
    expect(rows(view)).toEqual([]);
    expect(actionIds(view)).not.toContain('handoff_add_row');
    expect(rows(sectionView(longestScreen(MIXED), 'commitments', 'c3'))).toHaveLength(5);
  });

  it('asks for texts, dates and links under the names of their fields', () => {
    const ids = (['concerns', 'scope', 'told', 'dates'] as const).flatMap((part) =>
      inputIds(sectionView(sampleScreen(), part, null)),
    );
    expect(ids.filter((id) => id !== 'answers' && id !== 'knownBy')).toEqual([
      'risks',
      'objections',
      'competitors',
      'notSold',
      'technical',
      'alreadyTold',
      'goLive',
      'contractLink',
      'recordingLink',
      'deckLink',
    ]);
  });
});
