import { appendFileSync } from 'node:fs';

/** Appends profiles of one role, each of a session name of its own. Answers the ids of their roles. */
export function appendRoles(config: string, count: number, roleArn: string, endpoint: string): string[] {
  const names = Array.from({ length: count }, (_, index) => `idle-${index}`);
  for (const name of names) {
    const lines = [
      `[profile ${name}]`,
      `role_arn = ${roleArn}`,
      'source_profile = ststestprofile',
      `role_session_name = ${name}`,
      'region = us-west-2',
      `endpoint_url = ${endpoint}`,
    ];
    appendFileSync(config, `\n${lines.join('\n')}\n`);
  }
  return names.map((name) => `profile:${name}`);
}
