import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partPath } from './parts';
import { runProcess } from './processes';

/** Paths of PEM files; `bundle` is key and chain in one, as Kafka's PEM store wants it. */
export type SignedCertificate = { readonly cert: string; readonly key: string; readonly bundle: string };
export type CertificateAuthority = {
  readonly cert: string;
  /** A certificate for 127.0.0.1 and localhost, for servers and clients. */
  sign(name: string): Promise<SignedCertificate>;
};

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];

/** A certificate authority of our own in `folder`, trusted by nobody else. */
export async function createAuthority(folder: string, name = 'ca'): Promise<CertificateAuthority> {
  const openssl = partPath('openssl');
  const file = (part: string) => join(folder, part);
  const cert = file(`${name}.pem`);
  const key = file(`${name}.key`);
  await runProcess(openssl, ['req', '-x509', ...EC, '-subj', `/CN=${name}`, '-keyout', key, '-out', cert]);
  return {
    cert,
    async sign(subject) {
      const made = {
        cert: file(`${subject}.pem`),
        key: file(`${subject}.key`),
        bundle: file(`${subject}.bundle`),
      };
      const request = file(`${subject}.csr`);
      const names = file(`${subject}.ext`);
      writeFileSync(names, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
      await runProcess(openssl, [
        'req',
        ...EC,
        '-subj',
        `/CN=${subject}`,
        '-keyout',
        made.key,
        '-out',
        request,
      ]);
      const by = ['-CA', cert, '-CAkey', key, '-CAcreateserial', '-days', '2', '-extfile', names];
      await runProcess(openssl, ['x509', '-req', '-in', request, ...by, '-out', made.cert]);
      writeFileSync(
        made.bundle,
        [made.key, made.cert, cert].map((path) => readFileSync(path, 'utf8')).join(''),
      );
      return made;
    },
  };
}
