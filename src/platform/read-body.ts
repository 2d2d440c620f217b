/** What a request may bring, Slack's and other systems' alike. */
const MOST_BYTES = 1024 * 1024;
/** Read and dropped, so that the sender gets to hear why; what sends more is cut off. */
const DRAINED_BYTES = 32 * MOST_BYTES;

/** Returns the bytes of a body, or null where there are more than `most`. */
export async function readBody(stream: AsyncIterable<Buffer>, most = MOST_BYTES): Promise<Buffer | null> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > DRAINED_BYTES) break;
    if (size > most) chunks = [];
    else chunks.push(chunk);
  }
  return size > most ? null : Buffer.concat(chunks);
}
