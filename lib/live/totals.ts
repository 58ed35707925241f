import type { Totals } from './protocol';

export const NO_TOTALS: Totals = { pin: 0, repin: 0, comment: 0, login: 0, unlocatedRepins: 0 };

export const addTotals = (one: Totals, other: Totals): Totals => ({
  pin: one.pin + other.pin,
  repin: one.repin + other.repin,
  comment: one.comment + other.comment,
  login: one.login + other.login,
  unlocatedRepins: one.unlocatedRepins + other.unlocatedRepins,
});
