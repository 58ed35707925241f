import { createRequire } from 'node:module';

// Both packages bring mimalloc, which keeps what it has freed for later: 60 MiB of a worker at full speed, for good.
// It reads its options when it is loaded, so this must come first, which an `import` would not let it.
process.env.MIMALLOC_PURGE_DELAY ??= '0';

const load = createRequire(import.meta.url);

export const { compressFrame, decompressFrame } = load('lz4-napi') as typeof import('lz4-napi');
export const snappy = load('snappy') as typeof import('snappy');
