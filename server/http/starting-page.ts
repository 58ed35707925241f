import type { Answer } from './answer';

const AGAIN_S = 1;

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * What a browser sees in the moment before the pages are there: one sentence, on the ground that the page will have, which
 * asks again by itself. It stands alone, as nothing else can be served yet.
 */
export function startingPage(waitingFor: readonly string[]): Answer {
  const what = waitingFor.filter((part) => part !== 'the start').join(', ');
  const text =
    what === '' ? 'The globe is starting…' : `The globe is starting. It waits for ${escaped(what)}.`;
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="${AGAIN_S}">
<title>Repin Globe</title>
<style>
  html { height: 100%; background: radial-gradient(circle at 50% 50%, #0a1020, #04060c 70%); color-scheme: dark }
  body { display: grid; place-content: center; justify-items: center; gap: 2rem; min-height: 100%; margin: 0;
    padding: 1rem; color: rgb(238 241 247 / 70%); font: 0.9rem/1.5 system-ui, sans-serif; text-align: center }
  i { width: min(42vmin, 20rem); aspect-ratio: 1; border-radius: 50%;
    background: radial-gradient(circle at 38% 32%, #121b2e, #080c16 60%, #05070d);
    box-shadow: 0 0 0 1px rgb(169 200 255 / 30%), 0 0 5rem rgb(63 116 216 / 28%) }
</style>
<body><i aria-hidden="true"></i><p role="status">${text}</p></body>
</html>
`;
  return {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': String(AGAIN_S),
    },
    body,
  };
}
