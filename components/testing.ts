import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

/** What the server would send. */
export const html = (element: ReactElement): string => renderToStaticMarkup(element);

/** What a reader would read of it, on one line. */
export const words = (element: ReactElement): string =>
  html(element)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
