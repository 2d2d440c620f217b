import { describe, expect, it } from 'vitest';
import {
  longestRisk,
  RISK_STAGES,
  SAMPLE_WHYS,
  sampleReason,
  sampleRisk,
  sampleRiskEntry,
} from '../../../sandbox/gallery/risk-samples.ts';
import { MIXED, SAMPLE_NOW, sampleHandoff } from '../../../sandbox/gallery/samples.ts';
import type { RiskDetails } from '../../../src/risks/read/details.ts';
import { morningMessage } from '../../../views/cases/morning-message.ts';
import { handoffsOfMorning } from '../../../views/handoffs/read/lines.ts';
import { riskEscalationMessage } from '../../../views/risks/chase-messages.ts';
import { RISK_ACTIONS } from '../../../views/risks/ids.ts';
import { risksOfMorning } from '../../../views/risks/lines.ts';
import { riskCard, riskEventMessage, riskRequestMessage } from '../../../views/risks/messages.ts';
import { ANYTHING } from '../../../views/risks/parts/buttons.ts';
import { actionIds, json, words } from '../handoffs/rendered.ts';

const card = (part: Partial<RiskDetails>) => words(riskCard(sampleRisk('open', part)));

describe('the heading of a risk says why it is one', () => {
  it.each<[string, Partial<RiskDetails>]>([
    ['Health fell from healthy to at risk (score 55)', {}],
    ['Score fell 14 points to 68 in 30 days', { rule: 'fell', fromBand: 'watch', severity: 'watch' }],
    [
      'Score fell 1 point to 68 in 1 day',
      {
        rule: 'fell',
        fromBand: 'watch',
        severity: 'watch',
        opening: { label: null, scoreBefore: 69.2, score: 68.2, fallDays: 1 },
      },
    ],
    ['Health fell from watch to critical', { rule: 'fell', fromBand: 'watch', severity: 'critical' }],
    [
      'Sponsor left (score 55)',
      { rule: 'exception', opening: { label: 'Sponsor left', scoreBefore: 80, score: 55, fallDays: 30 } },
    ],
    ['Flagged by Sample Rep', { rule: 'flagged', openedBy: sampleRisk().partner }],
    [
      'Flagged as urgent by Sample Rep',
      { rule: 'flagged', severity: 'critical', openedBy: sampleRisk().partner },
    ],
    ['Health: at risk', { rule: 'enabled', fromBand: null, score: null }],
    ['Health: at risk (score 55)', { rule: 'enabled', fromBand: null }],
    ['Slipping again: Health fell from healthy to at risk (score 55)', { reopens: 1 }],
    ['Slipping again, third time: Health fell from healthy to at risk (score 55)', { reopens: 2 }],
    ['Slipping again, many times by now: Health: at risk', { reopens: 12, fromBand: null, score: null }],
  ])('%s', (heading, part) => {
    expect(card(part)).toContain(`\\n${heading}\\n`);
  });
});

