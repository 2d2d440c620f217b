// The views of a risk for the contact sheet: all of them of one that fits, the card in each stage of its life.
import type { RiskDetails } from '../../src/risks/read/details.ts';
import { helpMessage } from '../../views/baton/help-message.ts';
import { riskCard, riskListMessage, riskRequestMessage } from '../../views/risks/messages.ts';
import { ANYTHING } from '../../views/risks/parts/buttons.ts';
import { everyRiskMessage, everyRiskModal } from './every-risk-view.ts';
import type { Rendered } from './every-view.ts';
import {
  EMPTIEST_FLAG,
  emptiestDetails,
  emptiestRisk,
  longestDetails,
  longestFlag,
  longestRisk,
  RISK_ENTRY_ACTIONS,
  RISK_STAGES,
  type RiskStage,
  SAMPLE_FLAG,
  sampleDetails,
  sampleRisk,
  sampleRiskEntry,
} from './risk-samples.ts';
import { filled, longestPerson, MIXED } from './samples.ts';

const SHEETS = {
  normal: { risk: sampleRisk, details: sampleDetails, flag: SAMPLE_FLAG, entry: {} },
  longest: {
    risk: (stage: RiskStage) => longestRisk(MIXED, stage),
    details: (risk: RiskDetails) => longestDetails(MIXED, risk),
    flag: longestFlag(MIXED),
    entry: { words: filled(MIXED, 2_000), by: longestPerson(MIXED, 'U0CSM') },
  },
  emptiest: {
    risk: emptiestRisk,
    details: emptiestDetails,
    flag: EMPTIEST_FLAG,
    entry: { by: null, to: null, words: null, told: [], change: null, data: {} },
  },
};

const SLIDE = { recent: 57.8, usual: 70.2, fall: 12.4, spread: 3.4, weeksDown: 7, areas: 4, shock: 0 };

const SLIDES = {
  normal: {
    ...SLIDE,
    alike: { slides: 52, left: 17, from: 11.8, to: 16.3 },
    record: { judged: 24, cameTrue: 16 },
  },
  longest: {
    ...SLIDE,
    spread: 17.5,
    weeksDown: 52,
    areas: 6,
    shock: 9.3,
    alike: { slides: 1_240, left: 310, from: 11.8, to: 16.3 },
    record: { judged: 24, cameTrue: 16 },
  },
  emptiest: { ...SLIDE, weeksDown: 1, areas: 2, alike: null, record: { judged: 0, cameTrue: 0 } },
};

/** The clock of each stage, so that what chases is drawn while it chases. */
const STAGE_OF: [RegExp, RiskStage][] = [
  [/ plan\b/, 'claimed'],
  [/ check.in\b/, 'planned'],
];

export function everyRiskSheet(data: keyof typeof SHEETS): Rendered {
  const { risk: riskAt, details, flag, entry } = SHEETS[data];
  const entries = RISK_ENTRY_ACTIONS.map((action) => sampleRiskEntry(action, entry));
  const drawn = (stage: RiskStage): Rendered => {
    const risk = riskAt(stage);
    return {
      ...everyRiskMessage(risk, entries, details(risk)),
      ...everyRiskModal(risk, entries, { details: details(risk), flag }),
    };
  };
  const byStage = { open: drawn('open'), claimed: drawn('claimed'), planned: drawn('planned') };
  const all: Rendered = {};
  for (const [name, view] of Object.entries(byStage.open)) {
    const stage = STAGE_OF.find(([words]) => words.test(name))?.[1] as 'claimed' | 'planned' | undefined;
    all[name] = (stage && byStage[stage][name]) ?? view;
  }
  for (const stage of RISK_STAGES) all[`risk card, ${stage}`] = riskCard(riskAt(stage));
  delete all['risk card'];
  const sliding = { ...riskAt('open'), rule: 'slide', severity: 'watch', slide: SLIDES[data] } as const;
  all['risk card, sliding'] = riskCard(sliding);
  const byHand = { ...sliding, rule: 'enabled', slide: { ...SLIDES[data], record: null } };
  all['risk card, sliding, flagged from a list'] = riskCard(byHand);
  const reader = { memberId: 'sample', isAsked: true, may: ANYTHING };
  all['risk request, sliding'] = riskRequestMessage(sliding, reader);
  const none = { items: [], page: 0, next: null, total: 0, viewerId: '' };
  return {
    ...all,
    'risk help': helpMessage('risk', ...(data === 'emptiest' ? [] : ['lits', 'list'])),
    'risk list, nothing': riskListMessage({ which: 'all', ...none }),
  };
}
