import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { fontVariables } from './fonts';
import './globals.css';
import '../components/hud/hud.css';

export const metadata: Metadata = {
  title: { default: 'Repin Globe', template: '%s · Repin Globe' },
  description: 'Every repin, live: a circle expands on the globe where it happened.',
  icons: { icon: '/icon.svg' },
  robots: { index: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: '#04060c',
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    // The theme is set on <html> before the first paint, by a file and not inline: the CSP allows no inline script.
    <html lang="en" className={fontVariables} data-theme="dark" suppressHydrationWarning>
      <head>
        {/* The operator’s colours, over ours. */}
        <link rel="stylesheet" href="/brand.css" />
        <script src="/theme.js" />
      </head>
      <body>{children}</body>
    </html>
  );
}
