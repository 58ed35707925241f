import { type FunctionComponent, type LazyExoticComponent, lazy } from 'react';

const AGAIN_MS = 3_000;

/**
 * A part of the page whose code is fetched when it is first shown, and asked for until it comes: a server that is away for
 * a moment takes nothing else down with it. Whoever shows it puts a `Suspense` around it.
 */
export function onDemand<Props>(
  load: () => Promise<FunctionComponent<Props>>,
): LazyExoticComponent<FunctionComponent<Props>> {
  return lazy(async () => {
    for (;;) {
      try {
        return { default: await load() };
      } catch {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  });
}
