/** What is wrong with something that came from outside: which field of it, and why. Never the value. */
export type Unreadable = { readonly field: string; readonly reason: string };
