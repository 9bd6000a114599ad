// Lines of a profile for each kind of credentials.
import type { Source } from '../../../../src/model/plan/source.js';
import { DEV, read, ready, roleArn, SECRET } from '../read.js';

export const KEYS = `aws_access_key_id = AKIAOTHER\naws_secret_access_key = ${SECRET}\n`;
export const TOKEN = 'web_identity_token_file = /run/token\n';
export const WEB = `role_arn = ${roleArn('web')}\n${TOKEN}`;
export const PORTAL = 'sso_region = us-gov-west-1\nsso_start_url = https://corp.awsapps.com/start\n';
export const PERMISSION = 'sso_account_id = 123456789012\nsso_role_name = Admin\n';
export const PROCESS = 'credential_process = "/opt/my tools/keys" --secret hunter2\n';
export const LOGIN = 'login_session = arn:aws:iam::123456789012:user/ana\n';

/** The role dev, whose source profile says nothing but this; its first line is line 5. */
export const keyless = (line: string): string => `${DEV}source_profile = base\n[profile base]\n${line}\n`;

/** The source of the role dev whose source profile says this. */
export function sourceOf(lines: string, credentials = '', variables: Readonly<Record<string, string>> = {}): Source {
  const config = `${DEV}source_profile = base\n[profile base]\n${lines}[sso-session corp]\n${PORTAL}`;
  return ready(read({ config, credentials, variables }), 'dev').plan.source;
}
