/** Lets a few in at once. */
export interface Gate {
  /** Returns how to leave; null where no place is free. */
  enter(): (() => void) | null;
}

/**
 * What other systems send is work for the same process and database as a person's click. So much of it is done at
 * once, and whoever comes beyond that is asked to come again: nobody waits in a queue that grows.
 */
export function openGate(places: number): Gate {
  let taken = 0;
  return {
    enter() {
      if (taken >= places) return null;
      taken += 1;
      let inside = true;
      return () => {
        if (inside) taken -= 1;
        inside = false;
      };
    },
  };
}
