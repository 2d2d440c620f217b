import { useEffect, useState } from 'react';

const EVERY_MS = 5_000;

/** People's time as it goes on from what the server said last. */
export function useNow(said: number): number {
  const [elapsed, setElapsed] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins anew with each word of the server
  useEffect(() => {
    const start = performance.now();
    setElapsed(0);
    const timer = setInterval(() => setElapsed(performance.now() - start), EVERY_MS);
    return () => clearInterval(timer);
  }, [said]);
  return said + elapsed;
}
