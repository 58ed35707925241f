import { type Brand, brandSheet } from '../../lib/brand/brand';
import type { Answer } from './answer';

export const BRAND_PATH = '/brand.css';

/** The operator's colours as a style sheet that every page links; empty where they are ours. */
export function serveBrand(brand: Brand): Answer {
  // Settings change with a restart, and nobody should see yesterday's colours.
  const headers = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' };
  return { status: 200, headers, body: brandSheet(brand) };
}
