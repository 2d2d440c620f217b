/**
 * What a person said of an account that its score does not know. lost: the customer has left. false_alarm: it is not
 * at risk, until something new is heard.
 */
export type SetAsideAs = 'lost' | 'false_alarm';

export interface SetAside {
  as: SetAsideAs;
  /** Of the risk that ended so. */
  riskName: string;
  at: Date;
}
