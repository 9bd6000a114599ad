import type { Case } from '../case.js';
import { CHAINS } from './chains.js';
import { ENDPOINTS } from './endpoints.js';
import { FILES } from './files.js';
import { GENERATED } from './generated.js';
import { KEYS } from './keys.js';
import { PROGRAM_CASES } from './programs.js';
import { REGIONS } from './regions.js';
import { SECTIONS } from './sections.js';
import { SESSIONS } from './sessions.js';
import { SETTINGS } from './settings.js';
import { SIGN_INS } from './signIns.js';
import { SOURCES } from './sources.js';

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  keys: KEYS,
  chains: CHAINS,
  sections: SECTIONS,
  sources: SOURCES,
  'sign-ins': SIGN_INS,
  endpoints: ENDPOINTS,
  files: FILES,
  regions: REGIONS,
  sessions: SESSIONS,
  programs: PROGRAM_CASES,
  settings: SETTINGS,
  generated: GENERATED,
};

export const CASES: readonly Case[] = Object.entries(GROUPS).flatMap(([group, cases]) =>
  cases.map((given) => ({ ...given, what: `${group}: ${given.what}` })),
);
