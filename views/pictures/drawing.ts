/** A picture of bars under each other, each with its name and figure above it. */
export interface Drawing {
  title: string;
  /** One line that says what the figures are. */
  note: string;
  bars: Bar[];
  /** Everything it shows, in words. */
  alt: string;
}

export interface Bar {
  name: string;
  figure: string;
  /** What it covers of the common scale, which begins at zero. */
  from: number;
  to: number;
  /** Its colour, which says nothing that its name and figure do not. */
  tone: 'whole' | 'part' | 'worse' | 'better' | 'neither';
  /** A line leads from where it ends to the next bar. */
  leads: boolean;
}
