import { startNarrator } from './narrate.ts';
import type { Stage } from './stage.ts';
import { playDigest } from './story-digest.ts';
import { playHandoff } from './story-handoff.ts';
import { playKickoff } from './story-kickoff.ts';
import { playRecovery, playSlide } from './story-risk.ts';

/** From a deal that is won to its kickoff, and then an account that slips; as a transcript of what people do and read. */
export async function playStory(stage: Stage, say: (line: string) => void): Promise<void> {
  const narrator = await startNarrator(stage, say);
  await playHandoff(narrator);
  await playKickoff(narrator);
  await playSlide(narrator);
  await playDigest(narrator);
  await playRecovery(narrator);
  const { violations } = stage.sandbox.traffic;
  if (violations.length > 0) throw new Error(violations.join('\n'));
}
