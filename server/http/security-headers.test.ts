import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { privateFolder } from '../../tests/support/reaper';
import { inlineScriptHashes, readPageHashes, SecurityHeaders } from './security-headers';

const folder = privateFolder('pages');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a page in a folder has the hashes of its own scripts; nobody frames the page of the operators', () => {
  const html = '<script>let one</script><script src="/x.js"></script>';
  mkdirSync(join(folder, 'admin'));
  writeFileSync(join(folder, 'index.html'), '<script>let other</script>');
  writeFileSync(join(folder, 'admin/dead-letters.html'), html);
  const [hash = ''] = inlineScriptHashes(html);
  const security = new SecurityHeaders(
    { embedOrigins: ['*'], imageHosts: [], dev: false },
    readPageHashes(folder),
  );
  const policyOf = (path: string) => security.for(path)['content-security-policy'] ?? '';
  const admin = policyOf('/admin/dead-letters');
  expect(admin).toContain(`script-src 'self' ${hash};`);
  expect(admin).toMatch(/frame-ancestors 'none'$/);
  expect(policyOf('/')).not.toContain(hash);
  expect(policyOf('/')).toMatch(/frame-ancestors 'self'$/);
  expect(policyOf('/embed')).toMatch(/frame-ancestors \*$/);
});
