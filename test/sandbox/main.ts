// npx tsx test/sandbox/main.ts [--port N] [--aws-dir DIR]
// Serves the tutorial's account until it is ended; its one line of output says where.
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeAwsFiles } from './awsFiles.js';
import { startSandbox } from './index.js';
import { seedTutorial } from './seed.js';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, 'aws-dir': { type: 'string' } } });
const sandbox = await startSandbox({ port: Number(values.port) });
seedTutorial(sandbox);
const awsDir = path.resolve(values['aws-dir'] ?? (await mkdtemp(path.join(tmpdir(), 'aws-sandbox-'))));
await writeAwsFiles(awsDir, sandbox, { federated: true });
console.log(JSON.stringify({ endpoint: sandbox.endpoint, awsDir }));
await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
await sandbox.stop();
