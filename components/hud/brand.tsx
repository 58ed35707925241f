/** The name, with its sign: a repin on the limb of a globe. */
export function Brand() {
  return (
    <p className="brand">
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <circle className="brand-globe" cx="12" cy="12" r="9.25" />
        <circle className="brand-ring" cx="16.6" cy="8.2" r="4.4" />
        <circle className="brand-point" cx="16.6" cy="8.2" r="1.5" />
      </svg>
      Repin Globe
    </p>
  );
}
