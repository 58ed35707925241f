export type PartName = 'java' | 'maven' | 'openssl' | 'kcat' | 'chromium' | 'mariadb' | 'kafka';
export type PartStatus =
  | { readonly path: string; readonly missing: null }
  | { readonly path: null; readonly missing: string };

export function partsStatus(): Readonly<Record<PartName, PartStatus>>;
export function bringParts(): Readonly<Record<PartName, PartStatus>>;
