/** Says that the flat map stands in for the globe, and why. */
export function FallbackNote({ state, detail }: { readonly state: string; readonly detail: string | null }) {
  if (state !== 'fallback' && state !== 'lost') return null;
  return (
    <p className="fallback-note" data-testid="fallback-note" data-state={state}>
      {state === 'lost'
        ? 'The graphics card took the globe away; it comes back by itself. The numbers go on.'
        : `Shown as a flat map: ${detail ?? 'this browser offers no WebGL'}.`}
    </p>
  );
}
