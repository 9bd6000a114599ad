// Writes what src/manifest makes into package.json: the schema of roleSessions.roles, and nothing else.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withRolesSchema } from '../../src/manifest/packageJson.js';
import { ROOT } from './environment.js';

const file = join(ROOT, 'package.json');
writeFileSync(file, withRolesSchema(readFileSync(file, 'utf8')));
