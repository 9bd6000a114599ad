// What credential_process runs. It has no language of an editor, and says what it says in English.
import { forget, meetings } from '../meeting.js';
import { knock } from '../knock.js';
import type { Asked } from '../protocol.js';
import { verdictOf, type HelperVerdict } from './verdict.js';

/** Who waits for credentials waits for a window that hangs. */
const ANSWER_MS = 3_000;

function askedBy([option, id, second]: readonly string[]): Asked | undefined {
  if (option === '--active' && id === undefined) {
    return { kind: 'active' };
  }
  if (option === '--keys' && second !== undefined) {
    return { kind: 'keys', id: second };
  }
  return option === '--role' && id !== undefined ? { kind: 'role', id } : undefined;
}

async function ask(storage: string, asked: Asked): Promise<HelperVerdict> {
  const knocked = await Promise.all(
    (await meetings(storage)).map(async (meeting) => {
      const answer = await knock(meeting, { asked, pid: process.ppid, ms: ANSWER_MS });
      if (answer.kind === 'gone') {
        await forget(storage, meeting);
      }
      return answer;
    }),
  );
  return verdictOf(asked, knocked);
}

async function main([storage = '', ...parameters]: readonly string[]): Promise<HelperVerdict> {
  const asked = askedBy(parameters);
  return asked === undefined
    ? {
        kind: 'failed',
        message:
          'Say --active, or --role and a role. Or --keys, an access key ID and an id. The profile is to be added anew.',
      }
    : ask(storage, asked);
}

async function end(): Promise<void> {
  const verdict = await main(process.argv.slice(2)).catch((): HelperVerdict => ({
    kind: 'failed',
    message: 'The windows of the editor could not be asked.',
  }));
  const isGiven = verdict.kind === 'credentials';
  process.exitCode = isGiven ? 0 : 1;
  const text = isGiven ? verdict.text : `Role Sessions for AWS: ${verdict.message.replace(/\s+/g, ' ')}`;
  (isGiven ? process.stdout : process.stderr).write(`${text}\n`);
}

void end();
