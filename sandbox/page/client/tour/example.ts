/** What a rep could write: label → answer. */
export const EXAMPLE: Readonly<Record<string, string>> = {
  'Hand over to': 'csm.berlin',
  'Main contact': 'Sample Contact, Head of Operations',
  'Why they bought': 'Onboarding takes us six weeks. We need it in one.',
  'First desired outcome': 'The first team is live within two weeks',
  'Promises outside the contract': 'A named engineer for the first month',
};
