import type { TypeCastField, TypeCastNext } from 'mysql2';

const NUMERIC: ReadonlySet<string> = new Set([
  'TINY',
  'SHORT',
  'INT24',
  'LONG',
  'LONGLONG',
  'FLOAT',
  'DOUBLE',
  'DECIMAL',
  'NEWDECIMAL',
]);

/**
 * Values as the embedded engine gives them: numbers as numbers (ours are below 2^53; a sum of them comes as DECIMAL),
 * VARBINARY ids as text, blobs as bytes.
 */
export function readValue(field: TypeCastField, next: TypeCastNext): unknown {
  if (NUMERIC.has(field.type)) {
    const text = field.string();
    return text === null ? null : Number(text);
  }
  if (field.type === 'VAR_STRING' || field.type === 'STRING') {
    const bytes = field.buffer();
    return bytes === null ? null : bytes.toString('utf8');
  }
  return next();
}
