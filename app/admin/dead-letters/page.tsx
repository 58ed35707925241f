import type { Metadata } from 'next';
import { LettersScreen } from '../../../components/letters/letters-screen';
import './letters.css';

export const metadata: Metadata = { title: 'Dead letters', referrer: 'no-referrer' };

export default function DeadLettersPage() {
  return <LettersScreen />;
}
