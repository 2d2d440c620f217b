/** The database cannot serve as it is. The message says what to do about each problem, and quotes no setting's value. */
export class UnfitDatabase extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'UnfitDatabase';
    this.problems = problems;
  }
}
