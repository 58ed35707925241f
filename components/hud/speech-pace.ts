/** A word soon after the page is there, then never two within this time: whoever listens has other things to hear. */
export const SPEECH_EVERY_MS = 20_000;
const FIRST_MS = 2_000;

/** Calls `say` at that pace until the returned function is called. */
export function paceSpeech(say: () => void): () => void {
  const speak = () => {
    say();
    timer = setTimeout(speak, SPEECH_EVERY_MS);
  };
  let timer = setTimeout(speak, FIRST_MS);
  return () => clearTimeout(timer);
}
