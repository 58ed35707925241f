import type { Metadata } from 'next';
import { EmbedScreen } from './embed-screen';

export const metadata: Metadata = { title: 'Embedded' };

export default function EmbedPage() {
  return <EmbedScreen />;
}
