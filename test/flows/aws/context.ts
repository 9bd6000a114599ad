import { sourceCredentials } from '../../../src/aws/sources/index.js';
import type { Source } from '../../../src/model/plan/source.js';
import type { SourceCredentials } from '../../../src/model/session/credentials.js';
import { sourceContext, type Circumstances } from '../../support/sourceContext.js';

export { refusal } from '../../support/refusal.js';
export { PLACE, type Circumstances } from '../../support/sourceContext.js';

export function credentialsOf(source: Source, circumstances: Circumstances = {}): Promise<SourceCredentials> {
  return sourceCredentials(sourceContext({ ...circumstances, plan: { source, ...circumstances.plan } }));
}
