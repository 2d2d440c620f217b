/** How one sample account fares. Weeks count from the demo's first Monday: -52 is a year before, 1 a week after. */
export interface Course {
  /** Type → points of a course: "week:value week:value", a straight line between them and flat beyond. */
  values: Readonly<Record<string, string>>;
  /** First and last week in which anything is heard; without the latter it goes on. */
  from: number;
  until?: number;
  /** What somebody heard in a conversation: week, 1 to 5, their words. */
  said?: readonly (readonly [week: number, sentiment: number, quote: string])[];
  /** What was seen between the Mondays: days after the first one, then type → value. */
  between?: readonly (readonly [day: number, values: Readonly<Record<string, number>>])[];
}

/** Signals come at these distances, in weeks. */
export const EVERY: Readonly<Record<string, number>> = {
  usage_depth: 1,
  seats_used: 1,
  support_tickets_open: 1,
  onboarding: 1,
  feature_adoption: 4,
  support_satisfaction: 4,
  payment_late_days: 4,
  renewal_forecast: 4,
  nps: 13,
};

/** What most accounts send, and what they send besides. */
export const course = (
  from: number,
  usage_depth: string,
  seats_used: string,
  feature_adoption: string,
  support_tickets_open: string,
  support_satisfaction: string,
  rest: Record<string, string> = {},
): Pick<Course, 'from' | 'values'> => ({
  from,
  values: {
    usage_depth,
    seats_used,
    feature_adoption,
    support_tickets_open,
    support_satisfaction,
    payment_late_days: '0:0',
    ...rest,
  },
});
