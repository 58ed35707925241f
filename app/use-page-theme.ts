'use client';
import { useSyncExternalStore } from 'react';

export type Theme = 'dark' | 'light' | 'transparent';

const never = () => () => {};
const read = (): Theme => {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'transparent' ? theme : 'dark';
};

/** The theme that `public/theme.js` set from the address before the first paint. */
export function usePageTheme(): Theme {
  return useSyncExternalStore(never, read, () => 'dark');
}
