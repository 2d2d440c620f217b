/** What a rep could write: label → answer. */
export const EXAMPLE: Readonly<Record<string, string>> = {
  'Hand over to': 'csm.berlin',
  'Main contact': 'Sample Contact, Head of Operations',
  'Why they bought': 'Onboarding takes us six weeks. We need it in one.',
  'First desired outcome': 'The first team is live within two weeks',
  'Promises outside the contract': 'A named engineer for the first month',
};

/** What a CSM could plan: numbers take weeks to turn, so they check in after four. */
export function examplePlan(now: number): Record<string, string> {
  const inFourWeeks = new Date(now + 28 * 24 * 60 * 60 * 1000);
  return {
    'First step': 'Sit with the lab leads and restore their data import',
    'Check-in date': inFourWeeks.toISOString().slice(0, 10),
  };
}
