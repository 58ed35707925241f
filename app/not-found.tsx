export default function NotFound() {
  return (
    <main className="plain">
      <h1>Nothing here</h1>
      <p>This address leads nowhere. The globe is next door.</p>
      <p>
        {/* A plain link: next/link would be in the first load of every page. */}
        <a href="/">To the globe</a>
      </p>
    </main>
  );
}
