/** What a rep could write: label → answer. */
export const EXAMPLE: Readonly<Record<string, string>> = {
  'Hand over to': 'csm.berlin',
  'Main contact': 'Sample Contact, Head of Operations',
  'Why they bought': 'Onboarding takes us six weeks. We need it in one.',
  'First desired outcome': 'The first team is live within two weeks',
  'Promises outside the contract': 'A named engineer for the first month',
};

/** For which day a CSM could book the kickoff: tomorrow. */
export function exampleBooking(now: number): Record<string, string> {
  return { 'Kickoff date': dayAfter(now, 1) };
}

/** What a CSM could say once it was held. */
export const EXAMPLE_LOG: Readonly<Record<string, string>> = {
  'What did the customer have to repeat?': 'How an outcome is measured',
  'How was the brief?': '4 · Almost everything was there',
};

/** What a CSM could plan: numbers take weeks to turn, so they check in after four. */
export function examplePlan(now: number): Record<string, string> {
  return {
    'First step': 'Sit with the lab leads and restore their data import',
    'Check-in date': dayAfter(now, 28),
  };
}

function dayAfter(now: number, days: number): string {
  return new Date(now + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
