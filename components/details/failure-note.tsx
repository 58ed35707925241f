import type { DetailsFailure } from '../../lib/live/client/fetch-details';

const WORDS: Record<DetailsFailure, string> = {
  gone: 'This happened too long ago: the server keeps the last minutes in mind, and no longer knows which pin it was.',
  busy: 'The server has its hands full. Asking again…',
  unreachable: 'The server does not answer. Asking again…',
};

/** Why there is nothing to show. */
export function FailureNote({ failure }: { readonly failure: DetailsFailure }) {
  return (
    <p className="details-note" role="status" data-testid="details-failure" data-failure={failure}>
      {WORDS[failure]}
    </p>
  );
}