describe('a reason', () => {
  it('tells before and now with the unit, and how old it is', () => {
    const text = card({
      reasons: [
        sampleReason({ value: 41.25, before: 82 }),
        sampleReason({ label: 'Open tickets', unit: 'tickets', value: 1, before: null }),
        sampleReason({ label: 'Sponsor left', unit: '', value: 1, before: 0 }),
      ],
    });
    expect(text).toMatch(
      /• Seats used: 41\.3% \(<!date\^\d+\^\{date_short_pretty\}\|Feb 28, 2026>\), was 82%/,
    );
    expect(text).toMatch(/• Open tickets: 1 ticket \(<!date/);
    expect(text).toMatch(/• Sponsor left \(<!date/);
  });
});

describe('the card', () => {
  it.each(RISK_STAGES)('mentions nobody, when it is %s', (stage) => {
    for (const risk of [sampleRisk(stage), longestRisk(MIXED, stage)])
      expect(json(riskCard(risk)).replace(/"accessibility_label":"[^"]*"/g, '')).not.toMatch(/<@|<!(?!date)/);
  });

  it('offers what its state allows', () => {
    const { claim, plan, details, notARisk, checkIn, more } = RISK_ACTIONS;
    const offered = (stage: (typeof RISK_STAGES)[number]) => actionIds(riskCard(sampleRisk(stage)));
    expect(offered('open')).toEqual([claim, notARisk, details, more]);
    expect(offered('claimed')).toEqual([plan, details, more]);
    expect(offered('planned')).toEqual([checkIn, details, more]);
    expect(offered('saved')).toEqual([details, more]);
  });

  it('keeps the rest in its menu, and snoozing for the DM of whoever is asked', () => {
    const offered = (message: ReturnType<typeof riskCard>) =>
      [...json(message).matchAll(/"value":"([a-z_:]+):01890000/g)].map(([, verb]) => verb);
    const risk = sampleRisk('open');
    expect(offered(riskCard(risk))).toEqual(['plan', 'reassign', 'resolve', 'expected', 'history']);
    expect(offered(riskCard(sampleRisk('planned')))).toEqual([
      ...['plan', 'reassign', 'resolve', 'expected', 'history'],
    ]);
    const flagged = riskCard(sampleRisk('open', { rule: 'flagged' }));
    expect(offered(flagged)).toEqual(['plan', 'reassign', 'resolve', 'history']);
    const reader = { memberId: risk.owner?.id ?? '', isAsked: true };
    expect(offered(riskRequestMessage(risk, { ...reader, may: () => true }))).toEqual([
      ...['plan', 'reassign', 'resolve', 'expected', 'snooze:tomorrow'],
    ]);
    expect(offered(riskRequestMessage(risk, { ...reader, may: () => false }))).toEqual(['history']);
  });

  it('says why the band is not the one of the score, while it is open', () => {
    const health = { score: 38.2, band: 'at_risk', why: SAMPLE_WHYS.not_yet } as const;
    const text = card({ health });
    expect(text).toContain('Health now: at risk (38). Becomes critical if it stays below 40 until <!date^');
    expect(words(riskCard(sampleRisk('saved', { health })))).not.toContain('Health now');
    expect(card({})).not.toContain('Health now');
  });
});

describe('a card about a slide', () => {
  const facts = { recent: 57.8, usual: 70.2, fall: 12.4, spread: 3.4, weeksDown: 7, areas: 4, shock: 0 };
  const slide = (part: Partial<NonNullable<RiskDetails['slide']>>) =>
    card({
      rule: 'slide',
      slide: { ...facts, alike: null, record: { judged: 0, cameTrue: 0 }, ...part },
    });
  const alike = { slides: 52, left: 17, from: 16.2, to: 22.4 };

  it.each([
    [{}, 'After 17 of 52 slides of 16 to 22 points here, the customer left within 9 months: about 3 in 10.'],
    [{ from: null }, 'slides of less than 22 points here'],
    [{ to: null }, 'slides of 16 points or more here'],
    [{ from: null, to: null }, 'After 17 of 52 slides here, '],
    [{ to: 16.4 }, 'slides of about 16 points here'],
    [{ left: 0 }, 'After none of 52 slides of 16 to 22 points here, the customer left within 9 months.'],
    [
      { slides: 1_200, left: 1_190 },
      'After 1,190 of 1,200 slides of 16 to 22 points here, the customer left within 9 months.',
    ],
  ])('says how slides ended, with how many there were', (part, words) => {
    expect(slide({ alike: { ...alike, ...part } })).toContain(words);
  });

  it('says that nothing is known while that is so, and not beside what is known', () => {
    const unknown = 'is not known yet: your answer will tell';
    expect(slide({})).toContain(unknown);
    expect(slide({ alike })).not.toContain(unknown);
    const judged = slide({ alike, record: { judged: 24, cameTrue: 16 } });
    expect(judged).toMatch(/After 17 of 52 slides[\s\S]*Of the last 24 such cards here, 16 came true/);
    expect(slide({ record: null })).not.toContain('came true');
  });
});

describe('a morning', () => {
  const csm = sampleRisk().owner;
  const risk = { risk: sampleRisk(), isLate: false } as const;
  const handoff = { handoff: sampleHandoff(), isLate: false, roles: [] } as const;
  it.each([
    [0, 1, '1 thing needs you today: Example GmbH (due ', ['At-risk accounts']],
    [0, 2, '2 things need you today: Example GmbH (due ', ['At-risk accounts']],
    [1, 1, '2 things need you today: Example GmbH (due ', ['Handoffs', 'At-risk accounts']],
    [2, 3, '5 things need you today: Example GmbH (due ', ['Handoffs', 'At-risk accounts']],
  ])('of %i handoffs and %i risks counts them, and groups them by kind', (handoffs, risks, text, titles) => {
    const reader = csm?.id ?? '';
    const message = morningMessage([
      handoffsOfMorning(Array(handoffs).fill(handoff), reader),
      risksOfMorning(Array(risks).fill(risk), reader),
    ]);
    expect(message.text.startsWith(text)).toBe(true);
    const headers = message.blocks.flatMap((block) => (block.type === 'header' ? [block.text.text] : []));
    expect(headers).toEqual(titles);
  });

  it('tells what is late with somebody else, and what is over', () => {
    const late = morningMessage([risksOfMorning([{ ...risk, isLate: true }], 'somebody')]);
    expect(late.text).toMatch(/^1 late with someone else: Example GmbH/);
    const over = morningMessage([risksOfMorning([], 'somebody')]);
    expect(over.text).toBe('All clear: nothing needs you any more.');
  });

  it('says in one line what is done, five of them and then a number', () => {
    const reader = csm?.id ?? '';
    const done = (left: number, many: number) =>
      morningMessage([
        handoffsOfMorning(Array(left).fill(handoff), reader, Array(many).fill(handoff.handoff)),
        risksOfMorning([], reader, [risk.risk]),
      ]);
    expect(words(done(1, 1))).toMatch(
      /\*Today: 1 to do[\s\S]*Done: Example GmbH \(H-12\), Example GmbH \(R-\d+\)/,
    );
    expect(words(done(1, 7))).toMatch(/Done: (Example GmbH \(H-12\),? ){5}and 3 more/);
    expect(done(0, 1).text).toMatch(
      /^All done for today\. Done: Example GmbH \(H-12\), Example GmbH \(R-\d+\)$/,
    );
    expect(actionIds(done(0, 7))).toEqual([]);
  });
});

describe('an escalation', () => {
  const about = { clock: 'claim', role: 'counterpart', overdueSince: SAMPLE_NOW } as const;
  it('offers nobody what they may not do', () => {
    const message = riskEscalationMessage(sampleRisk(), { ...about, may: (verb) => verb === 'claim' });
    expect(actionIds(message)).toEqual([RISK_ACTIONS.claim, RISK_ACTIONS.details]);
  });

  it('is over once the clock that it is about stands still', () => {
    const message = riskEscalationMessage(sampleRisk('claimed'), { ...about, may: ANYTHING });
    expect(message.text).toContain('No longer overdue');
    expect(actionIds(message)).toEqual([]);
  });
});

describe('news in the thread', () => {
  it.each([
    ['worsened', 'Getting worse: watch to critical (score 38)'],
    ['reopened', 'Slipping again: watch to critical (score 38)'],
    ['recovered', 'Closed, because the score recovered: watch to critical (score 38)'],
    ['planned', 'Sample CSM planned it: Sample step by Mar 4, 2026 · check-in Mar 9, 2026'],
    ['reassigned', 'Sample CSM reassigned it to Sample Rep'],
    ['resolved', 'Sample CSM closed it: not a risk (too early)'],
  ])('of %s says it in a sentence', (action, sentence) => {
    expect(riskEventMessage(sampleRiskEntry(action), sampleRisk()).text).toBe(
      `Example GmbH (R-7): ${sentence}`,
    );
  });
});
