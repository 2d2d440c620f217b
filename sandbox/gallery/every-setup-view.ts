// Every window there is to set Baton up with, and the tab of Home it begins on.
import type { ListedQuestion } from '../../src/handoffs/questions/question-list.ts';
import { pageOf } from '../../src/home/setup.ts';
import { SETTING_KEYS } from '../../src/settings/catalogue.ts';
import { ownersView, unverifiedView } from '../../views/home/setup/accounts-view.ts';
import { alertsView } from '../../views/home/setup/alerts-view.ts';
import type { Place } from '../../views/home/setup/ids.ts';
import { peopleView, personForm } from '../../views/home/setup/people-view.ts';
import { newPolicyForm, policiesView, policyForm } from '../../views/home/setup/policies-view.ts';
import { questionForm } from '../../views/home/setup/question-form.ts';
import { questionsView } from '../../views/home/setup/questions-view.ts';
import { settingForm, settingsView } from '../../views/home/setup/settings-view.ts';
import { setupBlocks } from '../../views/home/setup/setup-blocks.ts';
import { teamForm, teamsView } from '../../views/home/setup/teams-view.ts';
import { tokenForm, tokenMadeView, tokensView } from '../../views/home/setup/tokens-view.ts';
import { home } from '../../views/kit/blocks.ts';
import type { Rendered } from './every-view.ts';
import { sampleQuestions } from './question-samples.ts';
import { type Data, SAMPLE_NOW } from './samples.ts';
import type { SetupSamples } from './setup-samples.ts';

/** The tab itself, without the names of the others above it. */
export const setupHome = ({ setup }: SetupSamples) => home(setupBlocks(setup));

/** On one page. */
const POLICIES = 20;

export function everySetupView(samples: SetupSamples): Rendered {
  const { settings, teams, people, accounts, segments, tokens, notice } = samples;
  const place: Place = { screen: 'setting', page: 0, id: 'calendar' };
  const teamNames = new Map(teams.items.map(({ id, name }) => [id, name]));
  const [team] = teams.items;
  const [person] = people.items;
  const [token] = tokens.items;
  return {
    'setup: settings': settingsView(settings, notice),
    ...Object.fromEntries(
      SETTING_KEYS.map((key) => [`setup: setting ${key}`, settingForm(key, settings, { ...place, id: key })]),
    ),
    'setup: policies': policiesView(
      pageOf(settings.policies, 0, POLICIES),
      { settings, teams: teamNames },
      notice,
    ),
    'setup: new policy': newPolicyForm(
      { segments: settings.policies.flatMap(({ segment }) => segment ?? []), teams: teamNames },
      { ...place, screen: 'policy', page: null, id: '' },
    ),
    ...Object.fromEntries(
      settings.policies
        .slice(0, POLICIES)
        .map((policy, n) => [
          `setup: policy ${n}`,
          policyForm(policy, teamNames, { ...place, screen: 'policy' }),
        ]),
    ),
    'setup: teams': teamsView(teams, notice),
    'setup: new team': teamForm(null, { ...place, screen: 'team', page: null, id: '' }),
    ...(team && {
      'setup: team': teamForm(team, { ...place, screen: 'team' }),
      'setup: team whose lead has left': teamForm(
        { ...team, members: 2, lead: team.lead && { ...team.lead, left: true } },
        place,
      ),
    }),
    'setup: people': peopleView({ ...people, readAt: SAMPLE_NOW }, notice),
    'setup: people, being read': peopleView({ ...people, readAt: null }, notice),
    ...(person && { 'setup: person': personForm(person, { ...place, screen: 'person' }) }),
    'setup: accounts without an owner': ownersView(accounts, notice),
    'setup: accounts not confirmed': unverifiedView(accounts, notice),
    'setup: alerts': alertsView(segments, { records: JUDGED, days: 90 }, notice),
    'setup: alerts, none opened': alertsView(segments, { records: [], days: 90 }, notice),
    'setup: tokens': tokensView(tokens, notice),
    'setup: new token': tokenForm({ ...place, screen: 'token' }),
    'setup: token made': tokenMadeView({
      name: token?.name ?? 'sample',
      secret: `baton_${'sample'.repeat(8).slice(0, 43)}`,
    }),
  };
}

export function everyQuestionView(list: ListedQuestion[], data: Data): Rendered {
  const questions = sampleQuestions(list, data);
  const at = { kind: questions.kind, revision: questions.revision, key: '' };
  const segments = list.flatMap(({ required }) => (typeof required === 'object' ? required.segments : []));
  const [question] = list.toReversed();
  const [shipped] = list;
  return {
    'setup: questions': questionsView(questions, data === 'emptiest' ? null : 'Sample question added.'),
    'setup: questions, nothing changed': questionsView({ ...questions, isChanged: false }, null),
    'setup: new question': questionForm(null, segments, at),
    ...(question && { 'setup: question': questionForm(question, segments, { ...at, key: question.key }) }),
    ...(shipped && { 'setup: shipped question': questionForm(shipped, [], { ...at, key: shipped.key }) }),
  };
}

const JUDGED = [
  { rule: 'worsened', opened: 12, judged: 8, falseAlarms: 3, tooEarly: 1 },
  { rule: 'fell', opened: 2, judged: 0, falseAlarms: 0, tooEarly: 0 },
  { rule: 'exception', opened: 4, judged: 2, falseAlarms: 0, tooEarly: 0 },
];
