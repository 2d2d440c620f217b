import { Worker } from 'node:worker_threads';

export interface Flood {
  port: number;
  token: string;
  /** Batches at once, all the time. */
  senders: number;
  /** Signals in a batch. */
  items: number;
  accounts: number;
  from: Date;
}

export interface Flooded {
  /** Batches answered with 202, and with 429. */
  taken: number;
  refused: number;
  /** Signals that were accepted. */
  accepted: number;
}

/** `file`: flood-thread, compiled. Sends batches of signals until it is stopped, from a thread of its own: the stopwatch does not wait for it. */
export function startFlood(file: string, flood: Flood): { stop(): Promise<Flooded> } {
  const worker = new Worker(file, { workerData: flood, execArgv: [] });
  const answer = new Promise<Flooded>((resolve, reject) => {
    worker.once('error', reject).once('message', resolve);
  });
  answer.catch(() => {}); // heard of when it is stopped
  return {
    async stop() {
      worker.postMessage('stop');
      const flooded = await answer;
      await worker.terminate();
      return flooded;
    },
  };
}
