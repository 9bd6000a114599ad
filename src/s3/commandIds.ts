import type { CommandId } from '../base/commandIds.js';

/** The commands of the S3 view. */
export type S3CommandId = Extract<CommandId, `roleSessions.s3.${string}`>;
