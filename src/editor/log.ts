import type { LogOutputChannel } from 'vscode';

export type Log = Pick<LogOutputChannel, 'debug' | 'info' | 'warn' | 'error'>;

/** A log that cannot hold secrets: whatever `secrets` returns at the time of writing is blanked, as is what looks like one. */
export function redactingLog(channel: Log, secrets: () => Iterable<string>): Log {
  const clean = (text: string) => redact(text, secrets());
  return {
    debug: (message) => channel.debug(clean(message)),
    info: (message) => channel.info(clean(message)),
    warn: (message) => channel.warn(clean(message)),
    error: (message) => channel.error(clean(message instanceof Error ? (message.stack ?? message.message) : message)),
  };
}

const BLANK = '[redacted]';
/** Presigned URLs, and the names under which AWS's own replies, files and variables carry secrets. */
const NAMED_SECRET =
  /((?:X-Amz-Security-Token|X-Amz-Signature|X-Amz-Credential|SecretAccessKey|SessionToken|aws_secret_access_key|aws_session_token|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_SECURITY_TOKEN)["']?\s*[=:>]\s*["']?)[^\s"'&<,]+/gi;

/** Pure: `text` with every secret replaced. */
export function redact(text: string, secrets: Iterable<string>): string {
  let clean = text.replace(NAMED_SECRET, `$1${BLANK}`);
  for (const secret of secrets) {
    clean = secret === '' ? clean : clean.replaceAll(secret, BLANK);
  }
  return clean;
}
