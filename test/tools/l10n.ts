// `npm run l10n`: writes l10n/bundle.l10n.json anew from the sources.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { extractMessages, MESSAGES } from './messages.js';

mkdirSync(dirname(MESSAGES), { recursive: true });
writeFileSync(MESSAGES, await extractMessages());
