/** Where on Home what is owed stands, in order of urgency. */
export const SECTIONS = [
  'answer', // handoffs to acknowledge or decide on
  'returned', // handoffs that came back
  'covering', // late with somebody whom the reader covers for or leads
  'risks_due', // mine: a plan or a check-in is due
  'risks_open', // nobody has taken them, and they wait for me
  'finish', // accepted, and the kickoff, or a first call, is not held
  'sent', // mine: the receiver has not answered yet
  'drafts',
  'risks_planned', // mine: the next check-in is still to come
] as const;
export type WorkSection = (typeof SECTIONS)[number];

/** Where one step of a kind stands. */
export interface StepPlace {
  section: WorkSection;
  /** While its time has not come. */
  before?: WorkSection;
  /** Where the other side sees that it waits for it. */
  otherSide?: WorkSection;
}
