import Link from 'next/link';

export default function NotFound() {
  return (
    <main className="plain">
      <h1>Nothing here</h1>
      <p>This address leads nowhere. The globe is next door.</p>
      <p>
        <Link href="/">To the globe</Link>
      </p>
    </main>
  );
}
