import * as l10n from '../../base/l10n.js';
import { X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { errorCode, UserError } from '../../base/errors.js';
import { readRegularFile } from '../../base/files/regularFile.js';

export interface CertificateAuthorities {
  /** Changes with the file. */
  readonly id: string;
  /** PEM, each. */
  readonly certificates: readonly string[];
}

const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g;

const read = new Map<string, CertificateAuthorities>();

/**
 * What `ca_bundle` or AWS_CA_BUNDLE names: the certificate authorities to trust instead of the system's. The file is
 * read again when it has changed.
 * @throws UserError naming the file
 */
export async function certificateAuthorities(file: string): Promise<CertificateAuthorities> {
  try {
    const { mtimeMs, size } = await stat(file);
    const id = `${file}:${mtimeMs}:${size}`;
    const known = read.get(file);
    if (known?.id === id) {
      return known;
    }
    const authorities = { id, certificates: certificatesIn(await readRegularFile(file), file) };
    read.set(file, authorities);
    return authorities;
  } catch (error) {
    throw error instanceof UserError
      ? error
      : new UserError(
          l10n.t(
            'The certificate authorities (ca_bundle or AWS_CA_BUNDLE) in {0} cannot be read: {1}.',
            file,
            reason(error),
          ),
          { cause: error },
        );
  }
}

function certificatesIn(text: string, file: string): readonly string[] {
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) {
    throw new UserError(
      l10n.t('The file {0}, which ca_bundle or AWS_CA_BUNDLE names, holds no PEM certificate.', file),
    );
  }
  const broken = certificates.findIndex((pem) => !isCertificate(pem));
  if (broken !== -1) {
    throw new UserError(
      l10n.t('Certificate {0} in {1}, which ca_bundle or AWS_CA_BUNDLE names, is damaged.', broken + 1, file),
    );
  }
  return certificates;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).serialNumber !== '';
  } catch {
    return false;
  }
}

function reason(error: unknown): string {
  const code = errorCode(error);
  return code === 'ENOENT' ? l10n.t('there is no such file') : (code ?? l10n.t('error'));
}
