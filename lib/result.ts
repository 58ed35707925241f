/** The outcome of a step that may refuse its input. Expected badness is a value; only the unexpected throws. */
export type Result<T, R extends string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: R; readonly detail: string; readonly field?: string };
